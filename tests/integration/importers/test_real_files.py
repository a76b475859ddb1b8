"""Real files through the shipped profiles and the real handlers into a database."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import func, select

from services.ingestion import store
from services.ingestion.domain import Kind
from services.ingestion.handlers import Door
from services.ingestion.importers import Summary, import_file, load_profile
from shared.db.engine import make_engine

SHARED = Path(os.environ.get("LMIS_SHARED_DATA") or Path(__file__).parents[4] / "shared" / "data")
MADE_ON = date(2022, 1, 5)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    engine = make_engine(f"sqlite:///{tmp_path / 'ingestion.db'}")
    store.metadata.create_all(engine)
    yield Door(engine, b"a secret of the tests")
    engine.dispose()


def run(door: Door, directory: Path, name: str, kind: Kind, file: str) -> Summary:
    path = SHARED / file
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    rejects_path = directory / "rejects.csv"
    return import_file(
        path,
        load_profile(name),
        kind,
        "demo-org",
        door,
        rejects_path=rejects_path,
        as_of=MADE_ON,
    )


def rejected(summary: Summary) -> tuple[int, Counter[tuple[str, str]]]:
    """Distinct rows on the list, and how often each field has each fault."""
    with summary.rejects_path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    return len({line["row"] for line in lines}), Counter(
        (line["field"], line["code"]) for line in lines
    )


def test_every_row_of_piaac_is_accounted_for(door: Door, tmp_path: Path) -> None:
    summary = run(door, tmp_path, "piaac", "graduates", "piaac/piaac_graduates_22c.csv.gz")
    source = pd.read_csv(SHARED / "piaac/piaac_graduates_22c.csv.gz", low_memory=False)
    assert summary.read == len(source) == 26_140
    assert summary.created == summary.read
    assert rejected(summary) == (0, {})
    assert summary.unread == {"tracer.occupation": 1}
    with door.engine.connect() as connection:
        kept = connection.scalar(select(func.count()).select_from(store.graduates))
    assert kept == summary.created


def test_importing_a_file_again_changes_nothing(door: Door, tmp_path: Path) -> None:
    first = run(door, tmp_path, "jobthai", "vacancies", "postings/jobthai_it.jsonl")
    again = run(door, tmp_path, "jobthai", "vacancies", "postings/jobthai_it.jsonl")
    assert first.created == again.unchanged == first.read
    assert again.created == again.updated == 0


@pytest.mark.parametrize(
    ("name", "file", "faults"),
    [
        ("jobsdb", "postings/jobsdb_th_full.csv.gz", {("posted_on", "required")}),
        ("jobsdb-titles", "postings/jobsdb_th_titles.csv.gz", {("posted_on", "not_of_form")}),
        ("jobthai", "postings/jobthai_it.jsonl", set()),
    ],
)
def test_every_advertisement_is_accounted_for(
    door: Door, tmp_path: Path, name: str, file: str, faults: set[tuple[str, str]]
) -> None:
    summary = run(door, tmp_path, name, "vacancies", file)
    rows, reasons = rejected(summary)
    taken = summary.created + summary.updated + summary.unchanged
    assert taken + summary.rejected == summary.read > 300
    assert rows == summary.rejected < summary.read * 0.15
    assert set(reasons) == faults
