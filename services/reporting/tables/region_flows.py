"""region-flows: where the graduates of each region of study work."""

from services.reporting.data_sets import DataSet, DataSetDefinition
from services.reporting.tables.counts import Counts
from services.reporting.tables.flows import put_flows
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="region-flows",
    titles={"th": "จากภูมิภาคที่ศึกษาสู่ภูมิภาคที่ทำงาน", "en": "From region of study to region of work"},
    descriptions={
        "th": "ผู้สำเร็จการศึกษาที่มีงานทำและทราบพื้นที่ทำงาน จำแนกตามพื้นที่ที่ศึกษา พื้นที่ที่ทำงาน และระดับ",
        "en": "Graduates in work whose place of work is known, by where they studied, where they "
        "work, and level.",
    },
    dimensions=("region", "work_region", "level"),
    indicators=indicators("employed_graduates", "share_of_region"),
    keywords=("flow", "migration", "region", "การย้ายถิ่น"),
)
CUTS = (
    {"region": "region", "work_region": "region", "level": "level"},
    {"region": "province", "work_region": "region"},
    {"region": "region", "work_region": "province"},
)


def build(counts: Counts) -> DataSet:
    """The table from protected counts; without those of whom nobody knows where they work."""
    sheet, _ = put_flows(DEFINITION, CUTS, counts)
    return sheet.data_set()
