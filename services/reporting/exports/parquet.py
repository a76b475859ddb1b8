"""Apache Parquet: one row a figure, codes as dictionaries, everything about them in the schema."""

from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet

from services.reporting.data_sets import Dimension, Extract
from services.reporting.data_sets.long_form import to_table
from services.reporting.exports.about import facts

KEY = b"lmis"
"""Of the schema's metadata: JSON with the extract's facts, indicators and dimensions."""


def to_parquet(extract: Extract) -> bytes:
    """Compressed by Zstandard; the same bytes for the same extract and version of Arrow."""
    table = to_table(extract)
    about = {**facts(extract), "indicators": _indicators(extract), "dimensions": _names(extract)}
    stated = table.replace_schema_metadata({KEY: msgspec.json.encode(about)})
    body = pa.BufferOutputStream()
    pyarrow.parquet.write_table(stated, body, compression="zstd")
    return bytes(body.getvalue())


def _indicators(extract: Extract) -> dict[str, Any]:
    chosen = (extract.data_set.definition.indicator(name) for name in extract.indicators)
    return {i.id: {"labels": i.labels, "unit": i.unit, "decimals": i.decimals} for i in chosen}


def _names(extract: Extract) -> dict[str, Any]:
    return {dimension.name: _of(dimension) for dimension in extract.data_set.dimensions}


def _of(dimension: Dimension) -> dict[str, Any]:
    return {
        "labels": dimension.labels,
        "classification": dimension.classification,
        "members": {member.code: member.labels for member in dimension.members},
    }
