"""One way to read a text before it is compared with the lexicon."""

from typing import NamedTuple


class Reading(NamedTuple):
    """`text` as the lexicon spells it; the codes it may stand for begin with `within`."""

    text: str
    within: str = ""
