"""A release, or the live figures: tables together with what they were made of and by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.data_sets.table import DataSet

LIVE = "live"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """`version` is semantic (`1.2.0`), or `live` for figures that no release holds yet.

    `issued` is an ISO date, of live figures the moment they were made; `positions` tell the next
    offset of every partition (`assessments.v1/0`) of the log whose events are in the figures;
    `sources` how many organisations gave graduates and vacancies; `data` is when the newest
    record was assessed. Where percentiles of
    graduates' pay are drawn with noise, `pay_epsilon` is the privacy loss of a cell and `pay_loss`
    the most that the release costs a person; both are 0 where they are not.
    """

    version: str
    issued: str
    synthetic: bool
    positions: Mapping[str, int]
    method: str
    taxonomies: Mapping[str, Sequence[str]]
    models: Mapping[str, Sequence[str]]
    data: str | None
    sources: Mapping[str, int]
    data_sets: Mapping[str, DataSet]
    pay_epsilon: float = 0.0
    pay_loss: float = 0.0

    @property
    def is_live(self) -> bool:
        """Whether the figures are provisional: not frozen, and gone with the next record."""
        return self.version == LIVE
