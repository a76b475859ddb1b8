"""Files of every format that a generator makes up, good ones and broken ones."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

from services.ingestion.importers.profile import Profile

ENCODINGS = ("utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le", "utf-16-be", "tis-620")
WORDS = (
    "", " ", "0", "1", "2.0", "-1", "1e999", "๒๕๖๗", "2567", "2024", "66", "NaN", "NA", "-",
    "2024-02-30", "2567-01-31", "31/01/2567", "2 ธ.ค. 68", "Feb 30, 2024", "5d ago",
    "3 วันที่ผ่านมา", "99999999999999999999", "ปริญญาตรี", "BACH", "6", "เชียงใหม่",
    "จ.ชลบุรี", "TH-50", "กทม.", "17,000 - 25,000 บาท", "ตามตกลง", "20-25K", "1 / 2 / 3",
    "0613", "613", "2512", "J", "employed", "ทำงาน", "true", "ใช่", "a;b;c", "a\nb", '"', "'",
    "{'a': ['b']}", "[[[[", "=1+1", "#REF!", "\0", "\ufeff", "\ud800", "😀", "\u202e",
    "\u0e4d\u0e32", "<p>x</p>", "a@b.co", "081-234-5678", "x,y", "x\ty",
)  # fmt: skip
FITTING: Mapping[str, Sequence[str]] = {
    "whole": ("1", "2", "3.0"),
    "number": ("1.5", "18,000", "0"),
    "year": ("2567", "2024", "พ.ศ. 2566"),
    "date": ("2024-01-31", "31/01/2567", "2 ธ.ค. 68", "2567-01-31"),
    "ago": ("5d ago", "3 วันที่ผ่านมา"),
    "place": ("เชียงใหม่", "จ.ชลบุรี", "TH-50"),
    "level": ("ปริญญาตรี", "BACH", "6"),
    "isced_f": ("0613", "613", "06"),
    "isco08": ("2512", "25"),
    "isic4": ("J", "62"),
    "flag": ("true", "no"),
    "pay": ("17,000 - 25,000 บาท", "ตามตกลง", "20-25K"),
    "text": ("งาน", "A-17", "ครู"),
    "list": ("a;b", "Python"),
}
LONG_WORDS = ("1" * 5_000, "{" * 300, "a" * 300, "ก" * 20_001, "x" * 200_000)
BYTES = (
    b"\0", b"\xff", b'"', b"\n", b"\r", b",", b";", b"{", b"}", b"[", b"]", b"\\", b"\x1a",
    b"\xe0\xb8", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04", b"<script", b'"""',
)  # fmt: skip
_LD = "<script type='application/ld+json'>"
Records = Sequence[Mapping[str, Any]]


