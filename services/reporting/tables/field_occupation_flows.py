"""field-occupation-flows: in which occupations the graduates of each field work."""

from services.reporting.data_sets import DataSet, DataSetDefinition
from services.reporting.tables.counts import Counts
from services.reporting.tables.flows import put_flows
from services.reporting.tables.outcomes import put_mismatch
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="field-occupation-flows",
    titles={"th": "จากสาขาสู่อาชีพ", "en": "From field of study to occupation"},
    descriptions={
        "th": "ผู้สำเร็จการศึกษาที่มีงานทำและทราบอาชีพ จำแนกตามสาขาและอาชีพ",
        "en": "Graduates in work whose occupation is known, by field and occupation.",
    },
    dimensions=("field", "occupation", "level", "year"),
    indicators=indicators("employed_graduates", "share_of_field", "over_normative_b"),
    keywords=("flow", "occupation", "การเปลี่ยนผ่านสู่งาน"),
)
CUTS = (
    {"field": "broad", "occupation": "sub_major", "year": "year"},
    {"field": "broad", "occupation": "sub_major", "level": "level"},
)


def build(counts: Counts) -> DataSet:
    """The table from protected counts; without those whose occupation nobody knows."""
    sheet, found = put_flows(DEFINITION, CUTS, counts)
    put_mismatch(sheet, found, of_cohort=False)
    return sheet.data_set()
