"""graduate-outcomes: response, work, mismatch by every method and pay, by what was studied."""

from services.reporting.data_sets import DataSet, DataSetDefinition
from services.reporting.tables.counts import Counts
from services.reporting.tables.outcomes import (
    MISMATCHES,
    PERCENTILES,
    put_counts,
    put_mismatch,
    put_pay,
    put_work,
)
from services.reporting.tables.sheet import Sheet, cells_of, looked_up, places_in
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="graduate-outcomes",
    titles={"th": "ผลลัพธ์ของผู้สำเร็จการศึกษา", "en": "Outcomes of graduates"},
    descriptions={
        "th": "การตอบแบบติดตาม การมีงานทำ ความไม่สอดคล้องของงานตามทุกวิธี และรายได้ "
        "จำแนกตามปี ระดับ สาขา และภูมิภาคที่ศึกษา",
        "en": "Response, employment, mismatch by every method side by side, and pay, by year, "
        "level, field and region of study.",
    },
    dimensions=("year", "level", "field", "region"),
    indicators=indicators(
        "graduates",
        "respondents",
        "response_rate",
        "seekers",
        "employment_rate",
        "employment_to_population",
        "unemployment_rate",
        *MISMATCHES,
        *PERCENTILES,
    ),
    keywords=("tracer survey", "employment rate", "over-education", "ภาวะการมีงานทำ"),
)
CUTS = (
    {"year": "year", "level": "level", "field": "broad", "region": "region"},
    {"year": "year", "level": "level", "field": "detailed"},
    {"field": "broad", "region": "province"},
    {"year": "year", "level": "level", "region": "province"},
)


def build(counts: Counts) -> DataSet:
    """The table from protected counts."""
    people = counts.graduates
    dimensions, rows = cells_of(people, CUTS, DEFINITION.dimensions)
    sheet = Sheet(DEFINITION, dimensions, places_in(people, rows, DEFINITION.dimensions))
    found = looked_up(people, sheet.dimensions, sheet.cells)
    put_counts(sheet, found)
    put_work(sheet, found)
    put_mismatch(sheet, found)
    put_pay(sheet, found, counts)
    return sheet.data_set()
