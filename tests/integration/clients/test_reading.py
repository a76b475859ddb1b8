"""Figures read by the client are those that were published, with their statuses and provenance."""

import json
import math
from pathlib import Path

import httpx
import pandas as pd
import pytest

from lmis_client import (
    Client,
    CursorExpired,
    Invalid,
    NotFound,
    Refused,
    Retrying,
    TooLarge,
    Unreachable,
)
from lmis_client.criteria import field, level, region, status, year
from tests.integration.clients.served import Served

ONCE = Retrying(attempts=1)


def test_every_figure_is_what_was_published(client: Client, lmis: Served) -> None:
    answer = client.data_set("graduate-outcomes").query(
        region.under("north") & (year >= 2567) & (level == 6),
        indicators=["graduates", "employment_rate"],
        page_size=7,
    )
    published = lmis.newest.data_sets["graduate-outcomes"]
    wanted = published.rows(
        {"region": ["north", "TH-50", "TH-57"], "year": ["2024", "2025"], "level": ["6"]}
    )
    assert [cell["cell"] for cell in answer] == [published.codes(row) for row in wanted]
    for cell in answer:
        for indicator, told in cell["figures"].items():
            figure = published.figure(indicator, **cell["cell"])
            assert figure is not None
            assert (told["value"], told["status"], told["reason"], told["n"]) == (
                figure.value, figure.status, figure.reason, figure.n,
            )  # fmt: skip
    hidden = sum(f["status"] == "suppressed" for c in answer for f in c["figures"].values())
    (notice,) = (notice for notice in answer.notices if notice["code"] == "suppressed_cells")
    assert notice["count"] == hidden > 0
    assert "disclosure" in answer.reasons


def test_frames_hold_no_value_where_there_is_none(client: Client) -> None:
    answer = client.data_set("graduate-outcomes").query(
        region.isin("north", "_T") & field.under("06"), indicators=["employment_rate", "pay_p50"]
    )
    frame, polars = answer.to_pandas(names="en"), answer.to_polars(names="th")
    assert len(frame) == len(polars) == 2 * len(answer)
    assert list(frame.columns) == polars.columns
    hidden = frame["status"] == "suppressed"
    assert hidden.any()
    assert frame.loc[hidden, ["value", "low", "high", "n"]].isna().all(axis=None)
    assert frame.loc[~hidden, "value"].notna().all()
    assert polars["value"].null_count() == hidden.sum()
    assert polars["value"].sum() == pytest.approx(frame["value"].sum())
    assert set(frame.loc[frame["field"] == "0613", "field_name"]) == {
        "Software and applications development and analysis"
    }
    provenance = frame.attrs["provenance"]
    assert (provenance["version"], provenance["synthetic"]) == ("1.1.0", True)
    assert provenance["citation"] == answer.citation
    assert json.dumps(provenance)


def test_an_answer_without_cells_is_an_empty_frame_and_says_why(client: Client) -> None:
    answer = client.data_set("graduate-outcomes").query((year == 2024) & ~(year == 2024))
    assert len(answer) == 0
    assert [notice["code"] for notice in answer.notices] == ["synthetic", "no_cells"]
    assert answer.to_pandas(names="th").empty
    assert list(answer.to_pandas().columns)[:4] == ["year", "level", "field", "region"]
    assert answer.to_polars().is_empty()


def test_pins_are_settled_once(client: Client) -> None:
    names = {(table.id, table.version) for table in client.data_sets("1.0.*")}
    assert ("skills", "1.0.0") in names
    assert client.data_set("skills").version == "1.1.0"
    assert client.data_set("skills", "live").summary["provisional"]
    older = client.data_set("skills", "1.0.0")
    assert older.query().provenance["version"] == older.meta()["version"] == "1.0.0"
    assert older.changes()["change"] == "added"
    with pytest.raises(NotFound) as problem:
        client.data_set("skills", "7.*")
    assert [fault.code for fault in problem.value.faults] == ["unknown_version"]


