"""pay-after-graduation: work and pay by how many years ago the graduates finished."""

from services.reporting.data_sets import DataSet, DataSetDefinition
from services.reporting.tables.counts import Counts
from services.reporting.tables.outcomes import PERCENTILES, put_counts, put_pay, put_work
from services.reporting.tables.sheet import Sheet, cells_of, looked_up, places_in
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="pay-after-graduation",
    titles={"th": "รายได้หลังสำเร็จการศึกษา", "en": "Pay by years after graduation"},
    descriptions={
        "th": "การมีงานทำและรายได้ตามจำนวนปีตั้งแต่สำเร็จการศึกษาจนถึงวันสำรวจ จำแนกตามสาขา "
        "นับเป็นปีปฏิทิน ผู้ที่ไม่ได้รับการสำรวจอยู่ในกลุ่มไม่ทราบ",
        "en": "Employment and pay by field and by the years from graduation to the survey. The "
        "years are calendar years apart; who was not surveyed is under not stated.",
    },
    dimensions=("since", "field"),
    indicators=indicators("graduates", "stated_pay", *PERCENTILES, "employment_rate"),
    keywords=("earnings", "pay", "experience", "รายได้"),
)
CUTS = ({"since": "since", "field": "broad"},)


def build(counts: Counts) -> DataSet:
    """The table from protected counts."""
    people = counts.graduates
    dimensions, rows = cells_of(people, CUTS, DEFINITION.dimensions)
    sheet = Sheet(DEFINITION, dimensions, places_in(people, rows, DEFINITION.dimensions))
    found = looked_up(people, sheet.dimensions, sheet.cells)
    put_counts(sheet, found)
    put_work(sheet, found)
    put_pay(sheet, found, counts)
    return sheet.data_set()
