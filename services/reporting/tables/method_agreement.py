"""method-agreement: how far the methods of a dimension agree, two by two."""

import numpy as np

from services.reporting.cube.agreement import BOTH, FIRST, NEITHER, SECOND, Pair
from services.reporting.data_sets import DataSet, DataSetDefinition, Dimension, Member
from services.reporting.indicators.agreement import cohens_kappa
from services.reporting.labels import Labels
from services.reporting.methods import Method
from services.reporting.tables.counts import Counts
from services.reporting.tables.outcomes import mismatch_id
from services.reporting.tables.sheet import Sheet, cells_of, looked_up, places_in
from services.reporting.tables.texts import indicator, indicators

DEFINITION = DataSetDefinition(
    id="method-agreement",
    titles={"th": "ความสอดคล้องกันของวิธีวัด", "en": "Agreement of the methods"},
    descriptions={
        "th": "ค่าแคปปาของโคเฮนระหว่างวิธีวัดความไม่สอดคล้องทีละสองวิธี",
        "en": "Cohen's kappa between every two methods that measure the same mismatch.",
    },
    dimensions=("year", "pair"),
    indicators=indicators("kappa", "compared"),
    keywords=("kappa", "method", "วิธีวัด"),
)


def build(counts: Counts) -> DataSet:
    """The table from protected counts; all pairs have the same years."""
    pairs = _dimension(list(counts.pairs))
    found = list(counts.pairs.values())
    (year,), rows = cells_of(found[0], [{"year": "year"}], ("year",))
    years = places_in(found[0], rows, ("year",))[:, 0]
    cells = np.stack(
        [np.tile(years, len(found)), np.repeat(np.arange(len(found)), len(years))], axis=1
    ).astype(np.int32)
    sheet = Sheet(DEFINITION, (year, pairs), cells)
    for place, protected in enumerate(found):
        rows_of_pair = sheet.cells[:, 1] == place
        looked = looked_up(protected, sheet.dimensions, sheet.cells)
        said = [looked.value(part) for part in (BOTH, FIRST, SECOND, NEITHER)]
        compared = np.sum([looked.n(part) for part in (BOTH, FIRST, SECOND, NEITHER)], axis=0)
        both, first, second, neither = said
        kappa = cohens_kappa(both, first, second, neither, looked.design_effect())
        sheet.put("kappa", kappa, n=compared, rows=rows_of_pair)
        sheet.count("compared", compared, rows=rows_of_pair)
    return sheet.data_set()


def _dimension(pairs: list[Pair]) -> Dimension:
    members = tuple(
        Member(f"{first.name}~{second.name}@{first.dimension}", _labels(first, second), "pair")
        for first, second in pairs
    )
    labels: Labels = {"th": "คู่ของวิธีวัด", "en": "pair of methods"}
    return Dimension("pair", labels, "methods of this system", members)


def _labels(*methods: Method) -> Labels:
    found = [indicator(mismatch_id(method, method.measures[0])).labels for method in methods]
    return {"th": " กับ ".join(x["th"] for x in found), "en": " and ".join(x["en"] for x in found)}
