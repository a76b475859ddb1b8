"""Hires lost because those who look for work and the openings are in different cells."""

from numpy.typing import ArrayLike

from services.reporting.indicators.market_cells import CellComparison, sides

ALPHA = 0.5
"""Elasticity of matches to vacancies: the value of the source's main results."""


def sstv(
    openings: ArrayLike,
    graduates: ArrayLike,
    all_openings: ArrayLike | None = None,
    all_graduates: ArrayLike | None = None,
    *,
    alpha: float = ALPHA,
) -> CellComparison:
    """M = 1 − Σ (v_i/V)^α (u_i/U)^(1−α) over the cells of the last axis: 0 equal, 1 disjoint.

    The part of hires lost against the best distribution of the same graduates. It grows with the
    number of cells, which is why that is always told. Hidden cells count as one
    (`market_cells.sides`). Raises ValueError for an α that is not between 0 and 1.
    Source: Şahin, A., Song, J., Topa, G. and Violante, G. L. (2014), American Economic Review
    104(11), 3529–3564, with equal efficiency of matching in all cells.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha {alpha} is not between 0 and 1")
    compared = sides(openings, graduates, all_openings, all_graduates)
    hires = (compared.first**alpha * compared.second ** (1 - alpha)).sum(axis=-1)
    return compared.compared(1 - hires, ("no_openings", "nobody_concerned"))
