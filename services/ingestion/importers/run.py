"""One file into the store: rows read, mapped, recorded in chunks, and every refusal listed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from services.ingestion.domain import Kind, Outcome, Status
from services.ingestion.handlers import Door
from services.ingestion.importers.mapping import Mapped, fault_at
from services.ingestion.importers.opening import open_file
from services.ingestion.importers.profile import Profile, ProfileFault
from services.ingestion.importers.rejects import Rejects
from services.ingestion.posts import record_graduates, record_vacancies

Record = Callable[[Sequence[Mapping[str, Any]]], Sequence[Outcome]]
Progress = Callable[["Summary"], None]

CHUNK = 1_000
_RECORDERS: Mapping[Kind, Callable[[Door, str, Sequence[Any]], list[Outcome]]] = {
    "graduates": record_graduates,
    "vacancies": record_vacancies,
}


@dataclass
class Summary:
    """What became of a file's rows: read = created + updated + unchanged + rejected.

    `unread` counts, by field, texts that were left out of rows that were taken.
    """

    rejects_path: Path
    read: int = 0
    rejected: int = 0
    taken: Counter[Status] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)

    @property
    def created(self) -> int:
        return self.taken["created"]

    @property
    def updated(self) -> int:
        return self.taken["updated"]

    @property
    def unchanged(self) -> int:
        return self.taken["unchanged"]


def import_file(
    path: Path,
    profile: Profile,
    kind: Kind,
    organisation: str,
    door: Door,
    *,
    rejects_path: Path,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> Summary:
    """A file -> its rows through the profile -> kept records of `organisation`.

    Rejected rows are listed in `rejects_path`. `as_of` is the day the file was made, for
    profiles that read relative dates. `progress` is called after each chunk with the summary
    so far. Importing the same file again changes nothing.

    Raises:
        ProfileFault: the profile is for another kind, or needs `as_of`.
        UnreadableFile: before the first row, or after those that were still readable and kept.
    """
    if kind != profile.kind:
        raise ProfileFault(f"profile {profile.name} is for {profile.kind}, not {kind}")
    return import_rows(
        path,
        dated(profile, as_of),
        partial(_RECORDERS[kind], door, organisation),
        rejects_path,
        progress or _no_progress,
    )


def import_rows(
    path: Path, profile: Profile, record: Record, rejects_path: Path, progress: Progress
) -> Summary:
    """As `import_file`, whatever `record` keeps the records in."""
    summary = Summary(rejects_path)
    with path.open("rb") as stream, Rejects(rejects_path) as rejects:
        for chunk in chunks(open_file(stream, profile), CHUNK):
            _record_chunk(chunk, profile, record, rejects, summary)
            progress(summary)
    return summary


def chunks(mapped: Iterable[Mapped], size: int) -> Iterator[list[Mapped]]:
    """Lists of at most `size` in which no reference stands twice.

    A reference that comes again opens the next chunk, so that of two rows about one record the
    later one counts, wherever the chunk would have ended.
    """
    chunk: list[Mapped] = []
    references: set[Any] = set()
    for item in mapped:
        reference = item.posted.get("reference")
        if len(chunk) == size or (reference is not None and reference in references):
            yield chunk
            chunk, references = [], set()
        chunk.append(item)
        references.add(reference)
    if chunk:
        yield chunk


def _record_chunk(
    chunk: list[Mapped], profile: Profile, record: Record, rejects: Rejects, summary: Summary
) -> None:
    good = [mapped for mapped in chunk if not mapped.faults]
    outcomes = record([mapped.posted for mapped in good])
    for mapped, outcome in zip(good, outcomes, strict=True):
        mapped.faults += [
            fault_at(mapped, profile, pointer, fault) for pointer, fault in outcome.faults
        ]
        if not mapped.faults:
            summary.taken[outcome.status] += 1
            summary.unread.update(mapped.unread)
    for mapped in chunk:
        if mapped.faults:
            rejects.add(mapped.row.number, mapped.faults)
    summary.read += len(chunk)
    summary.rejected = rejects.rows


def dated(profile: Profile, as_of: date | None) -> Profile:
    """The profile with the day that its relative dates count from."""
    needs_day = any(rule.read == "ago" for rule in profile.fields.values())
    if needs_day and not (as_of or profile.dates.as_of):
        raise ProfileFault(
            f"profile {profile.name} reads relative dates: say on which day the file was made"
        )
    if as_of is None:
        return profile
    return msgspec.structs.replace(
        profile, dates=msgspec.structs.replace(profile.dates, as_of=as_of)
    )


def _no_progress(_: Summary) -> None:
    """For callers that do not watch."""
