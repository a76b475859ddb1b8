"""A copy of all that is held under one reference, for the person it is about."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import store
from services.ingestion.api import own
from services.ingestion.api.erasures import receipt_shown
from services.ingestion.handlers import Door
from services.ingestion.notices.coding import shown_codings
from services.ingestion.rights.exporting import MOST_ENTRIES, Export, elsewhere, export_graduate
from services.ingestion.schemas.rights import ExportSchema
from shared.access import Role
from shared.text import tidy
from shared.web.access import allow, caller
from shared.web.problem import Problem


def blueprint(door: Door, retention_years: int) -> Blueprint:
    """/v1/graduates/<reference>/export; of a reference that ends so, the pseudonym still works."""
    routes = Blueprint("exports", __name__, url_prefix="/v1", description="Persons' rights")

    @routes.route("/graduates/<path:reference>/export")
    class GraduateExport(MethodView):
        @allow(Role.UNIVERSITY)
        @routes.response(200, ExportSchema)
        def get(self, reference: str) -> dict[str, Any]:
            """All that is held under a reference, also after it was erased."""
            provider = caller().organisation
            records = [door.graduate_record(provider, tidy(reference)), reference]
            export = export_graduate(door, provider, records, retention_years)
            if export is None:
                raise Problem("not-found")
            with door.engine.connect() as connection:
                coding = shown_codings(connection, "graduates", [export.row.key])
            return _shown(provider, export, coding.get(export.row.key))

    return routes


def _shown(provider: str, export: Export, coding: dict[str, Any] | None) -> dict[str, Any]:
    row, record = export.row, export.record
    kept = store.Row(row.key, row.version, row.content, row.recorded_at)
    return {
        "provider": provider,
        "record": record,
        "made_at": store.now(),
        "kept_until": export.kept_until,
        "held": None if row.content is None else own.shown(kept, coding),
        "version": row.version,
        "changed_at": row.erased_at or row.recorded_at,
        "batches": [] if export.batch is None else [export.batch],
        "erasures": [receipt_shown(receipt) for receipt in export.erasures],
        "audit": [dict(entry._mapping) for entry in export.audit[:MOST_ENTRIES]],
        "audit_is_whole": len(export.audit) <= MOST_ENTRIES,
        "elsewhere": elsewhere(record),
    }
