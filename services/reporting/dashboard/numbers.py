"""Numbers, shares and times as readers of the page expect them."""

from datetime import datetime, timedelta, timezone

from services.reporting.figures import Figure
from services.reporting.labels import BUDDHIST_OFFSET
from shared.web.language import Language

_THAI_TIME = timezone(timedelta(hours=7))
_THAI_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
MINUS = "−"


def whole(value: float) -> str:
    """`12,345`."""
    return f"{value:,.0f}"


def percent(share: float | None) -> str:
    """`37.6%`, or a dash where there is none."""
    return "–" if share is None else f"{share * 100:.1f}%"


def points(share: float) -> str:
    """A signed difference of shares in percentage points: `+3.1`, `−0.4`."""
    number = f"{abs(share) * 100:.1f}"
    if float(number) == 0:
        return number
    return f"{'+' if share > 0 else MINUS}{number}"


def per_hundred(ratio: float) -> str:
    """`99`; three significant digits below ten."""
    return f"{ratio * 100:,.0f}" if ratio >= 0.1 else f"{ratio * 100:.2g}"


def moment(time: str | None, language: Language) -> str | None:
    """An ISO time in Thailand's: Buddhist era in Thai, common era in English."""
    if time is None:
        return None
    local = datetime.fromisoformat(time).astimezone(_THAI_TIME)
    if language == "th":
        year = local.year + BUDDHIST_OFFSET
        return f"{local.day} {_THAI_MONTHS[local.month - 1]} {year} {local:%H:%M} น."
    return f"{local.day} {local:%b %Y, %H:%M} (UTC+7)"


def year(common: int, language: Language) -> str:
    """The year in the reader's era."""
    return str(common + BUDDHIST_OFFSET if language == "th" else common)


def mark(figure: Figure) -> str:
    """`*` beside a value that rests on few observations."""
    return "*" if figure.status == "low" else ""
