"""Small published tables made in memory, and a shelf of them."""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from services.reporting.data_sets import (
    TOTAL,
    DataSet,
    DataSetDefinition,
    Dimension,
    Figures,
    Indicator,
    Member,
    Publication,
)
from services.reporting.data_sets.publication import LIVE
from services.reporting.data_sets.table import REASON_CODES, STATUSES
from services.reporting.publication.shelf import KeptFile, ReleaseEntry
from services.reporting.publication.versions import NoSuchVersion, resolve

POSITIONS = {"assessments.v1/0": 42}


def both(text: str) -> dict[Any, str]:
    """A text in Thai and English."""
    return {"th": f"{text} (ไทย)", "en": text}


def a_dimension(
    name: str, codes: Sequence[str], parents: Mapping[str, str] | None = None
) -> Dimension:
    """Members in the order given, `_T` before them; without a parent stated it is `_T`."""
    parents = parents or {}
    members = [Member(TOTAL, both("all"), "all")]
    members += [Member(c, both(f"{name} {c}"), name, parents.get(c, TOTAL)) for c in codes]
    return Dimension(name, both(name), f"test classification of {name}", tuple(members))


def an_indicator(name: str, unit: Any = "percent", **changes: Any) -> Indicator:
    texts = both(name)
    stated = {
        "id": name,
        "labels": texts,
        "unit": unit,
        "decimals": 1,
        "definition": texts,
        "formula": "a / b",
        "source": "test",
        "caveats": texts,
        "do_not_use_for": texts,
    }
    return Indicator(**{**stated, **changes})


def a_data_set(
    name: str = "graduate-outcomes",
    dimensions: Sequence[Dimension] | None = None,
    indicators: Sequence[Indicator] | None = None,
    seed: int = 1,
) -> DataSet:
    """Every combination of members, with figures drawn from `seed`; about a fifth suppressed."""
    dimensions = dimensions or (
        a_dimension("year", ("2023", "2024")),
        a_dimension("field", ("06", "061", "_U"), {"061": "06"}),
        a_dimension("region", ("north", "TH-50", "TH-57"), {"TH-50": "north", "TH-57": "north"}),
    )
    indicators = indicators or (
        an_indicator("graduates", "persons", decimals=0),
        an_indicator("employment_rate"),
        an_indicator("pay_p50", "baht", decimals=0),
    )
    places = product(*(range(len(d.members)) for d in dimensions))
    cells = np.array(list(places), np.int32)
    definition = DataSetDefinition(
        id=name,
        titles=both(name),
        descriptions=both(f"about {name}"),
        dimensions=tuple(d.name for d in dimensions),
        indicators=tuple(indicators),
    )
    return DataSet(definition, tuple(dimensions), cells, _drawn(len(cells), len(indicators), seed))


def _drawn(cells: int, indicators: int, seed: int) -> Figures:
    draw, figures = np.random.default_rng(seed), Figures.empty(cells, indicators)
    shape = (cells, indicators)
    figures.value[:] = draw.integers(10, 1000, shape) / 10
    figures.low[:], figures.high[:] = figures.value - 1, figures.value + 1
    figures.n[:] = draw.integers(2, 100, shape) * 5
    figures.coverage[:], figures.uncoded[:] = 0.75, 0.125
    hidden = draw.random(shape) < 0.2
    figures.status[:] = STATUSES.index("ok")
    figures.status[hidden] = STATUSES.index("suppressed")
    figures.reason[hidden] = REASON_CODES.index("disclosure")
    figures.n[hidden] = -1
    for values in (figures.value, figures.low, figures.high, figures.coverage, figures.uncoded):
        values[hidden] = np.nan
    return figures


def a_publication(version: str = "1.0.0", *data_sets: DataSet, **changes: Any) -> Publication:
    chosen = data_sets or (a_data_set(),)
    stated: dict[str, Any] = {
        "version": version,
        "issued": "2026-11-23",
        "synthetic": True,
        "positions": POSITIONS,
        "method": "indicators-2",
        "taxonomies": {"isco": ["ISCO-08"]},
        "models": {"model": ["mismatch-2"]},
        "data": "2026-11-22T10:00:00+00:00",
        "sources": {"graduates": 12, "vacancies": 30},
        "data_sets": {d.definition.id: d for d in chosen},
    }
    return Publication(**{**stated, **changes})


class ShelfOf:
    """A shelf of publications given; files only where they are given."""

    def __init__(
        self, *publications: Publication, files: Mapping[tuple[str, str], bytes] | None = None
    ) -> None:
        self._publications = {p.version: p for p in publications}
        self._files = files or {}

    def releases(self) -> list[ReleaseEntry]:
        frozen = [p for p in self._publications.values() if p.version != LIVE]
        return [
            ReleaseEntry(
                version=p.version, issued=p.issued, digest="0" * 64, synthetic=p.synthetic,
                positions=p.positions,
            )
            for p in reversed(frozen)
        ]  # fmt: skip

    def open(self, pin: str) -> Publication:
        version = resolve(pin, [v for v in self._publications if v != LIVE])
        if version not in self._publications:
            raise NoSuchVersion(pin)
        return self._publications[version]

    def files(self, version: str) -> list[KeptFile]:
        return [
            KeptFile(path, hashlib.sha256(body).hexdigest(), len(body))
            for (found, path), body in self._files.items()
            if found == version
        ]

    def read(self, version: str, path: str) -> bytes:
        return self._files[version, path]
