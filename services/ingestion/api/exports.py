"""A copy of all that is held under one reference, for the person it is about."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import batches as uploads
from services.ingestion import store
from services.ingestion.api import own
from services.ingestion.api.erasures import receipt_shown
from services.ingestion.batches import Batches, RowResult
from services.ingestion.notices.coding import shown_codings
from services.ingestion.rights.exporting import MOST_ENTRIES, Export, elsewhere, export_graduate
from services.ingestion.schemas.rights import ExportSchema
from shared.access import Role
from shared.text import tidy
from shared.web.access import allow, caller
from shared.web.language import reader_language
from shared.web.problem import Problem


def blueprint(batches: Batches, retention_years: int) -> Blueprint:
    """/v1/graduates/<reference>/export; of a reference that ends so, the pseudonym still works."""
    door = batches.door
    routes = Blueprint("exports", __name__, url_prefix="/v1", description="Persons' rights")

    @routes.route("/graduates/<path:reference>/export")
    class GraduateExport(MethodView):
        @allow(Role.UNIVERSITY)
        @routes.response(200, ExportSchema)
        def get(self, reference: str) -> dict[str, Any]:
            """All that is held under a reference, also after it was erased."""
            provider = caller().organisation
            records = [door.graduate_record(provider, tidy(reference)), reference]
            rows = uploads.rows_about(batches, provider, "graduates", records)
            in_files = {row.record for _, row in rows if row.record}
            export = export_graduate(door, provider, records, retention_years, in_files)
            if export is None:
                raise Problem("not-found")
            key = f"{provider}/{export.record}"
            with door.engine.connect() as connection:
                coding = shown_codings(connection, "graduates", [key]).get(key)
            about = [_row(batch, row) for batch, row in rows if row.record == export.record]
            return _shown(provider, export, coding) | {"rows": about}

    return routes


def _shown(provider: str, export: Export, coding: dict[str, Any] | None) -> dict[str, Any]:
    row, record = export.row, export.record
    held = None
    if row is not None and row.content is not None:
        held = own.shown(store.Row(row.key, row.version, row.content, row.recorded_at), coding)
    return {
        "provider": provider,
        "record": record,
        "made_at": store.now(),
        "kept_until": export.kept_until,
        "held": held,
        "version": row and row.version,
        "changed_at": row and (row.erased_at or row.recorded_at),
        "batches": [] if export.batch is None else [export.batch],
        "erasures": [receipt_shown(receipt) for receipt in export.erasures],
        "audit": [dict(entry._mapping) for entry in export.audit[:MOST_ENTRIES]],
        "audit_is_whole": len(export.audit) <= MOST_ENTRIES,
        "elsewhere": elsewhere(record),
    }


def _row(batch: str, row: RowResult) -> dict[str, Any]:
    """A row of a file, with what was in it where that is kept."""
    told = uploads.row_shown(row, reader_language())
    return {"batch": batch, **told, "cells": row.cells, "text": row.text}
