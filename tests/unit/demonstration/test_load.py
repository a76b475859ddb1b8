"""Loading the demonstration through whatever records it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from deploy.demonstration import DemonstrationRefused, load
from deploy.demonstration.history import Closing
from services.ingestion.domain import Outcome
from shared.web.faults import fault

TODAY = date(2025, 11, 20)


def test_every_record_goes_to_its_organisation_and_progress_adds_up() -> None:
    taken: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    progress: list[int] = []

    def record(organisation: str, records: Sequence[Any]) -> list[Outcome]:
        taken[organisation] += len(records)
        return [Outcome("created", one["reference"]) for one in records]

    def close(organisation: str, closings: Sequence[tuple[str, Closing]]) -> None:
        closed[organisation] += len(closings)
        assert len(closings) <= taken[organisation]

    total = load(
        record, record, close, progress.append, today=TODAY, graduates=1_500, vacancies=200
    )
    assert total == taken.total() == sum(progress) == 1_700
    assert sum(count for name, count in taken.items() if "employer" in name) == 200
    assert 100 < closed.total() < 200


def test_a_record_that_is_refused_stops_the_load_and_is_named() -> None:
    def refuse(organisation: str, records: Sequence[Any]) -> list[Outcome]:
        faults = [("/level", fault("required"))]
        return [Outcome("invalid", one["reference"], faults=faults) for one in records]

    with pytest.raises(DemonstrationRefused, match=r"demo-\S+ \S+: /level is required"):
        load(
            refuse,
            refuse,
            lambda *_: None,
            lambda _: None,
            today=TODAY,
            graduates=1,
            vacancies=0,
        )
