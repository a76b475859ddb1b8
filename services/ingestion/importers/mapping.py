"""A file's row through a profile into the record that the API would be posted, or its faults."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from services.ingestion.importers.profile import Profile
from services.ingestion.importers.rows import Row
from services.ingestion.importers.rule import Rule
from services.ingestion.importers.sources import UNSEEN, LeftOut, Refused, steps
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
    come again are read once.

    `columns` are those of the file, where all its rows have the same.
    """

    def __init__(
        self, profile: Profile, columns: Collection[str] = (), *, in_workbook: bool = False
    ) -> None:
        self.profile = profile
        self._worked_out, self._recalled = steps(profile, columns, in_workbook)
        self._has_parts = any("." in name for name in profile.fields)

    def __call__(self, row: Row) -> Mapped:
        """The record that `row` stands for."""
        mapped = Mapped(row)
        if row.fault:
            mapped.faults.append(RowFault("", row.text, row.fault))
            return mapped
        values, number = row.values, row.number
        holders = {"": mapped.posted}
        for name, holder, last, take in self._worked_out:
            self._put(mapped, holders, name, holder, last, take(values, number))
        text_in = values.get
        for name, holder, last, column, recall, read in self._recalled:
            text = text_in(column)
            value = recall(text, UNSEEN)
            if value is None:
                continue
            if value is UNSEEN:
                self._put(mapped, holders, name, holder, last, read(text or ""))
            elif holder in holders:
                holders[holder][last] = value
            else:
                self._put(mapped, holders, name, holder, last, value)
        if self._has_parts:
            _drop_empty_parts(mapped.posted)
        return mapped

    def _put(
        self,
        mapped: Mapped,
        holders: dict[str, dict[str, Any]],
        name: str,
        holder: str,
        last: str,
        value: Any,
    ) -> None:
        """Put the value where it belongs, or say why there is none."""
        if isinstance(value, LeftOut):
            mapped.unread.append(name)
        elif isinstance(value, Refused):
            text = found(mapped.row, self.profile.fields[name])
            mapped.faults.append(RowFault(name, text, value.fault))
        elif value is not None:
            if holder not in holders:
                holders[holder] = _part(mapped.posted, holder)
            holders[holder][last] = value


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


def _part(posted: dict[str, Any], name: str) -> dict[str, Any]:
    """The part of that dotted name, begun where it is not there yet."""
    for step in name.split("."):
        posted = posted.setdefault(step, {})
    return posted


def _drop_empty_parts(posted: dict[str, Any]) -> None:
    """A currency and a period alone are no pay, and a tracer survey without answers is none."""
    tracer = posted.get("tracer")
    if tracer is not None:
        _drop_empty_pay(tracer)
        if not tracer:
            del posted["tracer"]
    _drop_empty_pay(posted)


def _drop_empty_pay(holder: dict[str, Any]) -> None:
    pay = holder.get("pay")
    if pay is not None and not ("exact" in pay or "low" in pay or "high" in pay):
        del holder["pay"]
