"""What an alert watches for, and when a figure makes it fire: at the moment the rule comes true."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Comparison = Literal["above", "below", "changes_by"]
Watched = Literal["release", "live"]
State = Literal["unknown", "clear", "raised"]

COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)
WATCHED: tuple[Watched, ...] = get_args(Watched)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`changes_by` compares with the figure at the last alert, at first with the first one seen.

    `cell` names the codes of dimensions; those not named are everything together.
    """

    data_set: str
    indicator: str
    cell: Mapping[str, str]
    comparison: Comparison
    threshold: float
    watches: Watched = "release"


@dataclass(frozen=True)
class Memory:
    """What an alert keeps from one publication to the next; `reference` for `changes_by`."""

    state: State = "unknown"
    reference: float | None = None


@dataclass(frozen=True)
class Judgement:
    """Whether to tell the owner, and what to remember."""

    fires: bool
    memory: Memory


def judge(rule: Rule, value: float | None, memory: Memory, decimals: int) -> Judgement:
    """What a published value means for a rule; None, a figure nobody can read, changes nothing.

    A rule already true of the first value seen fires: to its owner that is news.
    """
    if value is None:
        return Judgement(False, memory)
    if rule.comparison == "changes_by":
        return _moved(rule, value, memory, decimals)
    holds = value > rule.threshold if rule.comparison == "above" else value < rule.threshold
    return Judgement(holds and memory.state != "raised", Memory("raised" if holds else "clear"))


def _moved(rule: Rule, value: float, memory: Memory, decimals: int) -> Judgement:
    if memory.reference is None:
        return Judgement(False, Memory("clear", value))
    moved = round(abs(value - memory.reference), decimals)  # 3.1 − 3.0 is 0.1, not a little more
    if moved >= rule.threshold:
        return Judgement(True, Memory("raised", value))
    return Judgement(False, Memory("clear", memory.reference))
