"""How many records of the market fit one asker, by field and region, without naming any."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from services.matching.fits import Opening, Seeker
from services.matching.market.market import Market
from services.matching.market.search import Search, place_of
from services.matching.ranking import FITTING_COVERAGE, FITTING_SCORE, STEP_BITS, STEPS, place


class Group(NamedTuple):
    """Graduates of one broad field in one region; None where not known."""

    field: str | None
    region: str | None


class Fitting(NamedTuple):
    """Graduates who fit, by group, and whether a made-up record is among them."""

    groups: Counter[Group]
    synthetic: bool


def fitting(market: Market[Opening, Seeker], opening: Opening) -> Fitting:
    """Graduates who fit the opening: by `FITTING_SCORE`, with `FITTING_COVERAGE` known."""
    parts = market.parts()  # first: what is put in meanwhile may have codes of its own
    question = market.question(opening)
    groups = market.aspects("field"), market.aspects("region")
    counted: Counter[Group] = Counter()
    synthetic = False
    for part in parts:
        search = Search(part.segment, len(part.segment) + 1, part.open_rows(None))
        standings = search.best(question, place(FITTING_SCORE, FITTING_COVERAGE))
        places, ranks = place_of(standings)
        known = (places & (2**STEP_BITS - 1)) >= int(FITTING_COVERAGE * STEPS)
        columns = part.segment.columns
        rows = np.argsort(part.segment.key_rank)[ranks[known]]
        synthetic |= bool(columns.synthetic[rows].any())
        codes = np.stack([columns.facts["field"][rows], columns.facts["region"][rows]])
        pairs, sizes = np.unique(codes, axis=1, return_counts=True)
        for (field, region), size in zip(pairs.T.tolist(), sizes.tolist(), strict=True):
            [code], [where] = groups[0][field], groups[1][region]
            counted[Group(str(code)[:2] if code else None, str(where) if where else None)] += size
    return Fitting(counted, synthetic)
