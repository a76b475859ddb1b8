"""Numbers, years and times as readers of the pages expect them.

Thai and English write numbers alike: Arabic digits, commas, a full stop. Only eras and months
differ.
"""

from datetime import date, datetime, timedelta, timezone
from functools import cache

from babel.dates import get_month_names

from services.reporting.data_sets import TOTAL
from services.reporting.data_sets.definition import Unit
from services.reporting.labels import BUDDHIST_OFFSET
from shared.web.language import Language

_THAI_TIME = timezone(timedelta(hours=7))
MINUS = "−"
NOTHING = "–"
_SIGNED: tuple[Unit, ...] = ("points", "index")
_SIGNS: dict[Unit, str] = {"percent": "%"}


def shown(value: float, unit: Unit, decimals: int) -> str:
    """`12,345`, `37.6%`, `+3.1`, `−0.4`; a difference always has its sign."""
    return number(value, decimals, signed=unit in _SIGNED) + _SIGNS.get(unit, "")


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """The value with that many decimals; zero has no sign."""
    digits = f"{abs(value):,.{decimals}f}"
    if not digits.strip("0.,"):
        return digits
    return f"{MINUS if value < 0 else '+' if signed else ''}{digits}"


def percent(share: float | None) -> str:
    """A share of one as `37.6%`, or a dash where there is none."""
    return NOTHING if share is None else f"{share * 100:.1f}%"


def year(code: str, language: Language) -> str:
    """A year of the common era in the reader's."""
    return str(int(code) + BUDDHIST_OFFSET) if language == "th" else code


def month(code: str, language: Language) -> str:
    """`2026-10` as `Oct 2026` or `ต.ค. 2569`."""
    stated, _, number_of_month = code.partition("-")
    return f"{_months(language)[int(number_of_month)]} {year(stated, language)}"


def period(code: str, language: Language) -> str:
    """A month or a year; everything together names itself."""
    if code == TOTAL:
        return code
    return month(code, language) if "-" in code else year(code, language)


def day(iso: str, language: Language) -> str:
    """`2026-11-23`, or a moment's day in Thailand, as `23 Nov 2026` or `23 พ.ย. 2569`."""
    found = date.fromisoformat(iso) if len(iso) == len("2026-11-23") else _local(iso).date()
    return f"{found.day} {_months(language)[found.month]} {year(str(found.year), language)}"


def moment(iso: str, language: Language) -> str:
    """An ISO time in Thailand's, to the minute."""
    clock = f"{_local(iso):%H:%M}"
    return (
        f"{day(iso, language)} {clock} น." if language == "th" else f"{day(iso, language)}, {clock}"
    )


def _local(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(_THAI_TIME)


@cache
def _months(language: Language) -> dict[int, str]:
    return dict(get_month_names("abbreviated", locale=language))
