"""Whom the upload pages speak to, and where their Thai texts are."""

from datetime import datetime, timedelta, timezone

from services.ingestion.schemas.fields import BUDDHIST_OFFSET
from shared.web.look import language
from shared.web.look.language import LANGUAGE_NAMES, current_language, msgid, speak_thai

__all__ = ["LANGUAGE_NAMES", "Reader", "current_reader", "msgid", "speak_thai"]

_THAILAND = timezone(timedelta(hours=7))


class Reader(language.Reader):
    """Whom an upload page speaks to."""

    package = "services.ingestion.pages"

    def number(self, value: float) -> str:
        """12,345 or 0.5, as both languages write it."""
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"

    def moment(self, text: str) -> str:
        """A kept moment as a day and minute of Thailand, in the Buddhist era for Thai readers."""
        local = datetime.fromisoformat(text).astimezone(_THAILAND)
        year = local.year + BUDDHIST_OFFSET if self.language == "th" else local.year
        return f"{local.day:02}/{local.month:02}/{year} {local:%H:%M}"


def current_reader() -> Reader:
    """Whom the current request comes from."""
    return Reader(current_language())
