"""Which vacancies repeat one another, by the key that each says it repeats."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from services.reporting.facts.columns import Coded


def clusters_of(keys: pa.ChunkedArray, repeated: Coded) -> NDArray[np.int32]:
    """A number for each record, the same for those that repeat one another.

    `repeated` is the key of the record that each repeats. That one may itself be said to repeat
    another, or not be here at all: those that name it belong together all the same.
    """
    count, named = len(keys), pa.array(repeated.values, type=pa.string())
    if not len(named):
        return np.arange(count, dtype=np.int32)
    elsewhere = pa.array(np.arange(count, count + len(named)))
    place = pc.coalesce(pc.index_in(named, value_set=keys), elsewhere)
    rows = np.flatnonzero(repeated.codes >= 0)
    ends = place.to_numpy(zero_copy_only=False)[repeated.codes[rows]]
    size = count + len(named)
    links = coo_array((np.ones(len(rows), np.int8), (rows, ends)), shape=(size, size))
    _, cluster = connected_components(links, directed=False)
    return np.asarray(cluster[:count], np.int32)
