"""What became of synthetic vacancies: the story that the figures over time tell."""

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

import pytest

from deploy.demonstration.draw import Draw
from deploy.demonstration.history import Closing, day_ago, ends, years_ago
from deploy.demonstration.markets import Market, market
from deploy.demonstration.records import SEED
from deploy.demonstration.tables import jobs
from deploy.demonstration.vacancies import generate_vacancies

TODAY = date(2025, 11, 20)
SCARCE = Market(demand=1, growth=0.4, pay_growth=0.08, days_to_fill=80)
PLENTY = Market(demand=1, growth=0.1, pay_growth=0.01, days_to_fill=20)


def histories(of: Market) -> Iterable[tuple[date, date | None, Closing | None]]:
    draw = Draw(SEED, "history")
    for _ in range(2_000):
        posted_on = day_ago(TODAY, years_ago(draw, of))
        yield posted_on, *ends(draw, of, posted_on, TODAY)


def test_a_closing_lies_between_posting_and_the_closing_date_and_has_happened() -> None:
    for posted_on, closes_on, closing in histories(SCARCE):
        if closing:
            assert posted_on < closing.closed_on <= min(closes_on or TODAY, TODAY)


def test_vacancies_are_filled_expire_are_withdrawn_or_taken_down_without_a_word() -> None:
    kinds = set()
    for _, closes_on, closing in histories(SCARCE):
        if closing:
            kinds.add(str(closing.filled))
        else:
            kinds.add("expired" if closes_on and closes_on < TODAY else "open")
    assert kinds == {"True", "False", "None", "expired", "open"}


def test_postings_grow_by_the_market_s_rate() -> None:
    for of in (SCARCE, PLENTY):
        posted = [posted_on for posted_on, _, _ in histories(of)]
        lately, before = (
            sum(last - timedelta(365) < day <= last for day in posted)
            for last in (TODAY, TODAY - timedelta(365))
        )
        assert lately / before == pytest.approx(1 + of.growth, rel=0.15)


def test_half_of_the_vacancies_would_be_filled_after_the_market_s_days() -> None:
    of = PLENTY  # its vacancies are filled long before they expire
    days = [
        (closing.closed_on - posted_on).days
        for posted_on, _, closing in histories(of)
        if closing and closing.filled
    ]
    assert median(days) == pytest.approx(of.days_to_fill, abs=2)


def test_pay_was_lower_where_it_grows() -> None:
    assert SCARCE.pay_level(0) == 1
    assert SCARCE.pay_level(1) == pytest.approx(1 / 1.08)


def test_every_occupation_has_a_market_and_software_a_scarcer_one_than_law() -> None:
    assert all(market(isco).growth > 0 < market(isco).days_to_fill for isco in jobs())
    software, law = market("2512"), market("2611")
    assert software.growth > law.growth
    assert software.pay_growth > law.pay_growth
    assert software.days_to_fill > law.days_to_fill


def test_one_in_ten_vacancies_is_open_at_any_province_s_door() -> None:
    today = TODAY.isoformat()
    still_open = [
        one
        for one in generate_vacancies(SEED, 3_000, TODAY)
        if not one.closing and _ce(one.posted.get("closes_on", "9999")) >= today
    ]
    assert 0.08 < len(still_open) / 3_000 < 0.14
    assert len({one.posted.get("region") for one in still_open}) > 60


def _ce(written: str) -> str:
    year = int(written[:4])
    return f"{year - 543 if 2400 < year < 2700 else year}{written[4:]}"
