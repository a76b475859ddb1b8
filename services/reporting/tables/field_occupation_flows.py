"""field-occupation-flows: in which occupations the graduates of each field work."""

import numpy as np

from services.reporting.cube.measures import EVERYONE
from services.reporting.data_sets import TOTAL, UNKNOWN, DataSet, DataSetDefinition
from services.reporting.indicators.proportion import proportion
from services.reporting.tables.counts import Counts
from services.reporting.tables.outcomes import put_mismatch
from services.reporting.tables.sheet import PERCENT, Sheet, cells_of, looked_up, places_in
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
    people = counts.graduates
    dimensions, rows = cells_of(people, CUTS, DEFINITION.dimensions)
    places = places_in(people, rows, DEFINITION.dimensions)
    of_occupation = dimensions[1].position
    outside = [of_occupation[code] for code in (TOTAL, UNKNOWN) if code in of_occupation]
    sheet = Sheet(DEFINITION, dimensions, places[~np.isin(places[:, 1], outside)])
    found = looked_up(people, sheet.dimensions, sheet.cells)
    sheet.count("employed_graduates", found.value(EVERYONE))
    in_field, unknown = (_others(counts, sheet, code) for code in (TOTAL, UNKNOWN))
    working = in_field - unknown
    here = found.per_record(EVERYONE, EVERYONE)
    sheet.put("share_of_field", proportion(here, working), n=working, scale=PERCENT)
    put_mismatch(sheet, found)
    return sheet.data_set()


def _others(counts: Counts, sheet: Sheet, occupation: str) -> np.typing.NDArray[np.float64]:
    """Graduates of each cell's field, level and year under another code of occupation.

    Who is not in work is under the code of the unknown, as who works nobody knows as what.
    """
    people = counts.graduates
    axis = next(axis for axis in people.axes if axis.name == "occupation")
    dimensions = [sheet.dimensions[0], axis.dimension, *sheet.dimensions[2:]]
    cells = sheet.cells.copy()
    cells[:, 1] = axis.dimension.position.get(occupation, -1)
    return looked_up(people, dimensions, cells).n(EVERYONE)
