"""market-mismatch: how far a whole market's openings and graduates lie apart, in one number."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.counting import Floats
from services.reporting.cube.measures import EVERYONE
from services.reporting.cube.protecting import Protected
from services.reporting.cube.uniqueness import OPENINGS_UNIQUE
from services.reporting.data_sets import (
    TOTAL,
    UNKNOWN,
    DataSet,
    DataSetDefinition,
    Dimension,
    Member,
)
from services.reporting.indicators.dissimilarity import dissimilarity
from services.reporting.indicators.estimates import Estimates
from services.reporting.indicators.sstv import sstv
from services.reporting.indicators.turbulence import turbulence
from services.reporting.labels import Labels
from services.reporting.tables.counts import Counts, OfVacancies
from services.reporting.tables.sheet import Sheet, cells_of, looked_up, merged
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="market-mismatch",
    titles={"th": "ความไม่สอดคล้องของตลาดโดยรวม", "en": "Mismatch of the whole market"},
    descriptions={
        "th": "ดัชนีความแตกต่าง (Duncan) ดัชนีของ Şahin และคณะ และความผันผวนของโครงสร้าง "
        "ระหว่างตำแหน่งงานว่างกับผู้สำเร็จการศึกษา",
        "en": "Dissimilarity (Duncan), the index of Şahin and others, and turbulence, of openings "
        "against graduates over fields, occupations and regions.",
    },
    dimensions=("year", "market"),
    indicators=indicators("dissimilarity", "sstv", "cells", "turbulence"),
    keywords=("mismatch", "dissimilarity", "ความไม่สอดคล้อง"),
)
_MARKETS: Mapping[str, tuple[str, Labels]] = {
    # split -> (level of its cells, labels)
    "field": ("broad", {"th": "ตามสาขา", "en": "over fields"}),
    "occupation": ("sub_major", {"th": "ตามอาชีพ", "en": "over occupations"}),
    "region": ("province", {"th": "ตามจังหวัด", "en": "over provinces"}),
}


def build(counts: Counts) -> DataSet:
    """The table from protected counts; openings are those open now, whatever the year."""
    (year,), _ = cells_of(counts.graduates, [{"year": "year"}], ("year",))
    known = [i for i, member in enumerate(year.members) if member.code != UNKNOWN]
    market = Dimension(
        "market",
        {"th": "มิติของตลาด", "en": "split of the market"},
        "dimensions of this system",
        tuple(Member(name, labels, "market") for name, (_, labels) in _MARKETS.items()),
    )
    pairs = np.array([(y, m) for y in known for m in range(len(_MARKETS))], np.int32).reshape(-1, 2)
    sheet = Sheet(DEFINITION, (year, market), pairs)
    for place, name in enumerate(_MARKETS):
        _put(sheet, counts, name, sheet.cells[:, 1] == place)
    return sheet.data_set()


def _put(sheet: Sheet, counts: Counts, name: str, rows: NDArray[np.bool_]) -> None:
    wanted, all_wanted = _wanted(counts, name)
    table, totals = _offered(sheet, counts, name)
    places = sheet.cells[:, 0]
    compared = dissimilarity(wanted, table, all_wanted, totals)
    sheet.put("dissimilarity", _at(compared.index, places), rows=rows)
    sheet.put("sstv", _at(sstv(wanted, table, all_wanted, totals).index, places), rows=rows)
    sheet.number("cells", compared.cells.astype(np.float64)[places], rows=rows)
    before = _before(sheet.dimensions[0])
    changed = turbulence(
        table, np.where(before[:, None] < 0, 0, table[before]), totals,
        np.where(before < 0, 0, totals[before]),
    )  # fmt: skip
    sheet.put("turbulence", _at(changed.index, places), rows=rows)


def _at(found: Estimates, places: NDArray[np.int32]) -> Estimates:
    return Estimates(*(part[places] for part in vars(found).values()))


def _vacancies(counts: Counts, name: str) -> OfVacancies:
    return counts.by_field if name == "field" else counts.stock


def _cells(counts: Counts, name: str) -> Dimension:
    """The groups of a split: all that either side has, at the level compared."""
    level = _MARKETS[name][0]
    axes = (*counts.graduates.axes, *_vacancies(counts, name).counts.axes)
    both = merged(*(axis.dimension for axis in axes if axis.name == name))
    members = tuple(m for m in both.members if m.level == level and "_" not in m.code)
    return Dimension(name, both.labels, both.classification, members)


def _wanted(counts: Counts, name: str) -> tuple[Floats, float]:
    """Unique openings of each group, and of all whose group is known."""
    dimension = _cells(counts, name)
    places = np.arange(len(dimension.members), dtype=np.int32)[:, None]
    protected = _vacancies(counts, name).counts
    openings = looked_up(protected, (dimension,), places).value(OPENINGS_UNIQUE)
    return openings, _total(protected, OPENINGS_UNIQUE, name)


def _total(protected: Protected, measure: str, name: str) -> float:
    """All records that have a group; hidden ones of no known group are not known to be fewer."""
    axis = next(axis for axis in protected.axes if axis.name == name).dimension
    everyone, unknown = (
        looked_up(protected, (axis,), np.array([[axis.position[code]]], np.int32)).value(measure)
        if code in axis.position
        else np.zeros(1)
        for code in (TOTAL, UNKNOWN)
    )
    return float(everyone[0] - np.nan_to_num(unknown[0]))


def _offered(sheet: Sheet, counts: Counts, name: str) -> tuple[Floats, Floats]:
    """Graduates of each year and group, years × groups, and of each year."""
    dimension, year = _cells(counts, name), sheet.dimensions[0]
    grid = np.indices((len(year.members), len(dimension.members))).reshape(2, -1).T
    found = looked_up(counts.graduates, (year, dimension), grid.astype(np.int32)).value(EVERYONE)
    return found.reshape(len(year.members), -1), _totals(sheet, counts, name)


def _totals(sheet: Sheet, counts: Counts, name: str) -> Floats:
    year = sheet.dimensions[0]
    axis = next(axis for axis in counts.graduates.axes if axis.name == name).dimension
    sides = []
    for code in (TOTAL, UNKNOWN):
        place = np.full(len(year.members), axis.position.get(code, -1))
        cells = np.stack([np.arange(len(year.members)), place], axis=1).astype(np.int32)
        sides.append(looked_up(counts.graduates, (year, axis), cells).value(EVERYONE))
    return np.asarray(sides[0] - np.nan_to_num(sides[1]))


def _before(year: Dimension) -> NDArray[np.int64]:
    """The place of the year before each; −1 where there is none."""
    found = [
        year.position.get(str(int(m.code) - 1), -1) if m.code.isdigit() else -1
        for m in year.members
    ]
    return np.array(found, np.int64)
