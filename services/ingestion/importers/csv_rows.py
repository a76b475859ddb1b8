"""Records of delimited text; a bad quotation mark costs its own line and no other."""

import csv
from collections.abc import Iterator

from services.ingestion.importers.lines import LONGEST_LINE, SHOWN, Lines, LongLine, LongRecord
from services.ingestion.importers.rows import Broken
from shared.web.faults import Fault, fault

csv.field_size_limit(LONGEST_LINE)  # one for the whole process: `Lines` keeps the closer ones


def csv_records(lines: Lines, delimiter: str) -> Iterator[list[str] | Broken]:
    """Each record's cells, none for an empty line.

    Of a record that cannot be taken apart only the first line is given up: the lines that an
    unclosed quotation mark swallowed are read again as records of their own.
    """
    held = lines.held
    while True:
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                yield cells
                held.clear()
        except csv.Error as error:
            broken = Broken(_fault(error, len(held)), _beginning(held))
        except LongRecord:
            broken = Broken(fault("unclosed_quote"), _beginning(held))
        except LongLine as error:
            broken = Broken(fault("too_long_line", max=LONGEST_LINE), error.text)
        else:
            return
        lines.give_back(keep=1)
        yield broken


def _beginning(held: list[str]) -> str:
    return held[0][:SHOWN].rstrip("\r\n")


def _fault(error: csv.Error, lines: int) -> Fault:
    if lines > 1 or "end of data" in str(error):
        return fault("unclosed_quote")
    return fault("malformed_csv", reason=str(error))
