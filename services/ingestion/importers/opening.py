"""A file opened with a profile: its rows as the records that they stand for."""

from collections.abc import Iterator, Sequence
from typing import IO

from services.ingestion.importers.inert import ERRORS, ROW
from services.ingestion.importers.mapping import Mapped, Mapper
from services.ingestion.importers.profile import Profile
from services.ingestion.importers.readers import Rows, read_rows
from services.ingestion.importers.sniffing import Found
from shared.web.faults import Fault, fault

_SHOWN = 10


def mapper(profile: Profile, rows: Rows) -> Mapper:
    """The profile made ready for the rows of one file."""
    return Mapper(profile, rows.columns, in_workbook=rows.found.content == "xlsx")


class OpenFile:
    """Iterate over it for the records. `header` are the columns as they are written in the file
    and `columns` the same under the names that a row's `values` bear, both empty for JSON."""

    def __init__(self, rows: Rows, profile: Profile) -> None:
        self._rows = rows
        self._mapper = mapper(profile, rows)
        self.profile = profile
        self.header: Sequence[str] = rows.header
        self.columns: Sequence[str] = rows.columns
        self.notes: list[Fault] = [*rows.notes, *_left_out(rows.columns, profile)]

    @property
    def found(self) -> Found:
        """What the file turned out to be."""
        return self._rows.found

    def __iter__(self) -> Iterator[Mapped]:
        return map(self._mapper, self._rows)


def open_file(stream: IO[bytes], profile: Profile) -> OpenFile:
    """The file in `stream`, read with `profile`.

    Raises:
        UnreadableFile: at once, or while it is read; the rows before it stand.
    """
    return OpenFile(read_rows(stream, profile.layout, profile.needed_columns()), profile)


def _left_out(columns: Sequence[str], profile: Profile) -> list[Fault]:
    """Where columns may be missing, one that nothing is read from may be a misspelt one."""
    if profile.layout.needed is None:
        return []
    known = profile.columns() | {ROW, ERRORS}
    stray = [name for name in columns if name not in known]
    more = " …" if len(stray) > _SHOWN else ""
    return [fault("columns_left_out", columns=", ".join(stray[:_SHOWN]) + more)] if stray else []
