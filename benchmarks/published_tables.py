"""Made-up published tables of a small and of a national size, and the facts of as many records."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from services.reporting.data_sets import Dimension, Publication
from tests.support.published import a_data_set, a_dimension, a_publication, an_indicator

INDICATORS = 25
NAME = "graduate-outcomes"
_YEARS = [str(year) for year in range(2012, 2025)]
_REGIONS = [f"TH-{code}" for code in range(10, 87)]
_PARTS = ["north", "northeast", "central", "south", "bangkok"]
_FIELDS = [f"{code:02d}" for code in range(11)] + [f"{code:03d}" for code in range(0, 110, 3)]


def dimensions() -> tuple[Dimension, ...]:
    """Years, levels, fields in two depths, provinces in five parts of the country."""
    return (
        a_dimension("year", _YEARS),
        a_dimension("level", [str(level) for level in range(9)]),
        a_dimension("field", _FIELDS, {code: code[:2] for code in _FIELDS if len(code) > 2}),
        a_dimension(
            "region",
            [*_PARTS, *_REGIONS],
            {code: _PARTS[i % len(_PARTS)] for i, code in enumerate(_REGIONS)},
        ),
    )


def publication(cells: int, seed: int = 1) -> Publication:
    """A release with one table of about so many cells."""
    measures = [an_indicator(f"measure_{number}") for number in range(INDICATORS)]
    small = a_data_set(NAME, [a_dimension(d.name, ()) for d in dimensions()], measures)
    split = dimensions()
    sizes = [len(dimension.members) for dimension in split]
    draw = np.random.default_rng(seed)
    every = int(np.prod(sizes))
    kept = np.sort(draw.choice(every, min(cells, every), replace=False))
    places = np.array(np.unravel_index(kept, sizes), np.int32).T.copy()
    of_cells = a_data_set(NAME, [a_dimension("cell", [str(n) for n in kept[1:]])], measures)
    return a_publication(
        "1.0.0",
        replace(small, dimensions=split, cells=places, figures=of_cells.figures),
    )


def write_facts(records: int, path: Path, seed: int = 1) -> None:
    """So many graduates as Parquet: a code a dimension, and whether each measure holds."""
    draw = np.random.default_rng(seed)
    columns: dict[str, pa.Array] = {}
    for dimension in dimensions():
        codes = [member.code for member in dimension.members]
        leaves = [i for i, code in enumerate(codes) if not _has_parts(dimension, code)]
        places = draw.choice(leaves, records).astype(np.int32)
        columns[dimension.name] = pa.DictionaryArray.from_arrays(places, pa.array(codes))
    for number in range(INDICATORS):
        columns[f"measure_{number}"] = pa.array(draw.random(records) < 0.4)
    pq.write_table(pa.table(columns), path)


def questions(seed: int = 1) -> Iterator[tuple[str, str]]:
    """Parameters of a query, no two alike, and what SQL asks of the facts for the same cells."""
    draw = Random(seed)
    while True:
        year, region = draw.choice(_YEARS), draw.choice(_REGIONS)
        field, level = draw.choice(_FIELDS), draw.randrange(9)
        number, size = draw.randrange(INDICATORS), 90 + draw.randrange(21)
        yield from (
            (f"year={year}&field.under={field[:2]}&page_size={size}",
             f"year = '{year}' AND field LIKE '{field[:2]}%'"),
            (f"region={region}&sort=-measure_{number}&page_size={size}", f"region = '{region}'"),
            (f"level={level}&year.gte={year}&page_size={size}",
             f"level = '{level}' AND year >= '{year}'"),
            (f"status.in=ok&year.lt={year}&sort=-year&page_size={size}", f"year < '{year}'"),
            (f"sort=measure_{number},-year&page_size={size}", "true"),
        )  # fmt: skip


def _has_parts(dimension: Dimension, code: str) -> bool:
    return any(member.parent == code for member in dimension.members)
