"""The matrix finds what it is there to find: a service with planted holes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import marshmallow as ma
import pytest
from flask.views import MethodView
from flask_smorest import Blueprint

from shared.access import AccessStore, Role
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.access import allow, caller, public
from shared.web.app import Service, close_app, make_app
from shared.web.problem import Problem
from tests.integration.authorisation.document import Operation
from tests.integration.authorisation.house import UNLIMITED, House, neighbour, owner
from tests.integration.authorisation.test_matrix import answers, intrusions, leaks

MINE = owner(Role.UNIVERSITY)


class ThingSchema(ma.Schema):
    things = ma.fields.List(ma.fields.String())


def good(name: str) -> str:
    if (name, caller().organisation) != ("mine", MINE):
        raise Problem("not-found")
    return name


def open_to_all(name: str) -> str:
    return name


def telling(name: str) -> str:
    if caller().organisation != MINE:
        raise Problem("forbidden" if name == "mine" else "not-found")
    return name


def whispering(name: str) -> str:
    if caller().organisation != MINE:
        raise Problem("not-found", detail="not yours" if name == "mine" else None)
    return name


def lost(name: str) -> str:
    raise Problem("not-found")


def listing() -> str:
    return f"of {MINE}"


def stricter() -> str:
    raise Problem("unauthenticated")


def failing() -> str:
    raise Problem("internal")


def leaky() -> Blueprint:
    """Routes that are wrong in one way each, and a good one."""
    routes = Blueprint("leaky", __name__, url_prefix="/v1")
    ours = allow(Role.UNIVERSITY)
    for find in (good, open_to_all, telling, whispering, lost):
        add(routes, f"/{find.__name__}/<name>", ours, find)
    add(routes, "/listing", ours, listing)
    for find in (stricter, failing):
        add(routes, f"/{find.__name__}", public, find)
    return routes


def add(routes: Blueprint, path: str, rule: Callable[[Any], Any], find: Callable[..., str]) -> None:
    """A route that answers with what `find` makes of the path's names."""

    def get(self: MethodView, **names: str) -> dict[str, Any]:
        """Things."""
        return {"things": [find(**names)]}

    view = type(find.__name__, (MethodView,), {"get": rule(routes.response(200, ThingSchema)(get))})
    routes.route(path)(view)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    directory: Path = tmp_path_factory.mktemp("leaky")
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(directory), **UNLIMITED})
    engine = make_engine(settings.database("access"))
    upgrade(engine, "shared.access.migrations")
    access = AccessStore(engine)
    app = make_app(Service("leaky", "Leaky", "1", [leaky()], access), settings)
    yield House("leaky", app, engine, access)
    close_app(app)
    engine.dispose()


def operation_on(house: House, path: str) -> Operation:
    (found,) = [operation for operation in house.operations if operation.path == path]
    return found


@pytest.mark.parametrize(
    ("noun", "faults"),
    [("good", 0), ("open_to_all", 1), ("telling", 1), ("whispering", 1), ("lost", 1)],
)
def test_who_learns_of_anothers_thing_is_found(noun: str, faults: int, house: House) -> None:
    operation = operation_on(house, f"/v1/{noun}/{{name}}")
    assert len(list(intrusions(house, operation, lambda *_: "mine"))) == faults


def test_a_list_of_everybodys_things_is_found(house: House) -> None:
    (found,) = leaks(house, operation_on(house, "/v1/listing"))
    assert neighbour(Role.UNIVERSITY) in found


@pytest.mark.parametrize(
    ("path", "faults"),
    [("/v1/listing", 0), ("/health", 0), ("/v1/stricter", 4), ("/v1/failing", 4)],
)
def test_a_route_that_does_not_do_as_it_says_is_found(path: str, faults: int, house: House) -> None:
    assert len(list(answers(house, operation_on(house, path)))) == faults
