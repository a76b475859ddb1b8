"""Texts of pages in the reader's language: English in the source, Thai from a service's catalogues.

A service's own `Reader` names the package whose `locales/th/*.po` are its catalogues.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import ClassVar

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, get_locale

from shared.web.language import Language, reader_language

Labels = dict[Language, str]
OTHER: dict[Language, Language] = {"th": "en", "en": "th"}
LANGUAGE_NAMES: Labels = {"th": "ภาษาไทย", "en": "English"}


def speak_thai(app: Flask) -> None:
    """Let the app's pages speak Thai unless the reader asks for English."""
    Babel(app, default_locale="th", locale_selector=lambda: reader_language("th"))


def current_language() -> Language:
    """That of whoever the current request comes from."""
    found = get_locale()
    return "en" if found is not None and found.language == "en" else "th"


def msgid(text: str) -> str:
    """The text as it is; marks one for the catalogue that is said elsewhere."""
    return text


@dataclass(frozen=True)
class Reader:
    """Whom a page speaks to."""

    language: Language
    package: ClassVar[str]

    @property
    def other(self) -> Language:
        """The language the page can be turned into."""
        return OTHER[self.language]

    def say(self, text: str, /, **values: object) -> str:
        """The text in the reader's language, with the values in their places."""
        return _translations(self.package, self.language).gettext(text).format(**values)

    def name(self, labels: Labels) -> str:
        """The name in the reader's language."""
        return labels[self.language]


def catalogues(package: str) -> Iterator[Catalog]:
    """The package's Thai catalogues, in the order of their names."""
    folder = resources.files(package) / "locales" / "th"
    for file in sorted(folder.iterdir(), key=lambda found: found.name):
        with file.open("rb") as source:
            yield read_po(source, locale="th", domain=file.name)


@cache
def _translations(package: str, language: Language) -> NullTranslations:
    """The compiled catalogue: all files as one; English needs none."""
    if language == "en":
        return NullTranslations()
    whole = Catalog(locale="th")
    for catalogue in catalogues(package):
        for message in catalogue:
            if message.id:
                whole.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)
