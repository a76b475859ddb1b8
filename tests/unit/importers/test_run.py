"""Whole files into a store that remembers what it was given."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.domain import Outcome
from services.ingestion.importers import ProfileFault, Summary, load_profile
from services.ingestion.importers.mapping import Mapped
from services.ingestion.importers.profile import Profile
from services.ingestion.importers.rows import Row
from services.ingestion.importers.run import CHUNK, chunks, dated, import_rows
from shared.web.faults import fault
from tests.unit.importers.builders import a_profile


class Store:
    """Keeps the last title of each reference; refuses the title 'bad'."""

    def __init__(self) -> None:
        self.titles: dict[str, str] = {}
        self.calls: list[int] = []

    def record(self, rows: Sequence[Mapping[str, Any]]) -> list[Outcome]:
        self.calls.append(len(rows))
        return [self._outcome(row["reference"], row["title"]) for row in rows]

    def _outcome(self, reference: str, title: str) -> Outcome:
        if title == "bad":
            return Outcome("invalid", reference, faults=[("/title", fault("invalid"))])
        before = self.titles.get(reference)
        self.titles[reference] = title
        if before is None:
            return Outcome("created", reference)
        return Outcome("unchanged" if before == title else "updated", reference)


def run(directory: Path, content: str, store: Store, profile: Profile | None = None) -> Summary:
    path = directory / "rows.csv"
    path.write_text(content, "utf-8")
    rejects = directory / "rejects.csv"
    return import_rows(path, profile or a_profile(), store.record, rejects, lambda _: None)


def listed(summary: Summary) -> list[dict[str, str]]:
    with summary.rejects_path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_row_is_taken_or_listed(tmp_path: Path) -> None:
    content = "id,title,where\n1,a,กทม.\n2,bad,\n3,c,nowhere\n1,a,กทม.\n1,b,\n4,d\n"
    profile = a_profile("  region: {column: where, read: place}")
    summary = run(tmp_path, content, Store(), profile)
    assert (summary.read, summary.rejected) == (6, 3)
    assert (summary.created, summary.unchanged, summary.updated) == (1, 1, 1)
    assert [
        (line["row"], line["field"], line["found"], line["code"]) for line in listed(summary)
    ] == [
        ("3", "title", "bad", "invalid"),
        ("4", "region", "nowhere", "unknown_place"),
        ("7", "", "4 | d", "wrong_cell_count"),
    ]


def test_reasons_stand_in_both_languages(tmp_path: Path) -> None:
    (line,) = listed(run(tmp_path, "id,title\n1,bad\n", Store()))
    assert (line["reason_th"], line["reason_en"]) == ("ไม่ถูกต้อง", "is not valid")


def test_a_listed_text_cannot_run_as_a_formula(tmp_path: Path) -> None:
    profile = a_profile("  openings: {column: n, read: whole}")
    (line,) = listed(run(tmp_path, 'id,title,n\n1,a,"=HYPERLINK(1)"\n', Store(), profile))
    assert line["found"] == "'=HYPERLINK(1)"


def test_a_list_from_an_earlier_run_does_not_stay(tmp_path: Path) -> None:
    assert listed(run(tmp_path, "id,title\n1,bad\n", Store()))
    assert not listed(run(tmp_path, "id,title\n1,good\n", Store()))


def test_texts_left_out_of_taken_rows_are_counted(tmp_path: Path) -> None:
    profile = a_profile("  region: {column: where, read: place, otherwise: missing}")
    summary = run(tmp_path, "id,title,where\n1,a,nowhere\n2,bad,nowhere\n", Store(), profile)
    assert summary.unread == {"region": 1}


def test_rows_go_to_the_store_in_chunks_and_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    lines = [f"{number},t" for number in range(CHUNK + 5)]
    path.write_text("\n".join(["id,title", *lines]), "utf-8")
    store, seen = Store(), []
    import_rows(
        path, a_profile(), store.record, tmp_path / "r", lambda summary: seen.append(summary.read)
    )
    assert store.calls == [CHUNK, 5]
    assert seen == [CHUNK, CHUNK + 5]


@given(st.lists(st.integers(0, 6)), st.integers(1, 4))
def test_chunks_keep_order_and_no_reference_stands_twice_in_one(
    references: list[int], size: int
) -> None:
    rows = [Mapped(Row(2), {"reference": reference}) for reference in references]
    parts = list(chunks(rows, size))
    assert [row for part in parts for row in part] == rows
    for part in parts:
        assert 0 < len(part) <= size
        assert len({row.posted["reference"] for row in part}) == len(part)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc")), max_size=20), st.integers(1, 5)
)
def test_the_last_row_of_a_record_counts_wherever_chunks_end(
    rows: list[tuple[int, str]], size: int
) -> None:
    store = Store()
    posted = [Mapped(Row(2), {"reference": str(key), "title": title}) for key, title in rows]
    for chunk in chunks(posted, size):
        store.record([item.posted for item in chunk])
    assert store.titles == {str(key): title for key, title in rows}


def test_relative_dates_need_the_day_the_file_was_made() -> None:
    profile = load_profile("jobsdb-titles")
    with pytest.raises(ProfileFault, match="on which day the file was made"):
        dated(profile, None)
    assert dated(profile, date(2024, 3, 1)).dates.as_of == date(2024, 3, 1)
    assert dated(a_profile(), None) == a_profile()
