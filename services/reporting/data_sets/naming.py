"""Whether names and codes that somebody gives mean one figure of a publication."""

from collections.abc import Iterator, Mapping
from functools import reduce

import numpy as np

from services.reporting.data_sets.publication import Publication
from services.reporting.data_sets.table import DataSet
from shared.web.faults import Fault, fault


def faults_of(
    publication: Publication | None, data_set: str, indicator: str | None, cell: Mapping[str, str]
) -> Iterator[tuple[str, Fault]]:
    """All that keeps these names from being one figure of the publication: place, fault."""
    tables = {} if publication is None else publication.data_sets
    found = tables.get(data_set)
    if found is None:
        yield "data_set", fault("unknown_data_set", value=data_set)
        return
    known = found.definition.position
    if indicator is not None and indicator not in known:
        yield "indicator", fault("unknown_indicator", value=indicator)
    dimensions = {dimension.name: dimension for dimension in found.dimensions}
    for name, code in cell.items():
        if name not in dimensions:
            yield f"cell/{name}", fault("unknown_dimension", value=name)
        elif code not in dimensions[name].position:
            yield f"cell/{name}", fault("unknown_member", value=code, dimension=name)
    for name, dimension in dimensions.items():
        if not dimension.has_total and name not in cell:
            yield f"cell/{name}", fault("required")


def is_cut(data_set: DataSet, codes: Mapping[str, str]) -> bool:
    """Whether the table has any cell of these depths: if not, no record there says nothing."""
    found = []
    for dimension in data_set.dimensions:
        member = dimension.members[dimension.position[codes[dimension.name]]]
        level = [other.code for other in dimension.members if other.level == member.level]
        found.append(data_set.among(dimension.name, level))
    return bool(len(reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), found)))
