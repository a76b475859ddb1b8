"""The published figures over HTTP, from a shelf made in memory."""

import gzip
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from flask import Flask
from flask.testing import FlaskClient

from services.reporting.api import data_sets, lineage, query, releases
from services.reporting.publication.shelf import Shelf
from services.reporting.window import Window
from shared.access import AccessStore
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.web.app import Service, make_app


def app_of(shelf: Shelf, directory: Path) -> Flask:
    """Reporting's app with the routes of published figures alone."""
    nothing = make_engine(f"sqlite:///{directory / 'reporting.db'}")
    window = Window(nothing, shelf, lambda: date(2026, 11, 23))
    service = Service(
        name="reporting",
        title="Published figures",
        version="1",
        blueprints=[part.blueprint(window) for part in (data_sets, query, lineage, releases)],
        access=AccessStore(make_engine(f"sqlite:///{directory / 'access.db'}")),
    )
    return make_app(service, Settings.from_environment({"LMIS_DATA_DIR": str(directory)}))


def ask(client: FlaskClient, path: str, body: Any = None, **headers: str) -> Any:
    """GET, or POST with a body; names of headers with _ for -."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is None:
        return client.get(path, headers=sent)
    return client.post(path, json=body, headers=sent)


def faults(answer: Any) -> list[tuple[str, str]]:
    """Place and code of every fault of a problem, which says all in both languages."""
    assert answer.mimetype == "application/problem+json", answer.text
    for entry in answer.json.get("errors", []):
        assert entry["messages"]["th"]
        assert entry["messages"]["en"]
    return [(entry["pointer"], entry["code"]) for entry in answer.json.get("errors", [])]


def unpacked(answer: Any) -> Mapping[str, Any]:
    """The document of an answer that may be gzipped."""
    body = answer.data
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return cast(Mapping[str, Any], json.loads(body))
