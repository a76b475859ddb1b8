"""market-trend: vacancies month by month, graduates year by year, and the Beveridge points."""

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.graduates import IN_WORK, RESPONDENTS, SEEKING
from services.reporting.cube.measures import EVERYONE
from services.reporting.cube.uniqueness import OPENINGS, OPENINGS_UNIQUE, UNIQUE
from services.reporting.data_sets import TOTAL, UNKNOWN, DataSet, DataSetDefinition, Dimension
from services.reporting.indicators.beveridge import vacancy_rate
from services.reporting.indicators.employment import unemployment_rate
from services.reporting.tables.counts import Counts
from services.reporting.tables.sheet import (
    PERCENT,
    Part,
    Sheet,
    cells_of,
    looked_up,
    places_in,
    united,
)
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="market-trend",
    titles={"th": "อุปสงค์และอุปทานตามเวลา", "en": "Supply and demand over time"},
    descriptions={
        "th": "ตำแหน่งงานว่าง ณ สิ้นเดือนและที่ประกาศใหม่ในแต่ละเดือน ผู้สำเร็จการศึกษารายปี "
        "อัตราตำแหน่งงานว่างและอัตราว่างงาน",
        "en": "Vacancies open at the end of each month and posted in it, graduates of each year, "
        "vacancy and unemployment rates.",
    },
    dimensions=("period", "occupation", "region"),
    indicators=indicators(
        "open_vacancies",
        "open_positions",
        "posted_vacancies",
        "open_vacancies_unique",
        "open_positions_unique",
        "posted_vacancies_unique",
        "graduates",
        "vacancy_rate",
        "unemployment_rate",
    ),
    keywords=("Beveridge", "time series", "แนวโน้ม"),
)
CUTS = ({"period": "month", "occupation": "major", "region": "region"},)


def build(counts: Counts) -> DataSet:
    """The table from protected counts: months of vacancies, then years of graduates."""
    sheet = Sheet(DEFINITION, *united(_months(counts), _years(counts)))
    period = sheet.dimensions[0]
    is_month = np.array([member.level == "month" for member in period.members])[sheet.cells[:, 0]]
    _put_vacancies(sheet, counts, is_month)
    _put_graduates(sheet, counts, ~is_month)
    return sheet.data_set()


def _months(counts: Counts) -> Part:
    names = DEFINITION.dimensions
    parts = []
    for side in (counts.open_by_month, counts.posted_by_month):
        dimensions, rows = cells_of(side.counts, CUTS, names)
        parts.append((dimensions, places_in(side.counts, rows, names)))
    return united(*parts)


def _years(counts: Counts) -> Part:
    """Years as periods, occupations all together: who looks for work has none."""
    cuts = [{"year": "year", "region": "region"}]
    (year, region), rows = cells_of(counts.graduates, cuts, ("year", "region"))
    places = places_in(counts.graduates, rows, ("year", "region"))
    outside = [year.position[code] for code in (TOTAL, UNKNOWN) if code in year.position]
    places = places[~np.isin(places[:, 0], outside)]
    occupation = next(a for a in counts.open_by_month.counts.axes if a.name == "occupation")
    period = Dimension("period", year.labels, year.classification, year.members)
    everyone = np.full(len(places), occupation.dimension.position[TOTAL])
    cells = np.stack([places[:, 0], everyone, places[:, 1]], axis=1)
    return [period, occupation.dimension, region], cells.astype(np.int32)


def _put_vacancies(sheet: Sheet, counts: Counts, is_month: NDArray[np.bool_]) -> None:
    stock = looked_up(counts.open_by_month.counts, sheet.dimensions, sheet.cells)
    posted = looked_up(counts.posted_by_month.counts, sheet.dimensions, sheet.cells)
    sheet.count("open_vacancies", stock.n(EVERYONE), rows=is_month)
    sheet.count("open_positions", stock.value(OPENINGS), rows=is_month)
    sheet.count("posted_vacancies", posted.n(EVERYONE), rows=is_month)
    sheet.count("open_vacancies_unique", stock.n(UNIQUE), rows=is_month)
    sheet.count("open_positions_unique", stock.value(OPENINGS_UNIQUE), rows=is_month)
    sheet.count("posted_vacancies_unique", posted.n(UNIQUE), rows=is_month)
    region = sheet.dimensions[2]
    people = looked_up(counts.graduates, (region,), sheet.cells[:, 2:])
    answered = people.n(RESPONDENTS)
    rate = vacancy_rate(
        stock.value(OPENINGS_UNIQUE),
        people.value(EVERYONE),
        answered,
        people.per_record(IN_WORK, RESPONDENTS),
    )
    everyone = sheet.cells[:, 1] == sheet.dimensions[1].position[TOTAL]
    sheet.put("vacancy_rate", rate, n=answered, scale=PERCENT, rows=is_month & everyone)


def _put_graduates(sheet: Sheet, counts: Counts, is_year: NDArray[np.bool_]) -> None:
    period, _, region = sheet.dimensions
    year = Dimension("year", period.labels, period.classification, period.members)
    people = looked_up(counts.graduates, (year, region), sheet.cells[:, [0, 2]])
    sheet.count("graduates", people.value(EVERYONE), rows=is_year)
    answered, cohort = people.n(RESPONDENTS), people.n(EVERYONE)
    seeking, working = (people.per_record(name, RESPONDENTS) for name in (SEEKING, IN_WORK))
    found = unemployment_rate(seeking, working, answered, cohort, people.design_effect())
    sheet.put("unemployment_rate", found, n=answered, scale=PERCENT, rows=is_year)
