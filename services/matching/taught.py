"""Coders that know what people corrected, made anew as soon as the corrections change."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from services.matching import corrections
from services.matching.corrections import Mark
from services.matching.domain import Coders, TextKind
from shared.taxonomy import isced_f, isco

Wordings = Mapping[TextKind, list[tuple[str, str]]]


class Taught(NamedTuple):
    """Coders for everybody's records and those for the records of providers that corrected some."""

    mark: Mark
    everybodys: Coders
    own: Mapping[str, Coders]

    def of(self, provider: str) -> Coders:
        """The coders for that provider's records."""
        return self.own.get(provider, self.everybodys)


class TaughtCoders:
    """Looks for new corrections each time it is asked, and teaches only when there are some."""

    def __init__(self, load: Callable[[], Coders]) -> None:
        self._load = load
        self._taught: Taught | None = None

    def present(self, connection: Connection) -> Taught:
        """The coders as the corrections of this moment have them."""
        taught, mark = self._taught, corrections.mark(connection)
        if taught is None or taught.mark != mark:
            taught = _teach(self._load(), mark, corrections.in_force(connection))
            self._taught = taught
        return taught


def is_known(kind: TextKind, code: str) -> bool:
    """Whether the classification in use has the code; corrections outlive classifications."""
    return isco.is_code(code) if kind == "title" else isced_f.is_code(code)


class _OwnCoders(Mapping[str, Coders]):
    """Coders of providers that corrected texts for their own records, taught when first asked.

    Within its own records a provider's word comes last: it may state codes there anyway.
    """

    def __init__(self, coders: Coders, wordings: Mapping[str, Wordings]) -> None:
        self._coders = coders
        self._wordings = wordings
        self._taught: dict[str, Coders] = {}

    def __getitem__(self, provider: str) -> Coders:
        if provider not in self._taught:
            self._taught[provider] = _with(self._coders, self._wordings[provider])
        return self._taught[provider]

    def __iter__(self) -> Iterator[str]:
        return iter(self._wordings)

    def __len__(self) -> int:
        return len(self._wordings)


def _teach(coders: Coders, mark: Mark, rows: Iterable[Row[Any]]) -> Taught:
    wordings: dict[str | None, dict[TextKind, list[tuple[str, str]]]] = {}
    for row in rows:
        if is_known(row.kind, row.code):
            of_provider = wordings.setdefault(row.provider, {"title": [], "programme": []})
            of_provider[row.kind].append((row.text, row.code))
    everybodys = _with(coders, wordings.pop(None, {}))
    own = {provider: pairs for provider, pairs in wordings.items() if provider is not None}
    return Taught(mark, everybodys, _OwnCoders(everybodys, own))


def _with(coders: Coders, wordings: Wordings) -> Coders:
    titles, programmes = wordings.get("title", ()), wordings.get("programme", ())
    versions = dict(coders.versions)
    if titles:
        versions["occupation_coder"] = _corrected(versions["occupation_coder"])
    if programmes:
        versions["field_coder"] = _corrected(versions["field_coder"])
    return replace(
        coders,
        occupations=coders.occupations.taught(titles) if titles else coders.occupations,
        fields=coders.fields.taught(programmes) if programmes else coders.fields,
        versions=versions,
    )


def _corrected(version: str) -> str:
    """Which corrections is not said: each would be a version of its own in every report."""
    return version if version.endswith(_MARK) else version + _MARK


_MARK = "; corrected by people"
