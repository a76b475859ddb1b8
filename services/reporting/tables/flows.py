"""Where the graduates of an origin work: by occupation, industry or region."""

import numpy as np

from services.reporting.cube.axis import Levels
from services.reporting.cube.counting import Floats
from services.reporting.cube.measures import EVERYONE
from services.reporting.data_sets import TOTAL, UNKNOWN, DataSetDefinition
from services.reporting.indicators.proportion import proportion
from services.reporting.tables.counts import Counts
from services.reporting.tables.sheet import (
    PERCENT,
    Looked,
    Sheet,
    cells_of,
    looked_up,
    places_in,
)


def put_flows(
    definition: DataSetDefinition, cuts: tuple[Levels, ...], counts: Counts
) -> tuple[Sheet, Looked]:
    """The table's cells with their counts and shares, and the counts to work out more from.

    The second dimension is where graduates went, the second indicator the share of those who
    are the same in all other dimensions and of whom it is known where they went.
    """
    people = counts.graduates
    dimensions, rows = cells_of(people, cuts, definition.dimensions)
    places = places_in(people, rows, definition.dimensions)
    position = dimensions[1].position
    outside = [position[code] for code in (TOTAL, UNKNOWN) if code in position]
    sheet = Sheet(definition, dimensions, places[~np.isin(places[:, 1], outside)])
    found = looked_up(people, sheet.dimensions, sheet.cells)
    sheet.count("employed_graduates", found.value(EVERYONE))
    everyone, unknown = (_others(counts, sheet, code) for code in (TOTAL, UNKNOWN))
    known = everyone - unknown
    share = proportion(
        found.per_record(EVERYONE, EVERYONE), known, design_effect=found.design_effect()
    )
    sheet.put(definition.indicators[1].id, share, n=known, scale=PERCENT)
    return sheet, found


def _others(counts: Counts, sheet: Sheet, destination: str) -> Floats:
    """Graduates of each cell's origin under another code of where they went.

    Who is not in work is under the code of the unknown: nobody knows where they would work.
    """
    people, name = counts.graduates, sheet.dimensions[1].name
    axis = next(axis for axis in people.axes if axis.name == name)
    dimensions = [sheet.dimensions[0], axis.dimension, *sheet.dimensions[2:]]
    cells = sheet.cells.copy()
    cells[:, 1] = axis.dimension.position.get(destination, -1)
    return looked_up(people, dimensions, cells).n(EVERYONE)
