"""A file's row through a profile into the record that the API would be posted, or its faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.ingestion.importers.profile import Profile
from services.ingestion.importers.rows import Row
from services.ingestion.importers.rule import Rule
from services.ingestion.importers.sources import LEFT_OUT, Refused, Step, steps
from shared.web.faults import Fault


@dataclass(slots=True)
class RowFault:
    """Why a row was rejected: the record's field, the text found for it, the reason."""

    field: str
    found: str
    fault: Fault


@dataclass(slots=True)
class Mapped:
    """What a row became. `unread` names fields whose text was left out, as the profile says."""

    row: Row
    posted: dict[str, Any] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Mapper:
    """A profile made ready for many rows: what each rule does is settled once, and texts that
    come again are read once."""

    def __init__(self, profile: Profile, in_workbook: bool = False) -> None:
        self.profile = profile
        self._steps: list[Step] = steps(profile, in_workbook)
        self._has_parts = any("." in name for name in profile.fields)

    def __call__(self, row: Row) -> Mapped:
        """The record that `row` stands for."""
        mapped = Mapped(row)
        if row.fault:
            mapped.faults.append(RowFault("", row.text, row.fault))
            return mapped
        values, posted = row.values, mapped.posted
        for name, parents, take in self._steps:
            value = take(values, row.number)
            if value is None:
                continue
            if type(value) is Refused:
                text = found(row, self.profile.fields[name])
                mapped.faults.append(RowFault(name, text, value.fault))
            elif value is LEFT_OUT:
                mapped.unread.append(name)
            elif parents:
                _put(posted, name, value)
            else:
                posted[name] = value
        if self._has_parts:
            _drop_empty_parts(posted)
        return mapped


def map_row(row: Row, profile: Profile) -> Mapped:
    """The record that one row stands for; for many rows make a Mapper."""
    return Mapper(profile)(row)


def fault_at(mapped: Mapped, profile: Profile, pointer: str, fault: Fault) -> RowFault:
    """A fault of the schema, told at the file's text: `/tracer/pay/low` is of rule tracer.pay."""
    name = pointer.strip("/").replace("/", ".")
    owner = name
    while owner and owner not in profile.fields:
        owner = owner.rpartition(".")[0]
    rule = profile.fields.get(owner)
    return RowFault(name, found(mapped.row, rule) if rule else "", fault)


def found(row: Row, rule: Rule) -> str:
    """The texts that the rule read from the row."""
    if rule.constant is not None:
        return rule.constant
    return " | ".join(row.values.get(column, "") for column in dict.fromkeys(rule.columns()))


def _put(posted: dict[str, Any], name: str, value: Any) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        posted = posted.setdefault(parent, {})
    posted[last] = value


def _drop_empty_parts(posted: dict[str, Any]) -> None:
    """A currency and a period alone are no pay, and a tracer survey without answers is none."""
    for holder in (posted, posted.get("tracer", {})):
        pay = holder.get("pay")
        if isinstance(pay, Mapping) and not pay.keys() & {"exact", "low", "high"}:
            del holder["pay"]
    if posted.get("tracer") == {}:
        del posted["tracer"]
