"""Published tables: what they are made of, and the tables themselves with their figures."""

from services.reporting.data_sets.definition import (
    TOTAL,
    UNKNOWN,
    DataSetDefinition,
    Dimension,
    Indicator,
    Member,
)
from services.reporting.data_sets.extract import Extract, whole
from services.reporting.data_sets.publication import Publication
from services.reporting.data_sets.table import DataSet, Figure, Figures

__all__ = [
    "TOTAL",
    "UNKNOWN",
    "DataSet",
    "DataSetDefinition",
    "Dimension",
    "Extract",
    "Figure",
    "Figures",
    "Indicator",
    "Member",
    "Publication",
    "whole",
]
