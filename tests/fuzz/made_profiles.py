"""Profiles that a generator makes up: of any columns, readings and layouts."""

import random
from collections.abc import Sequence
from typing import Any, get_args

import msgspec

from services.ingestion.importers.profile import Profile, ProfileFault, parse_profile
from services.ingestion.importers.rule import Reading
from services.ingestion.profiles.words import wordings

_COLUMNS = ("a", "b", "รหัส", "C d", "x.y", "1")
_PATTERNS = (r"(\d+)", r"^([ก-ฮ]+)", r"(.+)บาท", r"([^,]*),", r"^(a|b)$")


class ProfileMaker:
    """Makes one profile after the other from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def profile(self) -> Profile:
        """The next one that is valid."""
        while True:
            try:
                return parse_profile("made", msgspec.json.encode(self._tree()).decode())
            except ProfileFault:
                continue

    def _tree(self) -> dict[str, Any]:
        kind = self._random.choice(("graduates", "vacancies"))
        names = list(wordings(kind))
        required = ("reference",) if kind == "graduates" else ("reference", "title", "posted_on")
        chosen = [*required, *self._random.sample(names, 6)]
        return {
            "kind": kind,
            "about": "made up",
            "file": self._file(),
            "dates": self._dates(),
            "fields": {name: self._rule() for name in dict.fromkeys(chosen)},
        }

    def _file(self) -> dict[str, Any]:
        file: dict[str, Any] = {"missing": self._some(("", "-", "NA"))}
        if self._random.random() < 0.6:
            file["needed"] = []
        if self._random.random() < 0.2:
            file["encoding"] = self._random.choice(("utf-8-sig", "cp874", "utf-16"))
        if self._random.random() < 0.2:
            file["delimiter"] = self._random.choice((",", ";", "\t", "x"))
        return file

    def _dates(self) -> dict[str, Any]:
        forms = self._some(("%Y-%m-%d", "%d/%m/%Y", "%d %b %y", "%d %b %Y", "%Y"))
        era = self._random.choice(("be", "ce", "auto"))
        return {"era": era, "forms": forms or ["%Y-%m-%d"], "as_of": "2024-03-01"}

    def _rule(self) -> dict[str, Any]:
        rule: dict[str, Any] = dict([self._source()])
        rule["read"] = self._random.choice(get_args(Reading))
        rule["otherwise"] = self._random.choice(("reject", "missing"))
        if self._random.random() < 0.2:
            rule["map"] = {"1": "one", "ทำงาน": "employed", "": "x"}
        elif self._random.random() < 0.1:
            rule["contains"] = {"a": "permanent", "บาท": "casual"}
        if self._random.random() < 0.2:
            rule["pattern"] = self._random.choice(_PATTERNS)
        if self._random.random() < 0.1:
            rule["begins_with"] = self._random.choice(_COLUMNS)
        return rule

    def _source(self) -> tuple[str, Any]:
        kind = self._random.choice(
            (
                "column",
                "column",
                "column",
                "first_of",
                "join",
                "gather",
                "hash_of",
                "row",
                "constant",
            )
        )
        if kind == "row":
            return kind, True
        if kind in ("column", "constant"):
            return kind, self._random.choice(_COLUMNS)
        return kind, self._random.sample(_COLUMNS, 2)

    def _some(self, texts: Sequence[str]) -> list[str]:
        return [text for text in texts if self._random.random() < 0.5]
