"""What may be asked of a report: query parameters to a selection and a grouping."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate
from webargs.fields import DelimitedList

from services.reporting.methods import DIMENSIONS
from services.reporting.queries.grouping import Grouping
from services.reporting.queries.selection import Selection
from shared.taxonomy import isced_f, isco, levels, regions
from shared.web.faults import Fault, fault

BUDDHIST_OFFSET = 543
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_GROUPS = 2
_SPLITS = ("field", "level", "occupation", "region", "year")
_ONLY_WITH = {
    # parameter -> it needs one of these, as a criterion or in `by`
    "field_digits": ("by=field",),
    "occupation_digits": ("by=occupation",),
    "region_of": ("region", "by=region"),
}


def _field_code(code: str) -> None:
    if not isced_f.is_code(code):
        raise _refusal("unknown_code", value=code, classification="ISCED-F 2013")


def _occupation_code(code: str) -> None:
    if not isco.is_code(code):
        raise _refusal("unknown_code", value=code, classification="ISCO-08")


def _region_code(code: str) -> None:
    if not (regions.is_region(code) or code in regions.NSO_REGIONS):
        raise _refusal("unknown_code", value=code, classification="ISO 3166")


def _refusal(code: str, **values: Any) -> ma.ValidationError:
    return ma.ValidationError([fault(code, **values)])


class _Level(fields.Field[int]):
    """An ISCED 2011 level, or the name of a Thai degree."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        level = levels.isced_level(value)
        if level is None:
            raise _refusal("unknown_level", value=value)
        return level


class _Year(fields.Integer):
    """A year in the common or the Buddhist era, taken as common era."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        year = super()._deserialize(value, attr, data, **kwargs)
        common = year - BUDDHIST_OFFSET if year > LAST_YEAR else year
        if not FIRST_YEAR <= common <= LAST_YEAR:
            raise _refusal("impossible_year", value=value)
        return common


def _different(values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise _refusal("repeated", value=value)


def _few_groups(values: list[str]) -> None:
    if len(values) > MOST_GROUPS:
        raise _refusal("at_most", max=MOST_GROUPS)


class PresentationArgs(ma.Schema):
    """How a report is to be shown."""

    format = fields.String(
        validate=validate.OneOf(["json", "csv"]),
        metadata={"description": "goes before the Accept header"},
    )
    lang = fields.String(
        metadata={"description": "th or en: language of problems; reports hold both"}
    )


class SelectionArgs(PresentationArgs):
    """Which records a report is about; all criteria hold together."""

    field = fields.String(
        validate=_field_code,
        metadata={"description": "ISCED-F 2013, 2–4 digits, with all below it", "example": "06"},
    )
    level = _Level(metadata={"description": "ISCED 2011 (0–8) or a Thai degree", "type": "string"})
    occupation = fields.String(
        validate=_occupation_code,
        metadata={"description": "ISCO-08, 1–4 digits, with all below it", "example": "25"},
    )
    region = fields.String(
        validate=_region_code,
        metadata={
            "description": "ISO 3166-2 province, ISO 3166-1 country, or NSO region "
            + ", ".join(regions.NSO_REGIONS)
        },
    )
    region_of = fields.String(
        validate=validate.OneOf(["study", "work", "home"]),
        metadata={"description": "which region of a graduate; of studies unless stated"},
    )
    year_from = _Year(metadata={"description": "graduated in or after; CE or BE"})
    year_to = _Year(metadata={"description": "graduated in or before; CE or BE"})

    @ma.validates_schema
    def _years_in_order(self, given: Mapping[str, Any], **_: Any) -> None:
        if given.get("year_from", FIRST_YEAR) > given.get("year_to", LAST_YEAR):
            raise ma.ValidationError({"year_from": [fault("upside_down")]})


class OccupationArgs(SelectionArgs):
    """Which records a report on an occupation is about; the occupation is in the path."""

    class Meta:
        exclude = ("occupation",)


class GroupedArgs(SelectionArgs):
    """A selection, and by what to split it."""

    by = DelimitedList(
        fields.String(validate=validate.OneOf(_SPLITS)),
        load_default=list,
        validate=[_different, _few_groups],
        metadata={"description": "up to two, separated by a comma; none: the total only"},
    )
    field_digits = fields.Integer(
        validate=validate.Range(2, 4), metadata={"description": "depth of by=field; 2"}
    )
    occupation_digits = fields.Integer(
        validate=validate.Range(1, 4), metadata={"description": "depth of by=occupation; 2"}
    )

    @ma.validates_schema
    def _all_have_meaning(self, given: Mapping[str, Any], **_: Any) -> None:
        stated = {*given, *(f"by={split}" for split in given.get("by", ()))}
        faults: dict[str, list[Fault]] = {
            name: [fault("only_with", other=" / ".join(needed))]
            for name, needed in _ONLY_WITH.items()
            if name in given and not stated & set(needed)
        }
        if faults:
            raise ma.ValidationError(faults)


class MismatchArgs(GroupedArgs):
    """A selection, its split, and the dimensions of mismatch asked for."""

    dimension = DelimitedList(
        fields.String(validate=validate.OneOf(DIMENSIONS)),
        load_default=lambda: list(DIMENSIONS),
        validate=[_different, validate.Length(min=1)],
        metadata={"description": "separated by commas; all unless stated"},
    )


def selection_of(given: Mapping[str, Any]) -> Selection:
    """The criteria among the parameters."""
    return Selection(**{name: given[name] for name in vars(Selection()) if name in given})


def grouping_of(given: Mapping[str, Any]) -> Grouping:
    """The split among the parameters."""
    stated = {name: given[name] for name in vars(Grouping()) if name in given}
    return Grouping(**{**stated, "by": tuple(given["by"])})
