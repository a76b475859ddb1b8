"""The pages' texts in the reader's language: English in the source, Thai from the catalogues."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, get_locale

from services.reporting.labels import Labels
from shared.web.language import Language, reader_language

LOCALES = resources.files("services.reporting.pages") / "locales"
OTHER: dict[Language, Language] = {"th": "en", "en": "th"}
LANGUAGE_NAMES: Labels = {"th": "ภาษาไทย", "en": "English"}


def install(app: Flask) -> None:
    """Let the app's pages speak Thai unless the reader asks for English."""
    Babel(app, default_locale="th", locale_selector=lambda: reader_language("th"))


def msgid(text: str) -> str:
    """The text as it is; marks one for the catalogue that is said elsewhere."""
    return text


@dataclass(frozen=True)
class Reader:
    """Whom a page speaks to."""

    language: Language

    @property
    def other(self) -> Language:
        """The language the page can be turned into."""
        return OTHER[self.language]

    def say(self, text: str, /, **values: object) -> str:
        """The text in the reader's language, with the values in their places."""
        return translations(self.language).gettext(text).format(**values)

    def name(self, labels: Labels) -> str:
        """The name in the reader's language."""
        return labels[self.language]

    def listed(self, names: list[str]) -> str:
        """`a, b and c`."""
        if len(names) < 2:
            return "".join(names)
        *most, last = names
        apart = " " if self.language == "th" and last[:1].isascii() else ""  # not: และpython
        return self.say("{most} and {last}", most=", ".join(most), last=apart + last)


def current_reader() -> Reader:
    """Whom the current request comes from."""
    found = get_locale()
    return Reader("en" if found is not None and found.language == "en" else "th")


@cache
def translations(language: Language) -> NullTranslations:
    """The compiled catalogue: `locales/th/*.po` as one; English needs none."""
    if language == "en":
        return NullTranslations()
    whole = Catalog(locale="th")
    for catalogue in catalogues():
        for message in catalogue:
            if message.id:
                whole.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def catalogues() -> Iterator[Catalog]:
    """The Thai catalogues, in the order of their names."""
    for file in sorted((LOCALES / "th").iterdir(), key=lambda found: found.name):
        with file.open("rb") as source:
            yield read_po(source, locale="th", domain=file.name)
