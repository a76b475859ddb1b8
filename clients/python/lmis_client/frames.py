"""Figures as tidy data frames of pandas and polars, one row a figure; what is missing stays so."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lmis_client.documents import Cell
from lmis_client.problems import MissingExtra

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Columns = Mapping[str, list[Any]]
Names = Mapping[str, Mapping[str, str]]
"""Dimension -> code -> name."""

NUMBERS = ("value", "low", "high", "coverage", "uncoded")
COUNT = "n"
_OF_A_FIGURE = ("value", "low", "high", COUNT, "status", "reason", "coverage", "uncoded")


def columns(cells: Iterable[Cell], dimensions: Sequence[str], names: Names) -> Columns:
    """Codes, with names beside them where there are any, then indicator and figure."""
    headings = [*dimensions, "indicator", *_OF_A_FIGURE]
    found: dict[str, list[Any]] = {heading: [] for heading in headings}
    for cell in cells:
        for indicator, figure in cell["figures"].items():
            for dimension in dimensions:
                found[dimension].append(cell["cell"][dimension])
            found["indicator"].append(indicator)
            told: Mapping[str, Any] = figure
            for name in _OF_A_FIGURE:
                found[name].append(told[name])
    return _named(found, names)


def to_pandas(columns: Columns, provenance: Mapping[str, Any]) -> "pd.DataFrame":
    """A frame of nullable types with the provenance in its `attrs`."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra("pandas") from error
    frame = pd.DataFrame(
        {name: pd.array(values, dtype=_pandas_type(name)) for name, values in columns.items()}
    )
    frame.attrs["provenance"] = dict(provenance)
    return frame


def to_polars(columns: Columns) -> "pl.DataFrame":
    """A frame with null where there is nothing."""
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtra("polars") from error
    types = {"Float64": pl.Float64, "Int64": pl.Int64, "string": pl.String}
    return pl.DataFrame(columns, schema={name: types[_pandas_type(name)] for name in columns})


def _named(found: Mapping[str, list[Any]], names: Names) -> Columns:
    named: dict[str, list[Any]] = {}
    for heading, values in found.items():
        named[heading] = values
        if heading in names:
            of_code = names[heading]
            named[f"{heading}_name"] = [of_code.get(code) for code in values]
    return named


def _pandas_type(name: str) -> str:
    if name == COUNT:
        return "Int64"
    return "Float64" if name in NUMBERS else "string"
