"""Scenes of pages over small tables whose figures a test states."""

from typing import Any

from services.reporting.data_sets import DataSet
from services.reporting.data_sets.table import STATUSES
from services.reporting.pages.choice import Choice
from services.reporting.pages.language import Reader
from services.reporting.pages.scene import Scene
from tests.support.published import a_data_set, a_dimension, a_publication, an_indicator

REGIONS = {"TH-10": "bangkok", "TH-50": "north", "TH-57": "north"}


def a_balance() -> DataSet:
    """field-balance by year, field and region."""
    indicators = (
        an_indicator("graduates", "persons", decimals=0),
        an_indicator("openings", "records", decimals=0),
        an_indicator("openings_per_100_graduates", "ratio", decimals=0),
        an_indicator("share_gap", "points"),
        an_indicator("tightness", "ratio"),
    )
    dimensions = (
        a_dimension("year", ("2023", "2024")),
        a_dimension("level", ("6",)),
        a_dimension("field", ("01", "04", "06")),
        a_dimension("region", ("bangkok", "north", *REGIONS), REGIONS),
    )
    return a_data_set("field-balance", dimensions, indicators)


def a_scene(*tables: DataSet, language: Any = "en", **chosen: str) -> Scene:
    """What a page of these tables would be drawn from."""
    return Scene(
        publication=a_publication("1.2.0", *tables),
        choice=Choice(**chosen),
        reader=Reader(language),
        releases=("1.2.0",),
        root="https://lmis.example/reporting",
        address="https://lmis.example/reporting/?release=1.2.0",
    )


def put(
    table: DataSet, indicator: str, value: float | None, spread: float = 1.0, **codes: str
) -> None:
    """State one figure with bounds `spread` around it; None hides it."""
    row, column, figures = table.row(**codes), table.definition.position[indicator], table.figures
    status = "suppressed" if value is None else "ok"
    figures.status[row, column] = STATUSES.index(status)  # type: ignore[call-overload]
    stated = float("nan") if value is None else value
    figures.value[row, column] = stated  # type: ignore[call-overload]
    figures.low[row, column] = stated - spread  # type: ignore[call-overload]
    figures.high[row, column] = stated + spread  # type: ignore[call-overload]
