"""Plain counts of records as figures."""

from services.reporting.figures import Figure
from services.reporting.indicators.tally import Tally


def count(
    measure: str, counted: Tally, coverage: float | None = None, uncoded: float | None = None
) -> Figure:
    """The weighted number of records; a count of what was recorded has no sampling interval."""
    return Figure(
        measure=measure,
        status="ok",
        value=float(round(counted.weight)),
        n=counted.n,
        coverage=coverage,
        uncoded=uncoded,
        tells=(counted.n,),
    )
