"""Records become bodies of a bounded size, in order, each once."""

import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lmis_client.chunks import chunks, plain

RECORDS = st.lists(
    st.fixed_dictionaries({"reference": st.text(max_size=8), "title": st.text(max_size=40)}),
    max_size=40,
)


@given(RECORDS, st.integers(1, 10), st.integers(1, 500))
def test_nothing_is_lost_and_no_body_is_too_large(
    records: list[dict[str, Any]], most_records: int, most_bytes: int
) -> None:
    found = list(chunks(iter(records), most_records, most_bytes))
    assert [record for chunk in found for record in json.loads(chunk.body)] == records
    assert [chunk.first for chunk in found] == [
        sum(len(before.references) for before in found[:i]) for i in range(len(found))
    ]
    for chunk in found:
        assert 1 <= len(chunk.references) <= most_records
        assert len(chunk.body) <= most_bytes + 2 or len(chunk.references) == 1


def test_what_data_frames_call_missing_is_null() -> None:
    frame = pd.DataFrame({"n": pd.array([1, None], "Int64"), "x": [0.5, None], "at": [pd.NaT] * 2})
    assert [plain(record) for record in frame.to_dict("records")] == [
        {"n": 1, "x": 0.5, "at": None},
        {"n": None, "x": None, "at": None},
    ]
    numbers = {"pay": {"low": np.float64("nan"), "high": np.int64(3)}}
    assert plain(numbers) == {"pay": {"low": None, "high": 3}}


def test_days_are_days_however_a_data_frame_keeps_them() -> None:
    assert plain([date(2026, 1, 2), pd.Timestamp("2026-01-02")]) == ["2026-01-02"] * 2
    assert plain(pd.Timestamp("2026-01-02T03:04")) == "2026-01-02T03:04:00"
