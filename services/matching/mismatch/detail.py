"""What a judgement says on request only: facts that would sharpen it, and the nearest change."""

from collections.abc import Sequence

from msgspec import structs

from services.matching.mismatch.changes import nearest_change
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.model import METHOD, MismatchModel
from services.matching.mismatch.rule_changes import rule_change
from services.matching.mismatch.view import unknown_facts
from shared.contracts import Judgement

DECIDED = frozenset(("match", "mismatch"))


def in_detail(
    model: MismatchModel, facts: MatchFacts, judgements: Sequence[Judgement]
) -> tuple[Judgement, ...]:
    """The judgements on these facts, each verdict with what would sharpen it and turn it round.

    A judgement by an older model gets no nearest change when today's model would decide otherwise.
    """
    return tuple(
        _detailed(model, facts, judgement) if judgement.verdict in DECIDED else judgement
        for judgement in judgements
    )


def _detailed(model: MismatchModel, facts: MatchFacts, judgement: Judgement) -> Judgement:
    if judgement.method != METHOD:
        return structs.replace(judgement, nearest_change=rule_change(facts, judgement))
    scorer = next(scorer for name, scorer in model.scorers.items() if name == judgement.dimension)
    known = scorer.placed(facts)
    return structs.replace(
        judgement,
        would_sharpen=unknown_facts(scorer.dimension, known),
        nearest_change=nearest_change(scorer, known, judgement.verdict == "mismatch"),
    )
