"""What the figures say in one line: only what their intervals bear out."""

from collections.abc import Sequence

from services.reporting.dashboard.numbers import percent
from services.reporting.dashboard.wording import say
from services.reporting.figures import Figure
from services.reporting.queries.report import Row
from shared.web.language import Language

_NAMED = 2


def balance_finding(bars: Sequence[tuple[str, Figure]], language: Language) -> str:
    """The two fields clearly most in demand; else those most in surplus; else no verdict."""
    short = [label for label, gap in reversed(bars) if _above(gap)][:_NAMED]
    if short:
        return say(language, "wanted_more", fields=_joined(short, language))
    many = [label for label, gap in bars if _below(gap)][:_NAMED]
    if many:
        return say(language, "wanted_less", fields=_joined(many, language))
    return say(language, "no_verdict")


def mismatch_finding(total: Row, language: Language) -> str:
    """How many work below their level and outside their field; the question where unknown."""
    over, field = total.figure("over", "normative_b"), total.figure("mismatch", "rule")
    if over.value is None or field.value is None:
        return say(language, "mismatch_question")
    shares = {"over": percent(over.value), "field": percent(field.value)}
    return say(language, "mismatch_heading", **shares)


def _above(gap: Figure) -> bool:
    return gap.interval is not None and (gap.interval.low or 0.0) > 0


def _below(gap: Figure) -> bool:
    return gap.interval is not None and (gap.interval.high or 0.0) < 0


def _joined(names: Sequence[str], language: Language) -> str:
    return (" · " if language == "th" else "; ").join(names)
