"""The list of rejected rows: one line for each fault, with its reason in Thai and English."""

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from services.ingestion.importers.mapping import RowFault

HEADER = ("row", "field", "found", "code", "reason_th", "reason_en")
_SHOWN = 200
"""Characters of the found text that are listed."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Rejects:
    """A CSV file that spreadsheets open in Thai, for its owner's eyes: it shows source texts."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        self._stream = path.open("w", encoding="utf-8-sig", newline="")
        self._lines = csv.writer(self._stream)
        self._lines.writerow(HEADER)
        self.rows = 0

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()

    def add(self, row: int, faults: Iterable[RowFault]) -> None:
        """List a rejected row."""
        self.rows += 1
        for problem in faults:
            self._lines.writerow(
                (
                    row,
                    problem.field,
                    _inert(problem.found[:_SHOWN]),
                    problem.fault.code,
                    problem.fault.text("th"),
                    problem.fault.text("en"),
                )
            )


def _inert(text: str) -> str:
    """Text that a spreadsheet will not run as a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text
