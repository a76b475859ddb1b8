"""The two ways not to judge, shared by every method: no job, and facts missing."""

from services.matching.mismatch import wording
from services.matching.mismatch.groups import Codes
from shared.contracts import Judgement
from shared.contracts.assessment import Dimension


def only(codes: Codes) -> str | None:
    """The code when it is known exactly."""
    return next(iter(codes)) if len(codes) == 1 else None


def unjudged(
    dimension: Dimension, method: str, employed: bool | None, **needed: object
) -> Judgement:
    """`not_applicable` without a job, else `insufficient_evidence` naming what is None."""
    if employed is False:
        return not_applicable(dimension, method, wording.NOT_EMPLOYED)
    known = {"employment": employed, **needed}
    missing = tuple(name for name, value in known.items() if value is None)
    return insufficient(dimension, method, wording.lacking(missing), missing)


def insufficient(
    dimension: Dimension, method: str, why: wording.Words, missing: tuple[str, ...] = ()
) -> Judgement:
    """No verdict for want of evidence."""
    return Judgement(
        dimension=dimension,
        method=method,
        verdict="insufficient_evidence",
        missing=missing,
        explanation=why,
    )


def not_applicable(dimension: Dimension, method: str, why: wording.Words) -> Judgement:
    """No verdict because the question does not arise."""
    return Judgement(dimension=dimension, method=method, verdict="not_applicable", explanation=why)
