"""What a data set says of itself: in short for lists, and in full for those who use it."""

from collections.abc import Mapping
from typing import Any

from services.reporting.data_sets import DataSet, Dimension, Indicator, Publication
from services.reporting.figures import REASONS
from services.reporting.labels import Labels
from services.reporting.querying.conditions import ORDERED, STATUSES
from services.reporting.querying.notices import cuts


def in_short(publication: Publication, table: DataSet) -> Mapping[str, Any]:
    """What the table is called and how large it is."""
    definition = table.definition
    return {
        "id": definition.id,
        "titles": definition.titles,
        "descriptions": definition.descriptions,
        "keywords": definition.keywords,
        "version": publication.version,
        "issued": publication.issued,
        "provisional": publication.is_live,
        "synthetic": publication.synthetic,
        "cells": len(table),
        "dimensions": definition.dimensions,
        "indicators": [indicator.id for indicator in definition.indicators],
    }


def of_publication(publication: Publication, name: str) -> Mapping[str, Any]:
    """Which table of which publication an answer is about."""
    return {
        "data_set": name,
        "version": publication.version,
        "provisional": publication.is_live,
        "synthetic": publication.synthetic,
        "issued": publication.issued,
        "versions": {
            "method": publication.method,
            "taxonomy": publication.taxonomies,
            "model": publication.models,
            "data": publication.data,
        },
    }


def in_full(publication: Publication, table: DataSet) -> Mapping[str, Any]:
    """Dimensions with all members, and indicators with all that a user of them must know."""
    definition = table.definition
    return {
        **of_publication(publication, definition.id),
        "titles": definition.titles,
        "descriptions": definition.descriptions,
        "dimensions": [_dimension(dimension) for dimension in table.dimensions],
        "indicators": [of_indicator(indicator) for indicator in definition.indicators],
        "statuses": STATUSES,
        "reasons": {code: reason_texts(code) for code in REASONS},
        "cuts": cuts(table),
    }


def reason_texts(code: str) -> Labels:
    """Why a figure has no value, or less weight."""
    english, thai = REASONS[code]
    return {"th": thai, "en": english}


def of_indicator(indicator: Indicator) -> Mapping[str, Any]:
    """The measure with definition, formula, source and warnings."""
    return {
        "id": indicator.id,
        "labels": indicator.labels,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "definition": indicator.definition,
        "formula": indicator.formula,
        "source": indicator.source,
        "caveats": indicator.caveats,
        "do_not_use_for": indicator.do_not_use_for,
        "method": indicator.method,
    }


def _dimension(dimension: Dimension) -> Mapping[str, Any]:
    return {
        "id": dimension.name,
        "labels": dimension.labels,
        "classification": dimension.classification,
        "ordered": dimension.name in ORDERED,
        "levels": list(dict.fromkeys(member.level for member in dimension.members)),
        "members": dimension.members,
    }
