"""Plain counts of records as figures."""

from services.reporting.figures import Figure
from services.reporting.indicators.tally import Tally


def count(
    measure: str,
    counted: Tally,
    coverage: float | None = None,
    rests_on: tuple[str, ...] = (),
) -> Figure:
    """The weighted number of records; a count of what was recorded has no sampling interval.

    `coverage` is the share of all records, in every group, whose group is known.
    """
    return Figure(
        measure=measure,
        status="ok",
        value=float(round(counted.weight)),
        n=counted.n,
        coverage=coverage,
        uncoded=None if coverage is None else 1 - coverage,
        tells=(counted.n,),
        rests_on=rests_on,
    )
