"""Records assessed anew at their own version: after a correction, or under new coders.

An assessment that comes out the same is left alone, so whatever was interrupted is simply done
again and nothing is counted twice. One that differs becomes the record's next revision, which the
relay tells; what was said before is kept beside it. A newer record, or an erasure, wins. The form
by which a record is found when its text is corrected is kept anew too, which is no revision.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Engine, Row, Table, true

from services.matching import corrections, former, store
from services.matching.assess import Assessor
from services.matching.domain import TextKind
from services.matching.former import Assessed
from services.matching.taught import Taught, TaughtCoders
from shared.contracts import REVISIONS, AssessedGraduate, AssessedVacancy
from shared.correlation import correlation_id
from shared.db.engine import transaction

BATCH = 200
Move = tuple[str, str | None, str | None]
"""`occupation` or `field`, the code that was, the code that is."""


@dataclass
class Summary:
    """What assessing anew came to; `exhausted` records have used up their revisions."""

    seen: int = 0
    renewed: int = 0
    exhausted: int = 0
    moved: Counter[Move] = field(default_factory=Counter)


class Silent:
    """Counts nothing: the codings of a record were counted when it came."""

    def coded(self, subject: str, status: str) -> None:
        """Not counted again."""

    def skills(self, subject: str, recognised: int, unrecognised: int) -> None:
        """Not counted again."""


class _Renewal(NamedTuple):
    """What was said of a record, and what is said now."""

    was: Assessed
    now: Assessed

    def moves(self) -> list[Move]:
        """The codes that are others now."""
        codes = [("occupation", self.was.occupation.code, self.now.occupation.code)]
        if isinstance(self.was, AssessedGraduate) and isinstance(self.now, AssessedGraduate):
            codes.append(("field", self.was.field.code, self.now.field.code))
        return [move for move in codes if move[1] != move[2]]


class _Respelling(NamedTuple):
    """A record whose text has another form to the coders than the one it is found by."""

    was: Assessed
    forms: store.Row


class Recoder:
    """Assesses kept records anew; `assessor` is asked for when there is something to do."""

    def __init__(self, engine: Engine, assessor: Callable[[], Assessor]) -> None:
        self._engine = engine
        self._assessor = assessor
        self._coders = TaughtCoders(lambda: assessor().coders)

    def everything(self, advance: Callable[[int], None], *, dry_run: bool = False) -> Summary:
        """Assess every record; with `dry_run` nothing is kept and the summary says what would."""
        summary = Summary()
        for table in (store.graduates, store.vacancies):
            self.records(table, true(), summary, advance, dry_run=dry_run)
        return summary

    def records(
        self,
        table: Table,
        chosen: ColumnElement[bool],
        summary: Summary,
        advance: Callable[[int], None] = lambda _: None,
        *,
        dry_run: bool = False,
    ) -> None:
        """Assess the chosen records of the table, a batch at a time."""
        for rows in self._pages(table, chosen):
            self._batch(table, rows, summary, dry_run)
            advance(len(rows))

    def turned(
        self, table: Table, kind: TextKind, chosen: ColumnElement[bool], summary: Summary
    ) -> None:
        """Assess those of the chosen records whose text of that kind has another code now."""
        for rows in self._pages(table, chosen):
            assessor = self._assessor().corrected(self._taught())
            turned = assessor.turned(kind, [_decoded(table, row.assessment) for row in rows])
            if any(turned):
                self._batch(table, list(compress(rows, turned)), summary, dry_run=False)

    def key(self, kind: TextKind, text: str) -> str:
        """The form by which the coder knows the text."""
        return self._assessor().coders.of(kind).key(text)

    def _pages(self, table: Table, chosen: ColumnElement[bool]) -> Iterator[Sequence[Row[Any]]]:
        rows: Sequence[Row[Any]] = ()
        while True:
            with self._engine.connect() as connection:
                after = rows[-1].key if rows else ""
                rows = store.page(connection, table, chosen, after, BATCH)
            if not rows:
                return
            yield rows

    def _batch(
        self, table: Table, rows: Sequence[Row[Any]], summary: Summary, dry_run: bool
    ) -> None:
        """Decided once more when a correction came between deciding and keeping."""
        kept, was = False, [_decoded(table, row.assessment) for row in rows]
        while not kept:
            taught = self._taught()
            assessor = self._assessor().corrected(taught)
            renewals = _renewals(assessor, was)
            respelled = _respelled(assessor, table, rows, was)
            kept = dry_run or self._keep(table, assessor, taught, renewals, respelled)
        summary.seen += len(rows)
        summary.renewed += len(renewals)
        summary.moved.update(move for renewal in renewals for move in renewal.moves())
        summary.exhausted += sum(map(_is_exhausted, was))

    def _taught(self) -> Taught:
        with self._engine.connect() as connection:
            return self._coders.present(connection)

    def _keep(
        self,
        table: Table,
        assessor: Assessor,
        taught: Taught,
        renewals: Sequence[_Renewal],
        respelled: Sequence[_Respelling],
    ) -> bool:
        """Whether the corrections were still those that were known, so that it could be kept."""
        with transaction(self._engine) as connection:
            corrections.begin_assessing(connection)
            if corrections.mark(connection) != taught.mark:
                return False
            read = [*(each.was for each in respelled), *(each.was for each in renewals)]
            versions = {each.key: each.version for each in read}
            unmoved = store.still_at(connection, table, versions)
            forms = [each.forms for each in respelled if each.was.key in unmoved]
            store.revise(connection, table, forms)
            kept = [each for each in renewals if each.was.key in unmoved]
            former.keep(connection, table, [each.was for each in kept])
            store.revise(connection, table, [_row(assessor, each.now) for each in kept])
        return True


def _renewals(assessor: Assessor, kept: Sequence[Assessed]) -> list[_Renewal]:
    """Those of the kept that are assessed otherwise now, at their next revision."""
    was = [each for each in kept if not _is_exhausted(each)]
    now = _assessed(assessor, was)
    return [
        _Renewal(old, msgspec.structs.replace(new, revision=old.revision + 1))
        for old, new in zip(was, now, strict=True)
        if msgspec.structs.replace(new, revision=old.revision) != old
    ]


def _respelled(
    assessor: Assessor, table: Table, rows: Sequence[Row[Any]], was: Sequence[Assessed]
) -> list[_Respelling]:
    """Records kept before their form was, or by coders that spell otherwise, whatever they say."""
    now = [store.forms(table, assessor.keys(each)) for each in was]
    return [
        _Respelling(each, {"key": each.key, **forms})
        for row, each, forms in zip(rows, was, now, strict=True)
        if any(row._mapping[name] != form for name, form in forms.items())
    ]


def _assessed(assessor: Assessor, was: Sequence[Assessed]) -> list[Assessed]:
    """All of one table, so all of one kind."""
    graduates = [each.record for each in was if isinstance(each, AssessedGraduate)]
    vacancies = [each.record for each in was if isinstance(each, AssessedVacancy)]
    return [*assessor.graduates(graduates)] if graduates else [*assessor.vacancies(vacancies)]


def _decoded(table: Table, assessment: str) -> Assessed:
    if table is store.graduates:
        return msgspec.json.decode(assessment, type=AssessedGraduate)
    return msgspec.json.decode(assessment, type=AssessedVacancy)


def _is_exhausted(assessed: Assessed) -> bool:
    return assessed.revision == REVISIONS - 1


def _row(assessor: Assessor, assessed: Assessed) -> store.Row:
    keys = assessor.keys(assessed)
    if isinstance(assessed, AssessedGraduate):
        return store.graduate_row(assessed, correlation_id.get(), keys)
    return store.vacancy_row(assessed, correlation_id.get(), keys)
