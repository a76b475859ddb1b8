"""programme-outcomes: what becomes of the graduates of each institution's fields."""

from services.reporting.data_sets import DataSet, DataSetDefinition
from services.reporting.tables.counts import Counts
from services.reporting.tables.outcomes import (
    PERCENTILES,
    put_counts,
    put_mismatch,
    put_pay,
    put_work,
)
from services.reporting.tables.sheet import Sheet, cells_of, looked_up, places_in
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="programme-outcomes",
    titles={"th": "ผลลัพธ์ตามหลักสูตรและสถาบัน", "en": "Outcomes by programme and institution"},
    descriptions={
        "th": "การมีงานทำ ความสอดคล้องของงาน และรายได้ของผู้สำเร็จการศึกษา จำแนกตามสถาบัน สาขา ระดับ และปี",
        "en": "Employment, fit of the job and pay of graduates by institution, field, level and "
        "year.",
    },
    dimensions=("institution", "field", "level", "year"),
    indicators=indicators(
        "graduates",
        "response_rate",
        "employment_rate",
        "over_normative_b",
        "field_mismatch_rule",
        *PERCENTILES,
    ),
    keywords=("programme", "institution", "หลักสูตร", "สถาบัน"),
)
CUTS = (
    {"institution": "institution", "field": "broad", "level": "level", "year": "year"},
    {"institution": "institution", "field": "detailed", "level": "level"},
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
