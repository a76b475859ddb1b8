"""Tightness of a market: openings for each graduate looking for work."""

from services.reporting.figures import RELIABLE_FROM, Figure, Interval, Status, ratio
from services.reporting.indicators.intervals import agresti_coull
from services.reporting.indicators.tally import Tally

MEASURE = "tightness"
RESTS_ON = ("graduates", "seekers", "openings")


def tightness(openings: int, graduates: Tally, answered: Tally, seeking: Tally) -> Figure:
    """θ = v / u, with v the openings of open vacancies and u the graduates looking for work.

    Only those who answered the tracer survey are known to look for work or not, and who did not
    answer is not counted as settled: u = graduates · (seeking / answered). The interval is that
    of the share of seekers, by Agresti–Coull, carried over; its upper end is open when u may be
    nil. Without seekers θ has no value and says why; it is never infinite.
    Source: Pissarides, C. (2000), Equilibrium Unemployment Theory, chapter 1.
    """
    coverage = ratio(answered.n, graduates.n)
    if not answered.n:
        reason = "facts_missing" if graduates.n else "nobody_concerned"
        status: Status = "insufficient_evidence" if graduates.n else "not_applicable"
        return not_told(reason, status, n=0, coverage=coverage)
    if not seeking.n:
        return not_told("no_seekers", "not_applicable", n=answered.n, coverage=coverage)
    share = seeking.weight / answered.weight
    bounds = agresti_coull(share, answered.effective)
    few = answered.effective < RELIABLE_FROM
    return Figure(
        measure=MEASURE,
        status="low" if few else "ok",
        reason="few_observations" if few else None,
        value=openings / (graduates.weight * share),
        n=answered.n,
        interval=Interval(
            ratio(openings, graduates.weight * (bounds.high or 0.0)),
            ratio(openings, graduates.weight * (bounds.low or 0.0)),
        ),
        coverage=coverage,
        rests_on=RESTS_ON,
    )


def not_told(
    reason: str, status: Status, n: int | None = None, coverage: float | None = None
) -> Figure:
    """Tightness without a value, and the reason."""
    return Figure(
        measure=MEASURE, status=status, reason=reason, n=n, coverage=coverage, rests_on=RESTS_ON
    )
