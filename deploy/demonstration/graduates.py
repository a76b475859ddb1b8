"""Synthetic graduates of five cohorts, as their universities would post them."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from deploy.demonstration.draw import Draw, Weighted
from deploy.demonstration.organisations import UNIVERSITIES, Organisation
from deploy.demonstration.places import home_province, study_province
from deploy.demonstration.shares import (
    COHORT_SIZES,
    LEVELS_SUPPLIED,
    PLACEMENTS,
    RESPONSE,
)
from deploy.demonstration.skills import skill_texts
from deploy.demonstration.tables import Programme, jobs, programmes
from deploy.demonstration.tracer import tracer_survey
from deploy.demonstration.wording import programme_name

_LEVELS = Weighted(LEVELS_SUPPLIED)
_COHORTS = Weighted(COHORT_SIZES)
_PLACEMENTS = Weighted(PLACEMENTS)
_LEVEL_WORDS: dict[int, tuple[str | int, ...]] = {
    3: ("ปวช.", "ประกาศนียบัตรวิชาชีพ", 3),
    5: ("ปวส.", "ประกาศนียบัตรวิชาชีพชั้นสูง", 5),
    6: ("ปริญญาตรี", "ป.ตรี", "BACH", 6),
    7: ("ปริญญาโท", "ป.โท", 7),
    8: ("ปริญญาเอก", 8),
}


def generate_graduates(seed: int, n: int, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """`n` pairs of university id and graduate as posted; the same arguments give the same ones.

    The cohorts are the five years before `today`'s.
    """
    draw = Draw(seed, "graduates")
    for number in range(1, n + 1):
        programme = draw.by_weight(_programmes(draw.by_weight(_LEVELS)))
        university = draw.by_weight(_teachers(programme.level, programme.field))
        yield university.id, _graduate(draw, number, programme, university, today)


def _graduate(
    draw: Draw, number: int, programme: Programme, university: Organisation, today: date
) -> dict[str, Any]:
    cohort = today.year - draw.by_weight(_COHORTS)
    studied_in = study_province(draw, university)
    home = home_province(draw, studied_in)
    graduate: dict[str, Any] = {
        "reference": f"{university.year(cohort)}-{number:05}",
        "programme": programme_name(draw, programme),
        "level": draw.one(_LEVEL_WORDS[programme.level]),
        "graduation_year": university.year(cohort),
        "study_region": studied_in,
        "synthetic": True,
    }
    if draw.chance(0.5):
        graduate["field"] = programme.field[: draw.one((2, 3, 4, 4, 4))]
    if draw.chance(0.85):
        graduate["home_region"] = home
    if draw.chance(0.8):
        graduate["work_placement"] = draw.by_weight(_PLACEMENTS)
    learned = skill_texts(draw, jobs()[draw.one(programme.jobs)], 2, 5)
    if learned and draw.chance(0.7):
        graduate["skills"] = learned
    if draw.chance(RESPONSE):
        graduate["tracer"] = tracer_survey(
            draw,
            programme,
            university,
            cohort=cohort,
            home=home,
            studied_in=studied_in,
            today=today,
        )
    return graduate


@cache
def _programmes(level: int) -> Weighted[Programme]:
    return Weighted({programme: programme.weight for programme in programmes(level)})


@cache
def _teachers(level: int, field: str) -> Weighted[Organisation]:
    return Weighted(
        {
            university: university.weight
            for university in UNIVERSITIES
            if level in university.levels and field.startswith(university.fields or "")
        }
    )
