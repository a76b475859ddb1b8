"""The headline cards: one figure each, with its interval and what it is of."""

from dataclasses import dataclass

from services.reporting.dashboard.numbers import mark, per_hundred, percent, whole
from services.reporting.dashboard.wording import say
from services.reporting.figures import REASONS, Figure
from services.reporting.queries.report import Row
from shared.web.language import Language


@dataclass(frozen=True)
class Card:
    """`value` is a dash where there is none, and `about` then says why."""

    title: str
    value: str
    unit: str
    about: str
    look: str = "plain"


def cards(balance: Row, mismatch: Row, language: Language) -> list[Card]:
    """The market and the fit of those in work at a glance."""
    return [
        _graduates(balance.figure("graduates"), language),
        _openings(balance, language),
        _tightness(balance.figure("tightness"), language),
        _share(mismatch.figure("over", "normative_b"), "over", "over_unit", language),
        _share(mismatch.figure("mismatch", "rule"), "field_mismatch", "over_unit", language),
    ]


def _graduates(found: Figure, language: Language) -> Card:
    title = say(language, "graduates")
    if found.value is None:
        return _empty(title, found, language)
    unit = say(language, "graduates_unit")
    return Card(title, whole(found.value), unit, say(language, "counted"))


def _openings(row: Row, language: Language) -> Card:
    openings, vacancies = row.figure("openings"), row.figure("vacancies")
    title = say(language, "openings")
    if openings.value is None or vacancies.value is None:
        return _empty(title, openings, language)
    unit = say(language, "openings_unit", vacancies=whole(vacancies.value))
    return Card(title, whole(openings.value), unit, say(language, "counted"))


def _tightness(found: Figure, language: Language) -> Card:
    title = say(language, "tightness")
    if found.value is None or found.interval is None:
        return _empty(title, found, language)
    low, high = found.interval.low or 0.0, found.interval.high
    bounds = {"low": per_hundred(low), "high": per_hundred(high or 0.0)}
    about = say(language, "at_least" if high is None else "interval", **bounds)
    look = "surplus" if high is not None and high < 1 else "shortage" if low > 1 else "plain"
    value = per_hundred(found.value) + mark(found)
    return Card(title, value, say(language, "tightness_unit"), about, look)


def _share(found: Figure, title: str, unit: str, language: Language) -> Card:
    if found.value is None or found.interval is None:
        return _empty(say(language, title), found, language)
    low, high = percent(found.interval.low), percent(found.interval.high)
    about = say(language, "interval", low=low, high=high)
    value = percent(found.value) + mark(found)
    return Card(say(language, title), value, say(language, unit), about)


def _empty(title: str, found: Figure, language: Language) -> Card:
    english, thai = REASONS[found.reason or "facts_missing"]
    return Card(title, "–", "", thai if language == "th" else english, "none")
