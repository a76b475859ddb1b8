"""A publication as files and back: one Parquet file a table, and metadata that names everything."""

import io
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from services.reporting.data_sets import (
    DataSet,
    DataSetDefinition,
    Dimension,
    Figures,
    Publication,
    whole,
)
from services.reporting.data_sets.long_form import to_table
from services.reporting.data_sets.table import REASON_CODES, STATUSES

METADATA = "metadata.json"
Files = Mapping[str, bytes]
"""Path -> content."""


class _Table(msgspec.Struct, frozen=True):
    definition: DataSetDefinition
    dimensions: tuple[Dimension, ...]


class _Metadata(msgspec.Struct, frozen=True):
    publication: dict[str, Any]
    data_sets: dict[str, _Table]


def table_path(name: str) -> str:
    """Where a table's figures are."""
    return f"tables/{name}.parquet"


def to_files(publication: Publication) -> dict[str, bytes]:
    """Equal publications give equal bytes."""
    tables = {
        name: _Table(data_set.definition, data_set.dimensions)
        for name, data_set in publication.data_sets.items()
    }
    about = {spec.name: getattr(publication, spec.name) for spec in fields(publication)}
    about.pop("data_sets")
    if not publication.pay_epsilon:
        del about["pay_epsilon"], about["pay_loss"]
    files = {METADATA: to_json(_Metadata(about, tables))}
    for name in publication.data_sets:
        sink = io.BytesIO()
        pq.write_table(to_table(whole(publication, name)), sink, compression="zstd")
        files[table_path(name)] = sink.getvalue()
    return files


def to_json(value: Any) -> bytes:
    """Indented, so that people can read it; keys in the order given."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1)


def from_files(files: Files) -> Publication:
    """The publication that `to_files` wrote, with the definitions it was published with."""
    metadata = msgspec.json.decode(files[METADATA], type=_Metadata)
    data_sets = {
        name: _data_set(table, pq.read_table(io.BytesIO(files[table_path(name)])))
        for name, table in metadata.data_sets.items()
    }
    return Publication(**metadata.publication, data_sets=data_sets)


def _data_set(table: _Table, figures: pa.Table) -> DataSet:
    """The file has one row a figure, cell by cell, indicators in the definition's order."""
    width = len(table.definition.indicators)
    cells = [
        _places(figures[d.name], [member.code for member in d.members])[::width]
        for d in table.dimensions
    ]
    shape = (len(figures) // width, width)
    found = {name: _floats(figures[name]).reshape(shape) for name in _FLOATS}
    n = figures["n"].to_numpy(zero_copy_only=False)
    return DataSet(
        table.definition,
        table.dimensions,
        np.stack(cells, axis=1).astype(np.int32),
        Figures(
            n=np.where(np.isnan(n), -1, n).astype(np.int32).reshape(shape),
            status=_places(figures["status"], STATUSES).astype(np.int8).reshape(shape),
            reason=_places(figures["reason"], REASON_CODES).astype(np.int8).reshape(shape),
            **found,
        ),
    )


_FLOATS = ("value", "low", "high", "coverage", "uncoded")


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(column.to_numpy(zero_copy_only=False), np.float64)


def _places(column: pa.ChunkedArray, codes: Any) -> NDArray[np.int64]:
    """Each row's place among the codes; 0 for none, which is "" among reasons."""
    position = {code: i for i, code in enumerate(codes)}
    encoded = column.combine_chunks()
    if not isinstance(encoded, pa.DictionaryArray):
        encoded = encoded.dictionary_encode()
    known = np.array([position[code] for code in encoded.dictionary.to_pylist()] or [0])
    indices = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return np.where(indices < 0, 0, known[indices])
