"""field-balance: graduates of each field beside the vacancies that accept it."""

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.counting import Floats
from services.reporting.cube.graduates import RESPONDENTS, SEEKING
from services.reporting.cube.measures import EVERYONE
from services.reporting.cube.protecting import Protected
from services.reporting.cube.uniqueness import OPENINGS, OPENINGS_UNIQUE, UNIQUE
from services.reporting.data_sets import TOTAL, UNKNOWN, DataSet, DataSetDefinition
from services.reporting.indicators import market_balance
from services.reporting.indicators.location_quotient import location_quotient
from services.reporting.tables.counts import Counts
from services.reporting.tables.sheet import (
    PERCENT,
    Looked,
    Part,
    Sheet,
    cells_of,
    looked_up,
    places_in,
    united,
)
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="field-balance",
    titles={"th": "ดุลของสาขาและพื้นที่", "en": "Balance of fields and regions"},
    descriptions={
        "th": "ผู้สำเร็จการศึกษาและผู้หางาน เทียบกับตำแหน่งงานว่างที่รับสาขานั้น จำแนกตามสาขา ภูมิภาค ระดับ และปี",
        "en": "Graduates and those looking for work beside open vacancies that accept their field, "
        "by field, region, level and year of graduation.",
    },
    dimensions=("year", "level", "field", "region"),
    indicators=indicators(
        "graduates",
        "seekers",
        "vacancies",
        "openings",
        "vacancies_unique",
        "openings_unique",
        "tightness",
        "openings_per_100_graduates",
        "share_gap",
        "location_quotient",
    ),
    keywords=("balance", "shortage", "surplus", "ขาดแคลน", "ล้นตลาด"),
)
CUTS = (
    {"year": "year", "level": "level", "field": "broad", "region": "region"},
    {"field": "broad", "region": "province"},
    {"year": "year", "region": "province"},
    {"level": "level", "region": "province"},
)

_TOLD = {
    # indicator -> what is counted of vacancies
    "vacancies": EVERYONE,
    "openings": OPENINGS,
    "vacancies_unique": UNIQUE,
    "openings_unique": OPENINGS_UNIQUE,
}
ACCEPTED_CUTS = (
    {"field": "broad", "region": "province"},
    {"field": "broad", "region": "region", "level": "level"},
)


def build(counts: Counts) -> DataSet:
    """The table from protected counts; vacancies are those open now, whatever the year."""
    dimensions, cells = united(_graduates(counts), _accepting(counts))
    sheet = Sheet(DEFINITION, dimensions, cells)
    here = _Sides(counts, sheet, sheet.cells)
    sheet.count("graduates", here.graduates)
    answered = here.people.n(RESPONDENTS)
    cohort = here.people.n(EVERYONE)
    covered = np.divide(answered, cohort, out=np.full(len(answered), np.nan), where=cohort > 0)
    sheet.count("seekers", here.people.value(SEEKING), coverage=covered)
    for name, counted in _TOLD.items():
        sheet.count(name, here.told[counted])
    seeking = here.people.per_record(SEEKING, RESPONDENTS)
    tight = market_balance.tightness(here.openings, here.graduates, answered, seeking)
    sheet.put("tightness", tight, n=answered, coverage=covered)
    per_hundred = market_balance.vacancies_per_hundred_graduates(here.openings, here.graduates)
    sheet.put("openings_per_100_graduates", per_hundred, n=cohort)
    _put_shares(sheet, counts, here)
    return sheet.data_set()


def _graduates(counts: Counts) -> Part:
    people = counts.graduates
    dimensions, rows = cells_of(people, CUTS, DEFINITION.dimensions)
    return dimensions, places_in(people, rows, DEFINITION.dimensions)


def _accepting(counts: Counts) -> Part:
    """Fields that vacancies accept, whether or not anybody graduated in them; of all years."""
    names, accepted = DEFINITION.dimensions[1:], counts.by_field.counts
    (level, field, region), rows = cells_of(accepted, ACCEPTED_CUTS, names)
    year = next(axis for axis in counts.graduates.axes if axis.name == "year").dimension
    ever = np.full((len(rows), 1), year.position[TOTAL], np.int32)
    return [year, level, field, region], np.hstack([ever, places_in(accepted, rows, names)])


class _Sides:
    """Graduates and vacancies of the same cells; without a field, all vacancies once.

    `vacancies` and `openings` are the unique ones: a job advertised twice is one job.
    """

    def __init__(self, counts: Counts, sheet: Sheet, cells: NDArray[np.int32]) -> None:
        self.people = looked_up(counts.graduates, sheet.dimensions, cells)
        self.graduates = self.people.value(EVERYONE)
        position = sheet.dimensions[2].position
        self.is_total = cells[:, 2] == position[TOTAL]
        self.is_known = ~self.is_total & (cells[:, 2] != position.get(UNKNOWN, -1))
        once = looked_up(counts.stock.counts, sheet.dimensions, cells)
        each = looked_up(counts.by_field.counts, sheet.dimensions, cells)
        self.told = {name: self._either(once, each, name) for name in _TOLD.values()}
        self.vacancies, self.openings = self.told[UNIQUE], self.told[OPENINGS_UNIQUE]
        self.all_graduates = self._of_known_fields(counts.graduates, sheet, cells, EVERYONE)
        accepted = counts.by_field.counts
        self.all_vacancies = self._of_known_fields(accepted, sheet, cells, UNIQUE)
        self.all_openings = self._of_known_fields(accepted, sheet, cells, OPENINGS_UNIQUE)

    def _of_known_fields(
        self, protected: Protected, sheet: Sheet, cells: NDArray[np.int32], name: str
    ) -> Floats:
        """What is counted in each cell's place over all fields, less what has no field."""
        sides = []
        for code in (TOTAL, UNKNOWN):
            moved = cells.copy()
            moved[:, 2] = sheet.dimensions[2].position.get(code, -1)
            sides.append(looked_up(protected, sheet.dimensions, moved).value(name))
        return np.asarray(sides[0] - sides[1])

    def _either(self, once: Looked, each: Looked, name: str) -> Floats:
        return np.where(self.is_total, once.value(name), each.value(name))


def _put_shares(sheet: Sheet, counts: Counts, here: _Sides) -> None:
    """The field's share of the openings against its share of the graduates, in the same place.

    Both of all whose field is known: an advertisement that accepts several counts in each.
    """
    demand, supply = here.all_openings, here.all_graduates
    gap = market_balance.share_gap(
        here.openings, demand, here.graduates, supply, here.all_vacancies
    )
    sheet.put("share_gap", gap, n=here.graduates, scale=PERCENT, rows=here.is_known)
    wide = _Sides(counts, sheet, _with_all_regions(sheet))
    quotient = location_quotient(here.openings, here.all_openings, wide.openings, wide.all_openings)
    is_local = sheet.cells[:, 3] != sheet.dimensions[3].position[TOTAL]
    sheet.put("location_quotient", quotient, n=here.vacancies, rows=here.is_known & is_local)


def _with_all_regions(sheet: Sheet) -> NDArray[np.int32]:
    """The same cells in all regions together."""
    cells = sheet.cells.copy()
    cells[:, 3] = sheet.dimensions[3].position[TOTAL]
    return cells
