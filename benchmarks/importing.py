"""Files read and mapped, rows a second, against bare csv.reader over the same bytes."""

import csv
import gzip
import io
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import click
import msgspec
import xlsxwriter

from benchmarks.running import median, print_results, with_range
from services.ingestion.importers import load_profile, open_file
from shared.taxonomy import isced_f, regions

ROUNDS = 5
COLUMNS = (
    "reference", "programme", "field", "level", "graduation_year", "study_region", "home_region",
    "skills", "tracer.status", "tracer.job_title", "tracer.occupation", "tracer.pay.exact",
)  # fmt: skip
_XLSX_SHARE = 10
"""A workbook has so many times fewer rows: it takes that much longer."""


def a_row(number: int) -> list[str]:
    """A graduate as universities write him or her: a number of their own, the rest repeating."""
    fields, provinces = isced_f.groups(4), regions.provinces()
    return [
        f"{number:010d}",
        f"หลักสูตรที่ {number % 400}",
        fields[number % len(fields)],
        ("ปริญญาตรี", "ปริญญาโท", "ปวส.")[number % 3],
        str(2560 + number % 8),
        regions.label(provinces[number % 77], "th"),
        regions.label(provinces[number * 7 % 77], "th"),
        "Python; การสื่อสาร",
        "ทำงาน",
        f"นักวิเคราะห์ระบบ {number % 100}",
        ("2512", "2411", "3322", "5223")[number % 4],
        str(15_000 + number % 200 * 100),
    ]


def files(rows: int) -> Mapping[str, tuple[bytes, int]]:
    """The same graduates in every form, and how many of them."""
    made = [a_row(number) for number in range(rows)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, *made])
    plain = text.getvalue()
    lines = b"\n".join(msgspec.json.encode(dict(zip(COLUMNS, r, strict=True))) for r in made)
    few = made[: rows // _XLSX_SHARE]
    return {
        "CSV, UTF-8": (plain.encode(), rows),
        "CSV, cp874": (plain.encode("cp874"), rows),
        "CSV, gzip": (gzip.compress(plain.encode(), 6), rows),
        "JSON lines": (lines, rows),
        "JSON list": (b"[" + lines.replace(b"\n", b",") + b"]", rows),
        "XLSX": (_workbook(few), len(few)),
    }


def _workbook(rows: list[list[str]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([list(COLUMNS), *rows]):
            sheet.write_row(number, 0, cells)
    return stream.getvalue()


def mapped(content: bytes) -> int:
    """Read and map the file; how many records it gave."""
    file = open_file(io.BytesIO(content), load_profile("lmis-graduates"))
    return sum(not record.faults for record in file)


def bare(content: bytes) -> int:
    """csv.reader alone, over the same bytes decoded by the standard library."""
    stream = io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="")
    return sum(1 for _ in islice(csv.reader(stream), 1, None))


def rate(read: Callable[[bytes], int], content: bytes, rows: int) -> float:
    """Rows a second."""
    started = time.process_time()
    count = read(content)
    took = time.process_time() - started
    if count != rows:
        raise SystemExit(f"{count} of {rows} rows were read")
    return rows / took


def measured(rows: int) -> Iterator[tuple[str, ...]]:
    """A line for each form, each round beside the reference."""
    made = files(rows)
    reference, _ = made["CSV, UTF-8"]
    for form, (content, count) in made.items():
        pairs: list[Any] = []
        for _ in range(ROUNDS):
            pairs.append((rate(mapped, content, count), rate(bare, reference, rows)))
        ours, theirs = zip(*pairs, strict=True)
        ratio = median([one / other for one, other in pairs])
        yield form, f"{count:,}", with_range(ours), with_range(theirs), f"**{ratio:.2f}**"


@click.command()
@click.option("--rows", default=200_000, show_default=True)
def main(rows: int) -> None:
    """Measure every form of file."""
    print_results(
        "python -m benchmarks.importing",
        ("form", "rows", "rows/s read and mapped", "csv.reader alone", "ratio"),
        list(measured(rows)),
    )


if __name__ == "__main__":
    main()
