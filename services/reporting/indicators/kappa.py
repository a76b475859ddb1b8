"""How far two methods agree beyond chance."""

from services.reporting.figures import RELIABLE_FROM, Figure
from services.reporting.indicators.tally import Tally

MEASURE = "kappa"


def cohens_kappa(
    dimension: str, methods: tuple[str, str], both: Tally, first: Tally, second: Tally, none: Tally
) -> Figure:
    """κ = (p_o − p_e) / (1 − p_e) over those both methods judged.

    `both` and `none` are where the methods agree, `first` and `second` where only that method
    finds a mismatch; p_o is the weighted share of agreement and p_e that expected from the
    margins. Without a value where both methods say one and the same thing of
    everybody (p_e = 1).
    Source: Cohen, J. (1960), Educational and Psychological Measurement 20(1), 37–46.
    """
    cells = (both, first, second, none)
    judged = both + first + second + none
    name = " × ".join(methods)
    if not judged.n:
        return Figure(
            dimension=dimension, method=name, measure=MEASURE, n=0,
            status="insufficient_evidence", reason="facts_missing",
        )  # fmt: skip
    if judged.n in (both.n, none.n):
        return Figure(
            dimension=dimension, method=name, measure=MEASURE, n=judged.n, tells=(judged.n,),
            status="not_applicable", reason="no_variation",
        )  # fmt: skip
    by_first = (both.weight + first.weight) / judged.weight
    by_second = (both.weight + second.weight) / judged.weight
    agreed = (both.weight + none.weight) / judged.weight
    expected = by_first * by_second + (1 - by_first) * (1 - by_second)
    few = judged.effective < RELIABLE_FROM
    return Figure(
        dimension=dimension,
        method=name,
        measure=MEASURE,
        status="low" if few else "ok",
        reason="few_observations" if few else None,
        value=(agreed - expected) / (1 - expected),
        n=judged.n,
        tells=tuple(cell.n for cell in cells),
    )
