"""shortage: which occupations are hard to fill, and the signs that say so."""

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.counting import Floats
from services.reporting.cube.measures import EVERYONE
from services.reporting.cube.protecting import taken
from services.reporting.cube.uniqueness import UNIQUE
from services.reporting.cube.vacancies import BEFORE, LATELY
from services.reporting.data_sets import TOTAL, UNKNOWN, DataSet, DataSetDefinition, Dimension
from services.reporting.indicators.estimates import REASON_CODES, Estimates
from services.reporting.indicators.growth import relative_growth
from services.reporting.indicators.shortage_index import COMPONENTS, shortage_index
from services.reporting.methods import METHODS
from services.reporting.tables import occupation_balance
from services.reporting.tables.counts import Counts
from services.reporting.tables.outcomes import mismatch_share
from services.reporting.tables.sheet import (
    PERCENT,
    Sheet,
    cells_of,
    estimated,
    looked_up,
    places_in,
)
from services.reporting.tables.texts import indicators

_SCORES = tuple(f"{name}_z" for name in COMPONENTS)
DEFINITION = DataSetDefinition(
    id="shortage",
    titles={"th": "อาชีพขาดแคลน", "en": "Occupations in shortage"},
    descriptions={
        "th": "ดัชนีการขาดแคลนของแต่ละอาชีพและองค์ประกอบทุกตัว: การเพิ่มของค่าจ้าง การเพิ่มของประกาศ "
        "เวลาที่ใช้บรรจุ การรับผู้มีวุฒิต่ำกว่าที่ต้องการ และความตึงตัว",
        "en": "The shortage index of each occupation and all its components: growth of offered "
        "pay, growth of vacancies, time to fill, under-qualification and tightness.",
    },
    dimensions=("occupation",),
    indicators=indicators("shortage_index", "components", *COMPONENTS, *_SCORES),
    keywords=("shortage", "hard to fill", "ขาดแคลน"),
)
CUTS = ({"occupation": "unit"},)
_SCALES = {"wage_growth": PERCENT, "vacancy_growth": PERCENT, "under_qualification": PERCENT}
_UNDER = next(m for m in METHODS if m.column == "vertical_normative_b")


def build(counts: Counts) -> DataSet:
    """The table from protected counts, scores over occupations of the same depth."""
    ever = counts.ever.counts
    dimensions, rows = cells_of(ever, CUTS, DEFINITION.dimensions)
    places = places_in(ever, rows, DEFINITION.dimensions)
    position = dimensions[0].position
    outside = [position[code] for code in (TOTAL, UNKNOWN) if code in position]
    sheet = Sheet(DEFINITION, dimensions, places[~np.isin(places[:, 0], outside)])
    found = _components(sheet, counts)
    for name, estimates in found.items():
        sheet.put(name, estimates, scale=_SCALES.get(name, 1.0))
    _put_index(sheet, found)
    return sheet.data_set()


def _components(sheet: Sheet, counts: Counts) -> dict[str, Estimates]:
    people = looked_up(counts.graduates, sheet.dimensions, sheet.cells)
    return {
        "wage_growth": _wage_growth(sheet, counts),
        "vacancy_growth": relative_growth(
            _posted(sheet, counts, LATELY), _posted(sheet, counts, BEFORE)
        ),
        "time_to_fill": _time_to_fill(sheet, counts),
        "under_qualification": mismatch_share(people, _UNDER, "under", of_cohort=False),
        "tightness": occupation_balance.tightness_of(sheet, counts),
    }


def _put_index(sheet: Sheet, found: dict[str, Estimates]) -> None:
    """Groups are compared with groups of their own depth."""
    values = {name: estimates.value for name, estimates in found.items()}
    depths = np.array([len(m.code) for m in sheet.dimensions[0].members])[sheet.cells[:, 0]]
    is_group = ~np.array(["_" in m.code for m in sheet.dimensions[0].members])[sheet.cells[:, 0]]
    for depth in np.unique(depths[is_group]):
        rows = is_group & (depths == depth)
        index = shortage_index({name: np.where(rows, x, np.nan) for name, x in values.items()})
        sheet.put("shortage_index", index.index, rows=rows)
        sheet.number("components", index.present, rows=rows)
        for name, component in index.components.items():
            sheet.put(f"{name}_z", _scores(component.score, found[name]), rows=rows)


def _scores(scores: Floats, of: Estimates) -> Estimates:
    """Without a score for the component's own reason; hidden where that is hidden."""
    nothing = np.full(scores.shape, np.nan)
    alike = np.where(np.isnan(of.value), of.reason, REASON_CODES.index("no_variation"))
    reason = np.where(np.isnan(scores), alike, 0).astype(np.int8)
    return Estimates(scores, nothing, nothing, reason)


def _posted(sheet: Sheet, counts: Counts, half: str) -> Floats:
    lately = counts.posted_lately.counts
    return looked_up(lately, *_in_half(sheet, counts, half)).n(UNIQUE)


def _wage_growth(sheet: Sheet, counts: Counts) -> Estimates:
    """Median pay offered lately against the half year before; it has no interval."""
    medians, hidden = [], np.zeros(len(sheet.cells), np.bool_)
    for half in (LATELY, BEFORE):
        found = looked_up(counts.posted_lately.counts, *_in_half(sheet, counts, half))
        medians.append(taken(counts.lately_offered_pay.value[:, 1], found.rows, np.nan))
        hidden |= np.isnan(found.n(EVERYONE))
    growth = medians[0] / medians[1] - 1
    nothing = np.full(growth.shape, np.nan)
    reason = np.where(np.isnan(growth) & ~hidden, REASON_CODES.index("base_small"), 0)
    return Estimates(np.where(hidden, np.nan, growth), nothing, nothing, reason.astype(np.int8))


def _time_to_fill(sheet: Sheet, counts: Counts) -> Estimates:
    found = looked_up(counts.ever.counts, sheet.dimensions, sheet.cells)
    hidden = np.isnan(found.n(EVERYONE))
    value, low, high, reason = (part[found.rows, 0] for part in vars(counts.time_to_fill).values())
    return estimated(value, low, high, reason, hidden)


def _in_half(
    sheet: Sheet, counts: Counts, half: str
) -> tuple[tuple[Dimension, ...], NDArray[np.int32]]:
    """The table's cells in one of the two half years."""
    period = next(a for a in counts.posted_lately.counts.axes if a.name == "period").dimension
    place = np.full((len(sheet.cells), 1), period.position.get(half, -1))
    return (period, *sheet.dimensions), np.concatenate([place, sheet.cells], axis=1).astype(
        np.int32
    )
