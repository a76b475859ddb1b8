"""Whom the dashboard's pages speak to, and where their Thai texts are."""

from shared.web.look import language
from shared.web.look.language import LANGUAGE_NAMES, current_language, msgid, speak_thai

__all__ = ["LANGUAGE_NAMES", "Reader", "current_reader", "msgid", "speak_thai"]


class Reader(language.Reader):
    """Whom a page of the dashboard speaks to."""

    package = "services.reporting.pages"

    def listed(self, names: list[str]) -> str:
        """`a, b and c`."""
        if len(names) < 2:
            return "".join(names)
        *most, last = names
        apart = " " if self.language == "th" and last[:1].isascii() else ""  # not: และpython
        return self.say("{most} and {last}", most=", ".join(most), last=apart + last)


def current_reader() -> Reader:
    """Whom the current request comes from."""
    return Reader(current_language())
