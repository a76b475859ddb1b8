"""The audit log on the web: whose request an entry tells of, and the route that lists entries."""

from typing import Any

import marshmallow as ma
from flask import Flask, g
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import fields, validate
from sqlalchemy import Engine, Table

from shared.access import Role
from shared.audit import SYSTEM, Actor, acting, list_entries
from shared.web.access import allow, caller

_LARGEST_ID = 2**63 - 1


class AuditArgs(ma.Schema):
    """Paging by cursor, newest first."""

    cursor = fields.Integer(load_default=None, validate=validate.Range(1, _LARGEST_ID))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))
    record = fields.String(
        load_default=None,
        validate=validate.Length(1, 400),
        metadata={"description": "only entries about this record's pseudonym or this batch"},
    )


class AuditEntrySchema(ma.Schema):
    """One reading or change of data of persons."""

    id = fields.Integer()
    at = fields.String()
    organisation = fields.String(
        allow_none=True, metadata={"description": "who acted; null: the system itself"}
    )
    key_id = fields.String(allow_none=True, metadata={"description": "the key that was shown"})
    provider = fields.String(
        allow_none=True, metadata={"description": "whose records; null: those of many"}
    )
    action = fields.String(validate=validate.OneOf(["write", "read", "export", "erase"]))
    kind = fields.String()
    subject = fields.String(
        allow_none=True,
        metadata={"description": "the record's pseudonym or the batch's id; null: a list"},
    )
    count = fields.Integer()
    digest = fields.String(
        allow_none=True,
        metadata={"description": "SHA-256 over a list's pseudonyms, one a line"},
    )
    outcome = fields.String()
    correlation_id = fields.String()
    position = fields.Integer(
        allow_none=True, metadata={"description": "place in the chain; null: about to be chained"}
    )
    hash = fields.String(allow_none=True)


class AuditPageSchema(ma.Schema):
    """Some entries, newest first, and where to go on."""

    entries = fields.List(fields.Nested(AuditEntrySchema))
    next = fields.Integer(
        allow_none=True, metadata={"description": "cursor of the next page; null: this was all"}
    )


def name_actors(app: Flask) -> None:
    """Have entries say whose request they come from; after `guard`, which knows the caller."""

    @app.before_request
    def begin() -> None:
        if "caller" in g:
            acting.set(Actor(caller().organisation, caller().key_id))

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        acting.set(SYSTEM)  # the thread's next work is another's


def blueprint(engine: Engine, audit: Table) -> Blueprint:
    """/v1/audit."""
    routes = Blueprint("audit", __name__, url_prefix="/v1", description="Audit log")

    @routes.route("/audit")
    class Audit(MethodView):
        @allow(*Role, scope="audit:read")
        @routes.arguments(AuditArgs, location="query")
        @routes.response(200, AuditPageSchema)
        def get(self, asked: dict[str, Any]) -> dict[str, Any]:
            """Who read or changed data of persons: all for an operator, else of one's own."""
            asking, limit = caller(), asked["limit"]
            with engine.connect() as connection:
                rows = list_entries(
                    connection,
                    audit,
                    provider=None if asking.role is Role.OPERATOR else asking.organisation,
                    subject=asked["record"],
                    before=asked["cursor"],
                    limit=limit + 1,
                )
            more = len(rows) > limit
            return {
                "entries": [dict(row._mapping) for row in rows[:limit]],
                "next": rows[limit - 1].id if more else None,
            }

    return routes
