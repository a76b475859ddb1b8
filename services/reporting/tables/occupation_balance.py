"""occupation-balance: who works in an occupation, who may look for it, and who is wanted."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.counting import Floats
from services.reporting.cube.graduates import RESPONDENTS, SEEKING
from services.reporting.cube.measures import EVERYONE
from services.reporting.cube.protecting import Protected
from services.reporting.cube.uniqueness import OPENINGS, OPENINGS_UNIQUE, UNIQUE
from services.reporting.data_sets import TOTAL, UNKNOWN, DataSet, DataSetDefinition, Dimension
from services.reporting.indicators.estimates import Estimates, estimates, known, ratio
from services.reporting.indicators.location_quotient import location_quotient
from services.reporting.protection.rounding import nearest
from services.reporting.tables.counts import Counts
from services.reporting.tables.sheet import Looked, Sheet, cells_of, looked_up, places_in
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="occupation-balance",
    titles={"th": "ดุลของอาชีพ", "en": "Balance of occupations"},
    descriptions={
        "th": "ผู้มีงานทำ ผู้หางานที่คาดว่าจะหางานในอาชีพนั้น และตำแหน่งงานว่าง จำแนกตามอาชีพและภูมิภาค",
        "en": "Graduates in work, those expected to look for work in the occupation, and open "
        "vacancies, by occupation and region.",
    },
    dimensions=("occupation", "region"),
    indicators=indicators(
        "vacancies",
        "openings",
        "vacancies_unique",
        "openings_unique",
        "employed_graduates",
        "expected_seekers",
        "tightness",
        "location_quotient",
    ),
    keywords=("occupation", "tightness", "ความตึงตัวของตลาดแรงงาน"),
)
CUTS = (
    {"occupation": "unit", "region": "region"},
    {"occupation": "sub_major", "region": "province"},
)
_LEAST_TOLD = 0.5
"""Least share of a region's seekers whose field is told."""
_DEPTHS = ("major", "sub_major", "minor", "unit")


def build(counts: Counts) -> DataSet:
    """The table from protected counts."""
    stock = counts.stock.counts
    dimensions, rows = cells_of(stock, CUTS, DEFINITION.dimensions)
    sheet = Sheet(DEFINITION, dimensions, places_in(stock, rows, DEFINITION.dimensions))
    wanted = looked_up(stock, sheet.dimensions, sheet.cells)
    sheet.count("vacancies", wanted.n(EVERYONE))
    sheet.count("openings", wanted.value(OPENINGS))
    sheet.count("vacancies_unique", wanted.n(UNIQUE))
    sheet.count("openings_unique", wanted.value(OPENINGS_UNIQUE))
    _put_working(sheet, counts)
    there = ~_outside(sheet.dimensions[0])[sheet.cells[:, 0]]
    sheet.number("expected_seekers", nearest(expected_seekers(sheet, counts)), rows=there)
    sheet.put("tightness", tightness_of(sheet, counts), rows=there)
    _put_quotient(sheet, stock)
    return sheet.data_set()


def _put_working(sheet: Sheet, counts: Counts) -> None:
    """Where the graduates studied, as deep as they are counted: sub-major groups by region."""
    working = looked_up(counts.graduates, sheet.dimensions, sheet.cells)
    level = np.array(
        [_DEPTHS.index(m.level) if m.level in _DEPTHS else -1 for m in sheet.dimensions[0].members]
    )
    in_all = sheet.cells[:, 1] == sheet.dimensions[1].position[TOTAL]
    is_region = _is_region(sheet.dimensions[1])[sheet.cells[:, 1]]
    is_known = ~_outside(sheet.dimensions[0])[sheet.cells[:, 0]]
    told = is_known & (in_all | (is_region & (level[sheet.cells[:, 0]] <= 1)))
    sheet.count("employed_graduates", working.value(EVERYONE), rows=told)


def tightness_of(sheet: Sheet, counts: Counts) -> Estimates:
    """θ = v/u of each cell's occupation: v unique openings, u who is expected to look for it."""
    stock = looked_up(counts.stock.counts, sheet.dimensions, sheet.cells)
    openings = stock.value(OPENINGS_UNIQUE)
    expected = expected_seekers(sheet, counts)
    return estimates(
        ratio(openings, expected),
        where_known=known(openings, expected),
        without={"no_seekers": expected == 0},
        observations=expected,
    )


def expected_seekers(sheet: Sheet, counts: Counts) -> Floats:
    """Who looks for work has no occupation yet: how many are expected to look for each.

    Of the seekers of each field in the region, as many as of the field's graduates in work hold
    the occupation, u_o = Σ_f u_f · P(o | f); below sub-major groups by the occupation's own share
    of its group. Source: the transition matrices of Cörvers, F. and Dupuy, A. (2010), Economic
    Modelling 27(1), and of the forecasts of ROA (Maastricht) and Cedefop.
    """
    names = [dimension.name for dimension in sheet.dimensions]
    shares = _shares(sheet.dimensions[0], counts)
    if "region" not in names:
        expected = (_seekers(None, counts) @ shares)[0, sheet.cells[:, 0]]
    else:
        seekers = _seekers(sheet.dimensions[1], counts)
        expected = (seekers @ shares)[sheet.cells[:, 1], sheet.cells[:, 0]]
    return np.asarray(np.round(expected), np.float64)


