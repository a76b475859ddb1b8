"""The figure of a rule in a publication, and the value in it that can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.alerts.rules import Rule
from services.reporting.data_sets import TOTAL, DataSet, Figure, Indicator, Publication
from services.reporting.data_sets.naming import faults_of, is_cut

_READABLE = ("ok", "low")
_COUNTED = ("persons", "records")


@dataclass(frozen=True)
class Reading:
    """A rule's figure; `figure` is None where the publication counts no record or lacks the cell.

    `value` is what can be compared: None for a figure that is suppressed or does not apply.
    """

    indicator: Indicator
    codes: Mapping[str, str]
    figure: Figure | None
    value: float | None

    @property
    def status(self) -> str:
        """The figure's; of no record `ok` where that is a count of zero."""
        if self.figure is not None:
            return self.figure.status
        return "not_applicable" if self.value is None else "ok"


def read(publication: Publication, rule: Rule) -> Reading | None:
    """The figure in the publication; None when it no longer has the table, indicator or code."""
    if any(True for _ in faults_of(publication, rule.data_set, rule.indicator, rule.cell)):
        return None
    data_set = publication.data_sets[rule.data_set]
    indicator = data_set.definition.indicator(rule.indicator)
    codes = {name: rule.cell.get(name, TOTAL) for name in data_set.definition.dimensions}
    figure = data_set.figure(indicator.id, **codes)
    return Reading(indicator, codes, figure, _value(data_set, indicator, codes, figure))


def _value(
    data_set: DataSet, indicator: Indicator, codes: Mapping[str, str], figure: Figure | None
) -> float | None:
    if figure is not None:
        return figure.value if figure.status in _READABLE else None
    return 0.0 if indicator.unit in _COUNTED and is_cut(data_set, codes) else None
