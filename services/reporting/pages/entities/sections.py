"""What the page of an occupation, field, region or institution shows, section by section."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.pages.language import msgid
from services.reporting.pages.names import Kind


@dataclass(frozen=True, kw_only=True)
class Section:
    """A table of one data set: members of `by` down, indicators across.

    `levels` are the depths of members to list, of which the first that is published is shown, any
    where there are none; `order` is the indicator that rows are sorted by, highest first, else
    the members' own order; `most` rows are shown.
    """

    id: str
    title: str
    data_set: str
    by: str
    indicators: tuple[str, ...]
    levels: tuple[str, ...] = ()
    order: str = ""
    most: int = 12


@dataclass(frozen=True)
class Outline:
    """All on the pages of one kind: headline figures (data set, indicator), then sections.

    `methods` tells whether mismatch is published by all methods.
    """

    cards: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    methods: bool = False


OUTCOMES, BALANCE, FLOWS = "graduate-outcomes", "field-balance", "field-occupation-flows"
PROGRAMMES, JOBS, OFFERS = "programme-outcomes", "occupation-balance", "vacancies"

_OUTCOMES = ("graduates", "employment_rate", "over_normative_b", "field_mismatch_rule", "pay_p50")
_FLOWS = ("employed_graduates", "share_of_field", "over_normative_b")
_JOBS = ("employed_graduates", "openings", "tightness", "location_quotient")
_OFFERS = ("vacancies", "openings", "offered_pay_p25", "offered_pay_p50", "offered_pay_p75")
_BALANCE = ("graduates", "openings", "tightness", "share_gap")
_PLACES = ("province", "region")
_PAID = ("graduates", "employment_rate", "pay_p25", "pay_p50", "pay_p75")


def _by_year(data_set: str) -> Section:
    title = msgid("Year by year")
    return Section(id="years", title=title, data_set=data_set, by="year", indicators=_OUTCOMES)


def _by_level(data_set: str) -> Section:
    title = msgid("By level of education")
    return Section(id="levels", title=title, data_set=data_set, by="level", indicators=_OUTCOMES)


_OCCUPATION = Outline(
    cards=(
        (JOBS, "employed_graduates"),
        (JOBS, "openings"),
        (JOBS, "tightness"),
        (OFFERS, "offered_pay_p50"),
        (OFFERS, "time_to_fill"),
        ("shortage", "shortage_index"),
    ),
    sections=(
        Section(
            id="fields", title=msgid("Fields its graduates come from"), data_set=FLOWS,
            by="field", indicators=_FLOWS, levels=("broad",), order="employed_graduates",
        ),
        Section(
            id="balance", title=msgid("Jobs and graduates by place"), data_set=JOBS,
            by="region", indicators=_JOBS, levels=_PLACES, order="openings",
        ),
        Section(
            id="pay", title=msgid("Pay offered by place"), data_set=OFFERS,
            by="region", indicators=_OFFERS, levels=_PLACES, order="openings",
        ),
        Section(
            id="industries", title=msgid("Industries that are hiring"), data_set=OFFERS,
            by="industry", indicators=_OFFERS, order="openings",
        ),
    ),
)  # fmt: skip

_FIELD = Outline(
    cards=(
        (OUTCOMES, "graduates"),
        (OUTCOMES, "employment_rate"),
        (OUTCOMES, "over_normative_b"),
        (OUTCOMES, "field_mismatch_rule"),
        (OUTCOMES, "pay_p50"),
        (BALANCE, "tightness"),
    ),
    sections=(
        _by_year(OUTCOMES),
        Section(
            id="jobs", title=msgid("Occupations its graduates work in"), data_set=FLOWS,
            by="occupation", indicators=_FLOWS, levels=("sub_major",), order="employed_graduates",
        ),
        Section(
            id="balance", title=msgid("Jobs and graduates by place"), data_set=BALANCE,
            by="region", indicators=_BALANCE, levels=_PLACES, order="graduates",
        ),
        _by_level(OUTCOMES),
        Section(
            id="institutions", title=msgid("Institutions that teach it"), data_set=PROGRAMMES,
            by="institution", indicators=_PAID, order="graduates",
        ),
    ),
    methods=True,
)  # fmt: skip

_REGION = Outline(
    cards=(
        (OUTCOMES, "graduates"),
        (BALANCE, "openings"),
        (BALANCE, "openings_per_100_graduates"),
        (OUTCOMES, "employment_rate"),
        (OUTCOMES, "pay_p50"),
        (OFFERS, "offered_pay_p50"),
    ),
    sections=(
        Section(
            id="fields", title=msgid("Jobs and graduates by field"), data_set=BALANCE,
            by="field", indicators=_BALANCE, levels=("broad",),
        ),
        Section(
            id="occupations", title=msgid("Occupations in demand"), data_set=JOBS,
            by="occupation", indicators=_JOBS, levels=("sub_major",), order="openings",
        ),
        Section(
            id="pay", title=msgid("Pay offered by occupation group"), data_set=OFFERS,
            by="occupation", indicators=_OFFERS, levels=("major",),
        ),
        _by_year(OUTCOMES),
    ),
    methods=True,
)  # fmt: skip

_INSTITUTION = Outline(
    cards=tuple(
        (PROGRAMMES, name)
        for name in ("graduates", "response_rate", "employment_rate", *_OUTCOMES[2:])
    ),
    sections=(
        Section(
            id="fields", title=msgid("Fields taught"), data_set=PROGRAMMES,
            by="field", indicators=_PAID, levels=("broad",), order="graduates",
        ),
        _by_year(PROGRAMMES),
        _by_level(PROGRAMMES),
    ),
)  # fmt: skip

OUTLINES: Mapping[Kind, Outline] = {
    "occupation": _OCCUPATION,
    "field": _FIELD,
    "region": _REGION,
    "institution": _INSTITUTION,
}