def _fields(people: Protected) -> list[str]:
    axis = next(axis for axis in people.axes if axis.name == "field")
    return [m.code for m in axis.members if m.level == "broad" and not m.code.endswith(UNKNOWN)]


def _seekers(regions: Dimension | None, counts: Counts) -> Floats:
    """Regions × fields: graduates likely to look for work; without regions, all as one row.

    Where a field is hidden, those told are brought to what is told of all together, as if the
    hidden one had the same occupations; NaN where less than half of the seekers are told.
    """
    people = counts.graduates
    fields = _fields(people)
    if regions is None:
        axis = next(axis for axis in people.axes if axis.name == "region").dimension
        regions = replace(axis, members=(axis.members[axis.position[TOTAL]],))
    table = np.full((len(regions.members), len(fields)), np.nan)
    axis = next(axis for axis in people.axes if axis.name == "field").dimension
    for i, field in enumerate(fields):
        cells = np.stack(
            [np.full(len(regions.members), axis.position[field]), np.arange(len(regions.members))],
            axis=1,
        )
        table[:, i] = _looking(looked_up(people, (axis, regions), cells.astype(np.int32)))
    alone = np.arange(len(regions.members), dtype=np.int32)[:, None]
    whole = _looking(looked_up(people, (regions,), alone))
    told, hidden = np.nansum(table, axis=1), np.isnan(table).any(axis=1)
    enough = (told >= _LEAST_TOLD * whole) & (told > 0)
    brought = np.divide(whole, told, out=np.full(len(told), np.nan), where=enough)
    return np.asarray(np.nan_to_num(table) * np.where(hidden, brought, 1.0)[:, None])


def _looking(found: Looked) -> Floats:
    """Graduates, times the share of the respondents who look for work."""
    share = ratio(found.per_record(SEEKING, RESPONDENTS), found.n(RESPONDENTS))
    everyone = found.value(EVERYONE)
    return np.where(everyone == 0, 0.0, everyone * share)


def _shares(occupations: Dimension, counts: Counts) -> Floats:
    """Fields × occupations: P(occupation | field) of graduates in work."""
    people = counts.graduates
    axis = next(axis for axis in people.axes if axis.name == "field").dimension
    fields = _fields(people)
    codes = [member.code for member in occupations.members]
    of_all = looked_up(people, (occupations,), np.arange(len(codes), dtype=np.int32)[:, None])
    working = dict(zip(codes, np.nan_to_num(of_all.value(EVERYONE)), strict=True))
    table = np.zeros((len(fields), len(codes)))
    for i, field in enumerate(fields):
        cells = np.stack([np.full(len(codes), axis.position[field]), np.arange(len(codes))], axis=1)
        found = looked_up(people, (axis, occupations), cells.astype(np.int32))
        in_field = np.nan_to_num(found.value(EVERYONE))
        table[i] = _deepened(codes, in_field, working)
    return table


def _deepened(codes: list[str], in_field: Floats, working: dict[str, float]) -> Floats:
    """Shares of one field: as counted down to sub-major groups, below by the group's own."""
    whole = sum(n for code, n in zip(codes, in_field, strict=True) if len(code) == 1)
    group = {
        code: n / whole for code, n in zip(codes, in_field, strict=True) if whole and len(code) <= 2
    }
    shares = []
    for code in codes:
        within = working[code] / working[code[:2]] if working.get(code[:2]) else 0.0
        shares.append(group.get(code, group.get(code[:2], 0.0) * within))
    return np.array(
        [
            0.0 if code.startswith("_") or "_" in code else s
            for code, s in zip(codes, shares, strict=True)
        ]
    )


def _put_quotient(sheet: Sheet, stock: Protected) -> None:
    occupation, region = (sheet.dimensions[i].position[TOTAL] for i in (0, 1))
    is_local = (sheet.cells[:, 0] != occupation) & (sheet.cells[:, 1] != region)
    here = looked_up(stock, sheet.dimensions, sheet.cells)
    in_all = looked_up(stock, sheet.dimensions, _moved(sheet, 0, occupation))
    wide = looked_up(stock, sheet.dimensions, _moved(sheet, 1, region))
    everything = looked_up(stock, sheet.dimensions, np.full_like(sheet.cells, [occupation, region]))
    found = location_quotient(*(side.n(UNIQUE) for side in (here, in_all, wide, everything)))
    sheet.put("location_quotient", found, n=here.n(UNIQUE), rows=is_local)


def _moved(sheet: Sheet, dimension: int, place: int) -> NDArray[np.int32]:
    cells = sheet.cells.copy()
    cells[:, dimension] = place
    return cells


def _outside(dimension: Dimension) -> NDArray[np.bool_]:
    """Members that are no group of the classification: all together, and the unknown."""
    return np.array([member.code.startswith("_") for member in dimension.members])


def _is_region(dimension: Dimension) -> NDArray[np.bool_]:
    return np.array([member.level == "region" for member in dimension.members])
