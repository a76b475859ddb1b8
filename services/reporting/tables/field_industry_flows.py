"""field-industry-flows: in which industries the graduates of each field work."""

from services.reporting.data_sets import DataSet, DataSetDefinition
from services.reporting.tables.counts import Counts
from services.reporting.tables.flows import put_flows
from services.reporting.tables.outcomes import put_mismatch
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="field-industry-flows",
    titles={"th": "จากสาขาสู่อุตสาหกรรม", "en": "From field of study to industry"},
    descriptions={
        "th": "ผู้สำเร็จการศึกษาที่มีงานทำและทราบอุตสาหกรรม จำแนกตามสาขาและอุตสาหกรรม",
        "en": "Graduates in work whose industry is known, by field and industry.",
    },
    dimensions=("field", "industry", "level", "year"),
    indicators=indicators("employed_graduates", "share_of_field", "over_normative_b"),
    keywords=("flow", "industry", "การเปลี่ยนผ่านสู่งาน"),
)
CUTS = (
    {"field": "broad", "industry": "section", "year": "year"},
    {"field": "broad", "industry": "section", "level": "level"},
)


def build(counts: Counts) -> DataSet:
    """The table from protected counts; without those whose industry nobody knows."""
    sheet, found = put_flows(DEFINITION, CUTS, counts)
    put_mismatch(sheet, found, of_cohort=False)
    return sheet.data_set()