def test_all_faults_are_told_in_the_language_chosen(lmis: Served) -> None:
    with Client(lmis.url, language="th", retrying=ONCE) as client:
        table = client.data_set("graduate-outcomes")
        with pytest.raises(Invalid) as problem:
            table.query((region == "TH-99") & (field > "06"), indicators=["luck"], sort=["-fame"])
    found = {fault.pointer: fault.code for fault in problem.value.faults}
    assert found == {
        "/criteria/and/0/region/eq": "unknown_member",
        "/criteria/and/1/field/gt": "not_ordered",
        "/indicators/0": "unknown_indicator",
        "/sort/0/fame": "unknown_sort",
    }
    assert "TH-99 ไม่ใช่สมาชิกของมิติ region" in str(problem.value)
    assert problem.value.correlation_id


def test_sorting_puts_what_has_no_value_last(client: Client) -> None:
    frame = (
        client.data_set("shortage")
        .query(indicators=["shortage_index"], sort=["-shortage_index"])
        .to_pandas()
    )
    known = frame["value"].dropna()
    assert list(known) == sorted(known, reverse=True)
    assert frame["value"].isna().any()
    assert frame["value"].iloc[len(known) :].isna().all()


def test_a_condition_on_statuses_chooses_cells(client: Client) -> None:
    hidden = client.data_set("skills").query(status.isin("suppressed"), indicators=["demand_share"])
    assert {c["figures"]["demand_share"]["status"] for c in hidden} <= {"suppressed"}


def test_a_file_is_written_whole(client: Client, tmp_path: Path) -> None:
    table = client.data_set("field-balance")
    path = table.download(tmp_path / "new" / "balance.csv", criteria=year == 2024)
    frame = pd.read_csv(path, dtype={"field": str})
    assert set(frame["year"].astype(str)) == {"2024"}
    assert math.isclose(frame["value"].sum(), table.query(year == 2024).to_pandas()["value"].sum())
    assert sorted(found.name for found in path.parent.iterdir()) == ["balance.csv"]
    with pytest.raises(Invalid):
        table.download(tmp_path / "x", form="gif")  # type: ignore[arg-type]


def test_lineage_leads_from_a_figure_to_its_release(client: Client) -> None:
    found = client.data_set("graduate-outcomes").lineage("graduates", year=2567, region="TH-50")
    assert found["cell"] == {"year": "2024", "level": "_T", "field": "_T", "region": "TH-50"}
    assert found["release"] is not None
    assert found["release"]["digest"] == client.releases()[0]["digest"]
    assert found["events"][0]["next_offset"] == 42


class _MakesLiveAnew:
    """Makes the live figures anew after some answers to queries."""

    def __init__(self, system: Served, times: int) -> None:
        self._system, self._left = system, times

    def __call__(self, answer: httpx.Response) -> None:
        if answer.request.method == "POST" and answer.is_success and self._left:
            self._left -= 1
            self._system.replace_live(f"2026-11-23T1{self._left}:00:00.000+00:00")


@pytest.mark.parametrize(("times", "ends_well"), [(2, True), (3, False)])
def test_pages_of_two_makings_never_stand_in_one_answer(
    lmis: Served, times: int, ends_well: bool
) -> None:
    http = httpx.Client(event_hooks={"response": [_MakesLiveAnew(lmis, times)]})
    with Client(lmis.url, retrying=ONCE, http=http) as client:
        table = client.data_set("skills", "live")
        if ends_well:
            assert len(table.query(page_size=2)) == 3
        else:
            with pytest.raises(CursorExpired):
                table.query(page_size=2)


def test_what_is_no_lmis_is_no_answer(client: Client, lmis: Served) -> None:
    with Client(f"{lmis.url}/elsewhere", retrying=ONCE) as lost, pytest.raises(Refused):
        lost.releases()
    with Client("http://127.0.0.1:1", retrying=ONCE) as lost, pytest.raises(Unreachable):
        lost.releases()
    with pytest.raises(TooLarge):
        client.data_set("graduate-outcomes").query(field.isin(*["06"] * 20_000))
