"""Real files through the shipped profiles and the real handlers into a database."""

import json
import os
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import func, select

from services.ingestion import store
from services.ingestion.batches import (
    Batches,
    Sealing,
    Wanted,
    all_results,
    find,
    open_batch,
    process_alone,
    receive,
)
from services.ingestion.domain import Kind
from services.ingestion.handlers import Door
from services.ingestion.store import Batch
from shared.db.engine import make_engine

SHARED = Path(os.environ.get("LMIS_SHARED_DATA") or Path(__file__).parents[4] / "shared" / "data")
MADE_ON = date(2022, 1, 5)


@pytest.fixture
def batches(tmp_path: Path) -> Iterator[Batches]:
    engine = make_engine(f"sqlite:///{tmp_path / 'ingestion.db'}")
    store.metadata.create_all(engine)
    yield Batches(Door(engine, b"a secret of the tests"), Sealing(b"another"), 2**40, 7)
    engine.dispose()


def run(batches: Batches, name: str, kind: Kind, file: str) -> Batch:
    """The file as an upload, at its end."""
    path = SHARED / file
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    batch = open_batch(batches, "demo-org", Wanted(kind, name, file, as_of=MADE_ON))
    with path.open("rb") as stream:
        receive(batches, "demo-org", batch.id, iter(lambda: stream.read(2**20), b""))
    process_alone(batches, batch.id, threading.Event())
    return find(batches, "demo-org", batch.id)


def rejected(batches: Batches, batch: Batch) -> tuple[int, Counter[tuple[str, str]]]:
    """Rows on the list, and how often each field has each fault."""
    rows = [row for row in all_results(batches, batch) if row.is_rejected]
    faults = Counter((each.field, each.code) for row in rows for each in row.findings)
    return len({row.row for row in rows}), faults


def test_every_row_of_piaac_is_accounted_for(batches: Batches) -> None:
    summary = run(batches, "piaac", "graduates", "piaac/piaac_graduates_22c.csv.gz")
    source = pd.read_csv(SHARED / "piaac/piaac_graduates_22c.csv.gz", low_memory=False)
    assert summary.read == len(source) == 26_140
    assert summary.created == summary.read
    assert rejected(batches, summary) == (0, {})
    assert json.loads(summary.left_out or "{}") == {"tracer.occupation": 1}
    with batches.door.engine.connect() as connection:
        kept = connection.scalar(select(func.count()).select_from(store.graduates))
    assert kept == summary.created


def test_importing_a_file_again_changes_nothing(batches: Batches) -> None:
    first = run(batches, "jobthai", "vacancies", "postings/jobthai_it.jsonl")
    again = run(batches, "jobthai", "vacancies", "postings/jobthai_it.jsonl")
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
    batches: Batches, name: str, file: str, faults: set[tuple[str, str]]
) -> None:
    summary = run(batches, name, "vacancies", file)
    rows, reasons = rejected(batches, summary)
    taken = summary.created + summary.updated + summary.unchanged
    assert taken + summary.rejected == summary.read > 300
    assert rows == summary.rejected < summary.read * 0.15
    assert set(reasons) == faults
