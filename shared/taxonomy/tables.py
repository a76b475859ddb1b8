"""Reading the committed tables and the one shape that every code list shares."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Language = Literal["en", "th"]

_TABLES = Path(__file__).parent / "data"


class UnknownCode(LookupError):
    """A code that the classification does not have."""


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of the committed table `name` (`.csv` or `.csv.gz`), keyed by its header."""
    content = (_TABLES / name).read_bytes()
    if name.endswith(".gz"):
        content = gzip.decompress(content)
    return csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))


@dataclass(frozen=True)
class CodeList:
    """A hierarchical classification: code -> labels, with ancestors from broad to narrow.

    `parents` names a code's parent where it is not simply the code less its last digit.
    """

    name: str
    labels: Mapping[str, Mapping[Language, str]]
    parents: Mapping[str, str]

    def is_code(self, code: str) -> bool:
        return code in self.labels

    def label(self, code: str, lang: Language = "en") -> str:
        """The title in `lang`, in English where there is none. Raises UnknownCode."""
        try:
            titles = self.labels[code]
        except KeyError:
            raise UnknownCode(f"{code!r} is not in {self.name}") from None
        return titles.get(lang) or titles["en"]

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The groups that hold `code`, broadest first, without itself. Raises UnknownCode."""
        if code not in self.labels:
            raise UnknownCode(f"{code!r} is not in {self.name}")
        parent = self.parents.get(code, code[:-1])
        return (*self.ancestors(parent), parent) if parent in self.labels else ()

    def groups(self, digits: int) -> list[str]:
        """All codes of that many characters, in order."""
        return sorted(code for code in self.labels if len(code) == digits)
