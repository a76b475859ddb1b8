"""Gap between what a group is of the demand and what it is of the supply."""

from services.reporting.figures import RELIABLE_FROM, Figure
from services.reporting.indicators.intervals import agresti_caffo
from services.reporting.indicators.tally import Tally

MEASURE = "share_gap"
RESTS_ON = ("graduates", "openings")


def share_gap(
    demand: Tally, all_demand: Tally, vacancies: Tally, supply: Tally, all_supply: Tally
) -> Figure:
    """v_i/V − u_i/U: the group's share of openings less its share of graduates.

    Above 0 employers ask for more of the group than its part of the graduates. Both shares are
    of the records whose group is known, so that the gaps of all groups add up to 0, and need no
    common scale: a sample of the vacancies can stand beside a full register of graduates. A
    vacancy that accepts several groups is in `all_demand` once for each, but is one observation:
    the interval is Agresti–Caffo's at the effective numbers of `vacancies` and `all_supply`.
    Half the sum of the absolute gaps is the dissimilarity index of Duncan, O. D. and Duncan, B.
    (1955), American Sociological Review 20(2).
    """
    if not all_demand.weight or not all_supply.weight:
        return Figure(
            measure=MEASURE, status="not_applicable", reason="nobody_concerned", n=0,
            rests_on=RESTS_ON,
        )  # fmt: skip
    wanted = demand.weight / all_demand.weight
    offered = supply.weight / all_supply.weight
    few = min(vacancies.effective, all_supply.effective) < RELIABLE_FROM
    return Figure(
        measure=MEASURE,
        status="low" if few else "ok",
        reason="few_observations" if few else None,
        value=wanted - offered,
        n=demand.n + supply.n,
        interval=agresti_caffo(wanted, vacancies.effective, offered, all_supply.effective),
        rests_on=RESTS_ON,
    )