class Maker:
    """Makes one file after the other from a seed."""

    def __init__(self, seed: int, workbooks: float = 0.01) -> None:
        self.random = random.Random(seed)
        self._workbooks = workbooks

    def file(self, profile: Profile) -> bytes:
        """A file that might be meant for the profile; about every second one is broken."""
        content = self._written(self._records(profile), profile)
        while self.random.random() < 0.4:
            content = self._broken(content)
        if self.random.random() < 0.15:
            content = self._packed(content)
        return content

    def _records(self, profile: Profile) -> Records:
        columns = sorted(profile.columns())
        if profile.layout.names and self.random.random() < 0.5:
            columns = [self._heading(profile, name) for name in columns]
        kept = [name for name in columns if self.random.random() < 0.99]
        more = [self._word() for _ in range(self.random.choice((0, 0, 1, 2)))]
        names = [*kept, *more]
        if self.random.random() < 0.2:
            self.random.shuffle(names)
        return [self._record(names, profile) for _ in range(self.random.randrange(1, 5))]

    def _heading(self, profile: Profile, name: str) -> str:
        others = profile.layout.names.get(name, ())
        return self.random.choice((name, *others)) if others else name

    def _record(self, names: Sequence[str], profile: Profile) -> dict[str, Any]:
        return {name: self._value(name, profile) for name in names}

    def _value(self, name: str, profile: Profile) -> str:
        """Mostly a text that the profile can read in this column."""
        rules = [rule for rule in profile.fields.values() if name in rule.columns()]
        if not rules or self.random.random() < 0.1:
            return self._word()
        rule = self.random.choice(rules)
        return self.random.choice(list(rule.map or FITTING.get(rule.read, WORDS)))

    def _word(self) -> str:
        if self.random.random() < 0.1:
            return "".join(chr(self.random.randrange(0x20, 0xE80)) for _ in range(6))
        if self.random.random() < 0.001:
            return self.random.choice(LONG_WORDS)
        return self.random.choice(WORDS)

    def _written(self, records: Records, profile: Profile) -> bytes:
        if self.random.random() < self._workbooks:
            return self._workbook(records)
        if profile.layout.format == "job_posting":
            return self._postings()
        write = self.random.choice((self._csv, self._csv, self._csv, self._lines, self._list))
        return self._encoded(write(records))

    def _csv(self, records: Records) -> str:
        mark = self.random.choice((",", ",", "\t", ";", "|"))
        end = self.random.choice(("\n", "\n", "\r\n", "\r"))
        rows = [list(records[0]), *(list(record.values()) for record in records)]
        return end.join(mark.join(self._cell(str(c), mark) for c in row) for row in rows) + end

    def _cell(self, text: str, mark: str) -> str:
        needs = any(sign in text for sign in (mark, '"', "\n", "\r"))
        if needs and self.random.random() < 0.9:
            return '"' + text.replace('"', '""') + '"'
        return text

    def _lines(self, records: Records) -> str:
        return "\n".join(json.dumps(record, ensure_ascii=self._coin()) for record in records)

    def _list(self, records: Records) -> str:
        indent = self.random.choice((None, 1))
        return json.dumps(records, ensure_ascii=self._coin(), indent=indent)

    def _encoded(self, text: str) -> bytes:
        encoding = "utf-8" if self._coin() else self.random.choice(ENCODINGS)
        return text.encode(encoding, "replace")

    def _postings(self) -> bytes:
        postings = [self._posting(3) for _ in range(self.random.randrange(1, 4))]
        written = json.dumps(postings[0] if self._coin() else {"@graph": postings})
        if self.random.random() < 0.3:
            written = f"<html>{_LD}{written}</script></html>"
        return written.encode()

    def _posting(self, depth: int) -> Any:
        names = (
            "title", "datePosted", "baseSalary", "value", "minValue", "unitText", "jobLocation",
            "address", "addressRegion", "hiringOrganization", "name", "identifier", "@value",
            "experienceRequirements", "monthsOfExperience", "occupationalCategory", "inCodeSet",
            "educationRequirements", "credentialCategory", "employmentType", "description",
        )  # fmt: skip
        chosen = self.random.sample(names, 9)
        return {"@type": "JobPosting"} | {name: self._node(depth) for name in chosen}

    def _node(self, depth: int) -> Any:
        kind = self.random.randrange(6) if depth else 0
        if kind == 1:
            return [self._node(depth - 1) for _ in range(self.random.randrange(3))]
        if kind == 2:
            return self._posting(depth - 1)
        if kind == 3:
            return self.random.choice((None, True, 1, -1.5, 10**30, 1e300))
        return self._word()

    def _workbook(self, records: Records) -> bytes:
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"strings_to_numbers": self._coin()}) as book:
            sheet = book.add_worksheet()
            rows = [list(records[0]), *(list(record.values()) for record in records)]
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, [_of_a_sheet(str(cell)) for cell in cells])
        return self._repacked(stream.getvalue()) if self._coin() else stream.getvalue()

    def _repacked(self, content: bytes) -> bytes:
        """The workbook with one of its parts broken."""
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(stream, "w") as other:
            broken = self.random.choice(book.namelist())
            for name in book.namelist():
                part = book.read(name)
                other.writestr(name, self._broken(part) if name == broken else part)
        return stream.getvalue()

    def _packed(self, content: bytes) -> bytes:
        packed = gzip.compress(content, 1, mtime=0)
        return self._broken(packed) if self.random.random() < 0.3 else packed

    def _broken(self, content: bytes) -> bytes:
        at = self.random.randrange(len(content) + 1)
        ways: Sequence[Callable[[], bytes]] = (
            lambda: content[:at],
            lambda: content[:at] + self.random.choice(BYTES) + content[at:],
            lambda: content[:at] + self.random.choice(BYTES) + content[at + 1 :],
            lambda: content[:at] + content[max(0, at - 40) : at] * 3 + content[at:],
            lambda: content[at:] + content[:at],
            lambda: content[:at] + self.random.randbytes(4) + content[at:],
        )
        return self.random.choice(ways)()

    def _coin(self) -> bool:
        return self.random.random() < 0.5


def _of_a_sheet(text: str) -> str:
    """A text that a workbook can hold."""
    return text[:32_000].encode("utf-8", "replace").decode()
