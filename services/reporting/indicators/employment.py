"""Outcomes of a cohort: the Thai employment rate, and the international rates beside it.

`in_work` counts the employed and the self-employed, `respondents` those who answered the tracer
survey, `cohort` everyone who graduated. The rates are fractions of one.
"""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import (
    Estimates,
    Floats,
    estimates,
    floats,
    known,
    ratio,
)
from services.reporting.indicators.proportion import proportion


def thai_employment_rate(
    in_work: ArrayLike,
    respondents: ArrayLike,
    not_available: ArrayLike,
    cohort: ArrayLike | None = None,
    design_effect: ArrayLike = 1.0,
) -> Estimates:
    """Employed or self-employed after graduation / (respondents − those not available for work).

    Not available are those who study on, are ordained, conscripted or ill, under one code.
    Source: the indicator of graduates employed or self-employed within one year in the quality
    assurance guidance of the Thai Office of the Higher Education Commission.
    """
    answered, away = floats(respondents, not_available)
    available = np.maximum(answered - away, 0)
    population = _population(available, answered, cohort)
    return proportion(in_work, available, population, design_effect)


def employment_to_population(
    in_work: ArrayLike,
    respondents: ArrayLike,
    cohort: ArrayLike | None = None,
    design_effect: ArrayLike = 1.0,
) -> Estimates:
    """Employed or self-employed / all respondents, available for work or not.

    Source: International Labour Organization, Key Indicators of the Labour Market, KILM 2; 19th
    International Conference of Labour Statisticians (2013), resolution I.
    """
    return proportion(in_work, respondents, cohort, design_effect)


def unemployment_rate(
    seeking: ArrayLike,
    in_work: ArrayLike,
    respondents: ArrayLike,
    cohort: ArrayLike | None = None,
    design_effect: ArrayLike = 1.0,
) -> Estimates:
    """u / (u + e): those looking for work, of those who work or look for work.

    Source: 19th International Conference of Labour Statisticians (2013), resolution I.
    """
    unemployed, employed, answered = floats(seeking, in_work, respondents)
    active = unemployed + employed
    population = _population(active, answered, cohort)
    return proportion(unemployed, active, population, design_effect)


def response_rate(respondents: ArrayLike, cohort: ArrayLike) -> Estimates:
    """Respondents / cohort. Both are counted, not estimated: there is no interval.

    Source: American Association for Public Opinion Research, Standard Definitions, RR1.
    """
    answered, everyone = floats(respondents, cohort)
    return estimates(
        np.clip(ratio(answered, everyone), 0, 1),
        where_known=known(answered, everyone),
        without={"nobody_concerned": everyone <= 0},
        observations=everyone,
    )


def _population(base: Floats, respondents: Floats, cohort: ArrayLike | None) -> Floats:
    """How many of the cohort are of the base's kind, as far as the respondents tell.

    Nobody answered: the whole cohort may be.
    """
    everyone = np.asarray(np.nan if cohort is None else cohort, dtype=np.float64)
    return np.where(respondents > 0, everyone * ratio(base, respondents), everyone)
