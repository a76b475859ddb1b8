"""A small service on the shared skeleton, for tests of the skeleton itself."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import marshmallow as ma
import pytest
from flask import Flask, request
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.exc import OperationalError

from shared.access import AccessStore, Role
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.access import allow, body_limit, caller, known_caller, public
from shared.web.app import Service, close_app, make_app
from shared.web.body import json_body, loaded_body
from shared.web.faults import fault
from shared.web.problem import Problem

MakeApp = Callable[..., Flask]


class EchoSchema(ma.Schema):
    echo = ma.fields.Raw()


class CountSchema(ma.Schema):
    count = ma.fields.Integer(required=True, validate=ma.validate.Range(1, 9))


class Broken(Exception):
    """A fault of ours, with something in it that no caller may see."""


def things() -> Blueprint:
    """Routes that do one thing each."""
    routes = Blueprint("things", __name__, url_prefix="/v1")

    @routes.route("/echo")
    class Echo(MethodView):
        @public
        @routes.response(200, EchoSchema)
        def post(self) -> dict[str, Any]:
            """Say the body back."""
            return {"echo": json_body()}

    @routes.route("/count")
    class Count(MethodView):
        @public
        @routes.arguments(CountSchema, location="query")
        @routes.response(200, CountSchema)
        def get(self, asked: dict[str, Any]) -> dict[str, Any]:
            """Say the argument back."""
            return asked

        @public
        @routes.response(200, CountSchema)
        def post(self) -> Any:
            """Say the checked body back."""
            return loaded_body(CountSchema())

    @routes.route("/large")
    class Large(MethodView):
        @public
        @body_limit(2_000)
        @routes.response(200, EchoSchema)
        def post(self) -> dict[str, Any]:
            """Say a larger body back."""
            return {"echo": json_body()}

    @routes.route("/sign-in")
    class SignIn(MethodView):
        @public
        @routes.response(200, EchoSchema)
        def post(self) -> dict[str, Any]:
            """Who holds the key in the body."""
            return {"echo": known_caller(json_body()).organisation}

    @routes.route("/own/<name>")
    class Own(MethodView):
        @allow(Role.UNIVERSITY, Role.OPERATOR)
        @routes.response(200, EchoSchema)
        def get(self, name: str) -> dict[str, Any]:
            """Who asks."""
            return {"echo": caller().organisation}

        @allow(Role.UNIVERSITY)
        @routes.response(200, EchoSchema)
        def post(self, name: str) -> dict[str, Any]:
            """How much came."""
            return {"echo": len(json_body())}

    @routes.route("/forgotten")
    class Forgotten(MethodView):
        @routes.response(200, EchoSchema)
        def get(self) -> dict[str, Any]:
            """A view that states no rule."""
            return {"echo": "open"}

    @routes.route("/fault/<kind>")
    class Fault(MethodView):
        @public
        @routes.response(200, EchoSchema)
        def get(self, kind: str) -> dict[str, Any]:
            """Raise."""
            raise _fault(kind)

    return routes


def _fault(kind: str) -> Exception:
    if kind == "database":
        return OperationalError("SELECT 1", {}, Exception("server closed the connection"))
    if kind == "ours":
        return Broken("password=hunter2")
    found = fault("not_one_of", choices=request.args.get("choices", "a, b"))
    return Problem(kind, detail="in detail", faults=[("/a~1b", found)], headers={"X-More": "1"})


@pytest.fixture
def access(tmp_path: Path) -> Iterator[AccessStore]:
    store = AccessStore(make_engine(f"sqlite:///{tmp_path}/access.db"))
    upgrade(store.engine, "shared.access.migrations")
    yield store
    store.engine.dispose()


@pytest.fixture
def make(access: AccessStore, tmp_path: Path) -> Iterator[MakeApp]:
    """Makes the service's app from settings of the environment and readiness checks."""
    made: list[Flask] = []

    def make_thing_app(environment: dict[str, str] | None = None, **service: Any) -> Flask:
        settings = Settings.from_environment(
            {"LMIS_DATA_DIR": str(tmp_path), **(environment or {})}
        )
        parts = {"name": "things", "title": "Things", "version": "1", **service}
        made.append(make_app(Service(blueprints=[things()], access=access, **parts), settings))
        return made[-1]

    yield make_thing_app
    for app in made:
        close_app(app)


@pytest.fixture
def app(make: MakeApp) -> Flask:
    return make()
