"""vacancies: what is open, at what pay, and how long it takes to fill."""

import numpy as np

from services.reporting.cube.measures import EVERYONE
from services.reporting.cube.uniqueness import OPENINGS, OPENINGS_UNIQUE, UNIQUE
from services.reporting.data_sets import DataSet, DataSetDefinition
from services.reporting.protection.rounding import rounded
from services.reporting.tables.counts import Counts
from services.reporting.tables.outcomes import put_percentiles
from services.reporting.tables.sheet import (
    Sheet,
    cells_of,
    estimated,
    looked_up,
    places_in,
)
from services.reporting.tables.texts import indicators

_PAY = ("offered_pay_p25", "offered_pay_p50", "offered_pay_p75")
DEFINITION = DataSetDefinition(
    id="vacancies",
    titles={"th": "ตำแหน่งงานว่าง", "en": "Vacancies"},
    descriptions={
        "th": "ประกาศรับสมัครงานและอัตราที่เปิดรับในวันที่จัดทำ ค่าจ้างที่เสนอ และเวลาที่ใช้ในการบรรจุ "
        "จำแนกตามอาชีพ ภูมิภาค ระดับการศึกษา และอุตสาหกรรม",
        "en": "Advertisements and positions open on the day of the figures, pay offered and time "
        "to fill, by occupation, region, level required and industry.",
    },
    dimensions=("occupation", "region", "level", "industry"),
    indicators=indicators(
        "vacancies",
        "openings",
        "vacancies_unique",
        "openings_unique",
        "employers",
        *_PAY,
        "time_to_fill",
    ),
    keywords=("vacancy", "demand", "ตำแหน่งงานว่าง"),
)
CUTS = (
    {"occupation": "unit", "region": "region"},
    {"occupation": "sub_major", "region": "province"},
    {"occupation": "sub_major", "level": "level", "region": "region"},
    {"occupation": "sub_major", "industry": "section"},
    {"level": "level", "region": "province"},
    {"industry": "section", "region": "region"},
)


def build(counts: Counts) -> DataSet:
    """The table from protected counts."""
    stock = counts.stock.counts
    dimensions, rows = cells_of(stock, CUTS, DEFINITION.dimensions)
    sheet = Sheet(DEFINITION, dimensions, places_in(stock, rows, DEFINITION.dimensions))
    found = looked_up(stock, sheet.dimensions, sheet.cells)
    open_now = found.n(EVERYONE)
    sheet.count("vacancies", open_now)
    sheet.count("openings", found.value(OPENINGS))
    sheet.count("vacancies_unique", found.n(UNIQUE))
    sheet.count("openings_unique", found.value(OPENINGS_UNIQUE))
    distinct = rounded(counts.stock.employers[found.rows]).astype(np.float64)
    sheet.count("employers", np.where(np.isnan(open_now), np.nan, distinct))
    put_percentiles(sheet, _PAY, counts.offered_pay, found)
    _put_filling(sheet, counts)
    return sheet.data_set()


def _put_filling(sheet: Sheet, counts: Counts) -> None:
    """By occupation and region only; elsewhere it does not apply."""
    ever = looked_up(counts.ever.counts, sheet.dimensions, sheet.cells)
    names = [dimension.name for dimension in sheet.dimensions]
    totals = [sheet.dimensions[names.index(name)].position["_T"] for name in ("level", "industry")]
    others = sheet.cells[:, [names.index("level"), names.index("industry")]]
    there = (others == totals).all(axis=1) & (ever.rows >= 0)
    posted = ever.n(EVERYONE)
    hidden = np.isnan(posted)
    value, low, high, reason = (part[ever.rows, 0] for part in vars(counts.time_to_fill).values())
    found = estimated(value, low, high, reason, hidden)
    sheet.put("time_to_fill", found, n=posted, rows=there)
