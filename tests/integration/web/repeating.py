"""A small service whose writes take an Idempotency-Key, on a real database of either kind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import marshmallow as ma
from flask import Flask, Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, func, insert, select
from werkzeug.test import TestResponse

from shared.access import AccessStore, Role
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from shared.db.repeatable import RepeatableWrites, repeatable_writes_table
from shared.settings import Settings
from shared.web.access import allow, public
from shared.web.app import Service, make_app
from shared.web.body import json_body
from shared.web.idempotency import asks_only, once, streamed
from shared.web.problem import Problem

metadata = MetaData()
writes = repeatable_writes_table(metadata)
things = Table("things", metadata, Column("id", Integer, primary_key=True), Column("of", Text))


class ThingSchema(ma.Schema):
    thing = ma.fields.Raw()


@dataclass
class Runs:
    """How often views ran, what they do before and while they run, and what they answer."""

    count: int = 0
    before: Callable[[], None] = field(default=lambda: None)
    during: Callable[[Any], None] = field(default=lambda body: None)
    answer: Callable[[], bytes] = field(default=lambda: uuid4().hex.encode())

    def run(self, body: Any = None) -> Response:
        self.count += 1
        self.during(body)
        headers = {"Location": f"/v1/things/{uuid4().hex}", "Content-Language": "th"}
        return Response(self.answer(), 201, headers, content_type="text/plain")


@dataclass
class Repeating:
    """The service, its database, a clock that a test may put forward, and keys of two callers."""

    app: Flask
    engine: Engine
    runs: Runs
    clock: list[float]
    keys: dict[str, str]

    def send(
        self, key: str | None = "k-1", *, path: str = "things", method: str = "POST",
        caller: str = "one", headers: dict[str, str] | None = None, **body: Any,
    ) -> TestResponse:  # fmt: skip
        """One request; a JSON body unless another is stated."""
        sent = {"Authorization": f"Bearer {self.keys[caller]}", **(headers or {})}
        if key is not None:
            sent["Idempotency-Key"] = key
        body = body or {"json": {"a": 1}}
        client = self.app.test_client()
        return client.open(f"/v1/{path}", method=method, headers=sent, **body)

    def count(self, table: Table) -> int:
        with self.engine.connect() as connection:
            return int(connection.scalar(select(func.count()).select_from(table)) or 0)

    def kept(self) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(select(writes)))


def repeating(engine: Engine, directory: Path) -> Repeating:
    """The service on an empty database."""
    metadata.drop_all(engine)
    metadata.create_all(engine)
    access = AccessStore(make_engine(f"sqlite:///{directory}/access.db"))
    upgrade(access.engine, "shared.access.migrations")
    keys = {}
    for name in ("one", "other"):
        access.add_organisation(name, name, Role.EMPLOYER)
        keys[name] = access.issue_key(name).text
    runs, clock = Runs(), [1_000_000.0]
    service = Service(
        name="repeating",
        title="Repeating",
        version="1",
        blueprints=[_things(engine, runs)],
        access=access,
        databases=[engine],
        repeatable=RepeatableWrites(engine, writes, lambda: clock[0]),
    )
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(directory)})
    return Repeating(make_app(service, settings), engine, runs, clock, keys)


def _things(engine: Engine, runs: Runs) -> Blueprint:
    routes = Blueprint("things", __name__, url_prefix="/v1")

    @routes.route("/things")
    class Things(MethodView):
        @allow(Role.EMPLOYER)
        @routes.response(201, ThingSchema)
        def post(self) -> Response:
            """Run."""
            return runs.run(json_body())

        @allow(Role.EMPLOYER)
        @routes.response(201, ThingSchema)
        def delete(self) -> Response:
            """Run."""
            return runs.run()

        @allow(Role.EMPLOYER)
        @routes.response(201, ThingSchema)
        def get(self) -> Response:
            """Run."""
            return runs.run()

    @routes.route("/questions")
    class Questions(MethodView):
        @allow(Role.EMPLOYER)
        @asks_only
        @routes.response(201, ThingSchema)
        def post(self) -> Response:
            """Run, changing nothing."""
            return runs.run(json_body())

    @routes.route("/open")
    class Open(MethodView):
        @public
        @routes.response(201, ThingSchema)
        def post(self) -> Response:
            """Run for anybody."""
            return runs.run(json_body())

    @routes.route("/streams")
    class Streams(MethodView):
        @allow(Role.EMPLOYER)
        @streamed
        @routes.response(201, ThingSchema)
        def post(self) -> Response:
            """Run on the body as it comes."""
            runs.during(request.stream)
            return runs.run()

    @routes.route("/once")
    class Once(MethodView):
        @allow(Role.EMPLOYER)
        @routes.response(201, ThingSchema)
        def post(self) -> dict[str, Any]:
            """Make a thing that has no natural key; `during` stands between that and the answer."""
            runs.before()
            with transaction(engine) as connection:
                made = once(connection, lambda: str(connection.scalar(_NEW_THING)))
            runs.count += 1
            runs.during(json_body())
            return {"thing": made}

    return routes


_NEW_THING = insert(things).values(of="somebody").returning(things.c.id)


def failing(*statuses: str) -> Callable[[Any], None]:
    """What fails with each of these problems in turn, and then no more."""
    left = list(statuses)

    def during(_: Any) -> None:
        if left:
            raise Problem(left.pop(0))

    return during
