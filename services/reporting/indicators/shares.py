"""Shares with their intervals: of the mismatched in a group, and of a group in the whole."""

from dataclasses import replace

from services.reporting.figures import RELIABLE_FROM, Figure, ratio
from services.reporting.indicators.intervals import agresti_coull
from services.reporting.indicators.tally import Tally


def mismatch_share(
    *,
    dimension: str,
    method: str,
    measure: str,
    found: Tally,
    judged: Tally,
    concerned: int,
    uncoded: int,
    tells: tuple[int, ...] = (),
) -> Figure:
    """Σw(found) / Σw(judged), an Agresti–Coull interval at Kish's effective n.

    `concerned` counts everyone the question applies to. Whoever lacks the facts is in
    `concerned` and not in `judged`: he or she lowers `coverage` = judged / concerned and never
    counts as a match. `tells` are further counts the figure would give away.
    """
    coverage, uncoded_share = ratio(judged.n, concerned), ratio(uncoded, concerned)
    figure = Figure(
        dimension=dimension,
        method=method,
        measure=measure,
        status="ok",
        n=judged.n,
        coverage=coverage,
        uncoded=uncoded_share,
        tells=(judged.n, found.n, judged.n - found.n, *tells),
    )
    if not concerned:
        return replace(figure, status="not_applicable", reason="nobody_concerned")
    if not judged.n:
        return replace(figure, status="insufficient_evidence", reason="facts_missing")
    value = found.weight / judged.weight
    few = judged.effective < RELIABLE_FROM
    return replace(
        figure,
        value=value,
        interval=agresti_coull(value, judged.effective),
        status="low" if few else "ok",
        reason="few_observations" if few else None,
    )


def plain_share(
    measure: str,
    part: Tally,
    whole: Tally,
    rests_on: tuple[str, ...] = (),
    tells: tuple[int, ...] = (),
) -> Figure:
    """Σw(part) / Σw(whole), an Agresti–Coull interval at Kish's effective n of the whole."""
    if not whole.weight:
        return Figure(
            measure=measure, status="not_applicable", reason="nobody_concerned", n=0,
            rests_on=rests_on,
        )  # fmt: skip
    few = whole.effective < RELIABLE_FROM
    value = part.weight / whole.weight
    return Figure(
        measure=measure,
        status="low" if few else "ok",
        reason="few_observations" if few else None,
        value=value,
        n=whole.n,
        interval=agresti_coull(value, whole.effective),
        tells=tells,
        rests_on=rests_on,
    )
