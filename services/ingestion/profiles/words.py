"""The fields and their values in both languages, as templates, dictionary and suggestions say."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from services.ingestion.domain import Kind
from services.ingestion.importers.yaml_text import read_yaml

Language = Literal["th", "en"]
_HERE = Path(__file__).parent


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field in both languages; `also` are other headings that files have for it."""

    en: str
    th: str
    about_en: str
    about_th: str
    example: str
    also: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        """What the field is called in a template."""
        return self.th if language == "th" else self.en

    def about(self, language: Language) -> str:
        """What the field says."""
        return self.about_th if language == "th" else self.about_en

    def headings(self) -> tuple[str, ...]:
        """Everything that a column of this field may be headed by."""
        return (self.en, self.th, *self.also)


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What files write for one value of a field."""

    en: str
    th: str
    also: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        """The word that templates offer."""
        return self.th if language == "th" else self.en


@cache
def wordings(kind: Kind) -> Mapping[str, Wording]:
    """Each field of the records in both languages, by its dotted name."""
    return msgspec.convert(_read(f"{kind}.yaml"), dict[str, Wording])


@cache
def words(field: str) -> Mapping[str, Word]:
    """Value -> words, of a field whose values are listed; empty for any other."""
    known = msgspec.convert(_read("words.yaml"), dict[str, dict[str, Word]])
    name = field.rpartition(".")[2]
    return known.get("flag" if name in ("first_job", "synthetic") else name, {})


def word_map(field: str) -> dict[str, str]:
    """Word -> value, for everything that files are known to write; the value itself among it."""
    return {
        written: value
        for value, word in words(field).items()
        for written in (value, word.en, word.th, *word.also)
    }


@cache
def _read(name: str) -> Mapping[str, Any]:
    tree: Mapping[str, Any] = read_yaml((_HERE / name).read_text("utf-8"))
    return tree
