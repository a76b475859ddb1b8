"""Dates and years as files write them: with numbers or Thai and English months, in either era."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Literal

Era = Literal["be", "ce", "auto"]

BUDDHIST_OFFSET = 543
FIRST_BUDDHIST = 2400
"""No year after this is a common-era year in a file about today's labour market."""
_FIRST_OF_NEITHER = FIRST_BUDDHIST + BUDDHIST_OFFSET
"""From here on a year can only have been converted twice."""

_MONTHS = (
    "january มกราคม ม.ค.",
    "february กุมภาพันธ์ ก.พ.",
    "march มีนาคม มี.ค.",
    "april เมษายน เม.ย.",
    "may พฤษภาคม พ.ค.",
    "june มิถุนายน มิ.ย.",
    "july กรกฎาคม ก.ค.",
    "august สิงหาคม ส.ค.",
    "september กันยายน ก.ย. sept",
    "october ตุลาคม ต.ค.",
    "november พฤศจิกายน พ.ย.",
    "december ธันวาคม ธ.ค.",
)
_DIRECTIVES = {
    "%Y": r"(?:[พค]\.?\s?ศ\.?\s?)?(?P<year>\d{4})",
    "%y": r"(?P<short>\d{2})",
    "%m": r"(?P<month>\d{1,2})",
    "%b": r"(?P<name>[^\W\d_][^\s\d]*)",
    "%d": r"(?P<day>\d{1,2})",
    "%H": r"\d{1,2}",
    "%M": r"\d{2}",
    "%S": r"\d{2}(?:\.\d+)?",
}
_YEAR = re.compile(r"(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ปีการศึกษา|B\.?E\.?|A\.?D\.?)?\s*(\d{4})(?:\.0+)?")
_AGO = re.compile(
    r"(\d+)\+?\s*(m|min|minutes?|นาที|h|hours?|ชั่วโมง|d|days?|วัน|w|weeks?|สัปดาห์)"
    r"\s*(?:ago|ที่ผ่านมา|ที่แล้ว|ก่อน)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:$|T|\s)")
_SERIAL = re.compile(r"[1-7]\d{4}(?:\.\d+)?")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_DAYS = {"m": 0, "น": 0, "h": 0, "ช": 0, "d": 1, "ว": 1, "w": 7, "ส": 7}


class ImpossibleYear(ValueError):
    """The year can be of neither era."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} is a year of neither era")
        self.year = year


def read_date(text: str, forms: Sequence[str], era: Era) -> str:
    """YYYY-MM-DD, the year made common era unless `era` is auto; whether the day exists is left
    to the schema. Raises ValueError when no form fits or the year is not of the era, and
    ImpossibleYear when it is of none."""
    for form in forms:
        found = _form(form).fullmatch(text)
        if not found:
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if parts.get("month") else _month(parts["name"])
        if month:
            return f"{_any_year(parts, era):04}-{month:02}-{int(parts['day']):02}"
    raise ValueError(f"{text!r} fits none of the forms")


def read_year(text: str, era: Era) -> int:
    """A year of four digits, with or without พ.ศ. or ค.ศ.; ValueError as `read_date`."""
    found = _YEAR.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a year of four digits")
    return _common_era(int(found[1]), era)


def read_ago(text: str, as_of: date | None) -> str:
    """The day that lies so long before `as_of`; hours and minutes count as the same day.

    Raises ValueError when the text has another form or there is no day to count from.
    """
    found = _AGO.fullmatch(text)
    if not found or as_of is None:
        raise ValueError(f"{text!r} is not a time ago")
    return (as_of - timedelta(days=int(found[1]) * _DAYS[found[2][0].lower()])).isoformat()


def common_year(year: int) -> int:
    """The year, counted in the common era; for places where no text of the other era stands.
    A year of neither stays what it is, for the schema to refuse."""
    is_buddhist = FIRST_BUDDHIST <= year < _FIRST_OF_NEITHER
    return year - BUDDHIST_OFFSET if is_buddhist else year


def common_day(text: str) -> str | None:
    """The day of an ISO date of either era, or of a number that a spreadsheet counts days by;
    None when the text is neither."""
    if _SERIAL.fullmatch(text):
        return (_SPREADSHEET_EPOCH + timedelta(days=int(text[:5]))).isoformat()
    found = _ISO.match(text)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    return f"{common_year(year):04}-{month:02}-{day:02}"


@cache
def _form(form: str) -> re.Pattern[str]:
    """The strptime-like form as a pattern; white space in it stands for any or none."""
    pieces = re.split(r"(%[YymbdHMS]|\s+)", form)
    return re.compile(
        "".join(
            _DIRECTIVES.get(piece) or (r"\s*" if piece.isspace() else re.escape(piece))
            for piece in pieces
        )
    )


def _month(name: str) -> int | None:
    return _month_names().get(_letters(name))


@cache
def _month_names() -> dict[str, int]:
    names = {}
    for number, written in enumerate(_MONTHS, start=1):
        english, *thai = written.split()
        for name in (english, english[:3], *thai):
            names[_letters(name)] = number
    return names


def _letters(name: str) -> str:
    return name.lower().replace(".", "")


def _any_year(parts: dict[str, str], era: Era) -> int:
    if parts.get("year"):
        return _common_era(int(parts["year"]), era)
    return _of_two_digits(int(parts["short"]), era)


def _of_two_digits(year: int, era: Era) -> int:
    """68 is 2568 in the Buddhist era; in the common era 69–99 lie in the last century (POSIX)."""
    if era == "be":
        return 2500 + year - BUDDHIST_OFFSET
    return year + (1900 if year >= 69 else 2000)


def _common_era(year: int, era: Era) -> int:
    """The year; auto leaves it as it stands, for the schema to tell its era."""
    if era != "auto" and (year >= FIRST_BUDDHIST) != (era == "be"):
        raise ValueError(f"{year} is not a year of the era {era}")
    if era == "be" and year >= _FIRST_OF_NEITHER:
        raise ImpossibleYear(year)
    return year - BUDDHIST_OFFSET if era == "be" else year
