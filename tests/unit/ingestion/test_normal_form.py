"""Posting what is kept changes nothing: loading is idempotent on its own normal form."""

from datetime import date
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.domain import closing, graduate_state, kept, vacancy_state
from services.ingestion.schemas import GraduateSchema, VacancySchema
from tests.builders import a_graduate_post, a_survey_post, a_vacancy_post

GRADUATE, VACANCY = GraduateSchema(), VacancySchema()

words = st.text(st.characters(codec="utf-8"), max_size=40)
levels = st.sampled_from([0, 3, "6", "ปวส.", "วท.ม.", "DOCT", None])
eras = st.sampled_from([0, 543])
amounts = st.floats(0, 1e6)
pays = st.one_of(
    st.none(),
    amounts.map(lambda exact: {"exact": exact}),
    st.tuples(amounts, amounts).map(lambda ends: {"low": min(ends), "high": max(ends)}),
    amounts.map(lambda low: {"low": low, "period": "day", "currency": "USD"}),
)


@st.composite
def graduate_posts(draw: st.DrawFn) -> dict[str, Any]:
    era = draw(eras)
    answers = a_survey_post(
        surveyed_on=f"{draw(st.integers(2020, 2025)) + era}-02-03",
        job_title="ครู" + draw(words),
        pay=draw(pays),
        level_required=draw(levels),
    )
    return a_graduate_post(
        programme="หลักสูตร" + draw(words),
        level=draw(levels),
        graduation_year=draw(st.integers(1990, 2020)) + era,
        skills=["ทักษะ" + word for word in draw(st.lists(words, max_size=3))],
        tracer=draw(st.sampled_from([answers, {"status": "studying"}, None])),
    )


@st.composite
def vacancy_posts(draw: st.DrawFn) -> dict[str, Any]:
    era = draw(eras)
    return a_vacancy_post(
        title="ตำแหน่ง" + draw(words),
        description=draw(words),
        pay=draw(pays),
        level_required=draw(levels),
        skills=["ทักษะ" + word for word in draw(st.lists(words, max_size=3))],
        posted_on=f"{2024 + era}-02-29",
        closes_on=draw(st.sampled_from([f"{2025 + era}-01-01", None])),
    )


def content_of(state: Any) -> dict[str, Any]:
    content = msgspec.json.decode(kept(state).content)
    return {n: v for n, v in content.items() if n not in ("provider", "record", "version")}


@given(graduate_posts())
def test_a_kept_graduate_posted_again_is_the_same(posted: dict[str, Any]) -> None:
    def once(post: dict[str, Any]) -> dict[str, Any]:
        values = GRADUATE.load(post)
        del values["reference"]
        return content_of(graduate_state("uni", "g", values))

    first = once(posted)
    assert once({"reference": "g", **first}) == first


@given(vacancy_posts())
def test_a_kept_vacancy_posted_again_is_the_same(posted: dict[str, Any]) -> None:
    def once(post: dict[str, Any]) -> dict[str, Any]:
        values = VACANCY.load(post)
        del values["reference"]
        content = content_of(vacancy_state("firm", "v", values))
        told_otherwise = ("closed_on", "filled", "duplicate_of")
        return {n: v for n, v in content.items() if n not in told_otherwise}

    first = once(posted)
    assert once({"reference": "v", **first}) == first


@given(st.dates(date(2020, 1, 1)), st.dates(date(2020, 1, 1)), st.sampled_from([True, False, None]))
def test_a_closing_from_before_the_latest_posting_no_longer_counts(
    posted_on: date, closed_on: date, filled: bool | None
) -> None:
    counted = closing(posted_on.isoformat(), closed_on.isoformat(), filled)
    if closed_on < posted_on:
        assert counted == {"closed_on": None, "filled": None}
    else:
        assert counted == {"closed_on": closed_on.isoformat(), "filled": filled}
