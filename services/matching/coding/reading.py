"""One way to read a text before it is compared with the lexicon."""

from typing import NamedTuple


class Reading(NamedTuple):
    """`text` as the lexicon spells it; its likeness counts `weight`, for codes `within` only."""

    text: str
    weight: float = 1.0
    within: str = ""
