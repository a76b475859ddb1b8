"""What may be kept of posted records, and what is wrong with the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import marshmallow as ma

from services.ingestion.domain import (
    Kept,
    Kind,
    Outcome,
    Status,
    Valid,
    graduate_state,
    kept,
    vacancy_state,
)
from services.ingestion.handlers import Door
from services.ingestion.schemas import GraduateSchema, VacancySchema, compiled, masked_in
from shared.text import tidy
from shared.web.faults import fault, flatten

_load_graduate = compiled(GraduateSchema())
_load_vacancy = compiled(VacancySchema())
_masked_in_vacancy = masked_in(VacancySchema())


@dataclass(frozen=True)
class Checked:
    """Posted records in the order posted: those to keep, and what became of the others."""

    kind: Kind
    results: Sequence[Valid | Outcome]

    def to_keep(self) -> list[Kept]:
        return [result.record for result in self.results if isinstance(result, Valid)]

    def outcomes(self, versions: Mapping[str, int]) -> list[Outcome]:
        """One for each record, when keeping made `versions` of those that are new or differ."""
        return [
            _outcome(result, versions.get(result.record.key))
            if isinstance(result, Valid)
            else result
            for result in self.results
        ]


def check_records(door: Door, organisation: str, kind: Kind, rows: Sequence[Any]) -> Checked:
    """What may be kept of posted records; of two with one reference, the first."""
    checking = Checking(door, organisation, kind)
    return Checked(kind, [checking.check(index, posted) for index, posted in enumerate(rows)])


class Checking:
    """Checks the records of one post, each once."""

    def __init__(self, door: Door, organisation: str, kind: Kind) -> None:
        self._door = door
        self._organisation = organisation
        self._check = self._graduate if kind == "graduates" else self._vacancy
        self._own_id = self._known_pseudonym if kind == "graduates" else str
        self._first_at: dict[str, int] = {}
        self._pseudonyms: dict[str, str] = {}

    def key(self, posted: Any) -> str | None:
        """The key that the record would be kept under; None for one that cannot be valid."""
        reference = posted.get("reference") if isinstance(posted, dict) else None
        if not isinstance(reference, str):
            return None
        return f"{self._organisation}/{self._own_id(tidy(reference))}"

    def check(self, index: int, posted: Any) -> Valid | Outcome:
        """The record number `index`: to be kept, or why it is not."""
        try:
            valid = self._check(posted)
        except ma.ValidationError as error:
            faults = flatten(error.messages)
            return Outcome("invalid", _reference(posted), faults=faults)
        earlier = self._first_at.setdefault(valid.record.key, index)
        if earlier == index:
            return valid
        again = [("/reference", fault("duplicate_reference", earlier=earlier))]
        return Outcome("invalid", valid.reference, faults=again)

    def _graduate(self, posted: Any) -> Valid:
        values = _load_graduate(posted)
        reference = values.pop("reference")
        values["synthetic"] = self._door.demonstration or values.get("synthetic", False)
        known = self._pseudonyms.pop(reference, None)
        record = known or self._door.graduate_record(self._organisation, reference)
        return Valid(reference, kept(graduate_state(self._organisation, record, values)))

    def _vacancy(self, posted: Any) -> Valid:
        values = _load_vacancy(posted)
        warnings = _masked_in_vacancy(posted, values)
        reference = values.pop("reference")
        values["synthetic"] = self._door.demonstration or values.get("synthetic", False)
        state = vacancy_state(self._organisation, reference, values)
        return Valid(reference, kept(state), warnings)

    def _known_pseudonym(self, reference: str) -> str:
        """The pseudonym, kept until the record is checked: it takes a tenth of all time."""
        pseudonym = self._door.graduate_record(self._organisation, reference)
        self._pseudonyms[reference] = pseudonym
        return pseudonym


def _outcome(valid: Valid, version: int | None) -> Outcome:
    own = valid.record.key.split("/", 1)[1]
    if version is None:
        return Outcome("unchanged", valid.reference, own, warnings=valid.warnings)
    status: Status = "created" if version == 1 else "updated"
    return Outcome(status, valid.reference, own, version, warnings=valid.warnings)


def _reference(posted: Any) -> str | None:
    reference = posted.get("reference") if isinstance(posted, Mapping) else None
    return reference[:200] if isinstance(reference, str) else None
