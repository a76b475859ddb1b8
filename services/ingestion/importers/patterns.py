"""Regular expressions of users that cannot hang: each takes time in proportion to the text's
square at most, because no two of its open-ended repeats can take the same character."""

import re
from collections.abc import Iterator
from itertools import combinations

LONGEST = 200
LONGEST_TEXT = 1_000
"""Characters of a text that a pattern is tried on."""
_MOST_REPEATS = 100
_TOKEN = re.compile(
    r"""
    (?P<atom> \\[^\dxuUN]  |  \[\^?\]?(?:\\.|[^\]\\])*\]  |  [^\\()|*+?{^$[] )
  | (?P<anchor> [$^] )
  | (?P<open> \((?:\?:)? (?!\?) )
  | (?P<close> \) )
  | (?P<either> \| )
  | (?P<repeat> [*+?]\??  |  \{\d+(?:,\d*)?\}\?? )
    """,
    re.VERBOSE | re.DOTALL,
)
_SET_WITHIN = re.compile(r"(?<!\\)\[|--|&&|~~|\|\|")
"""What a later Python may read as a set within a set."""
_ESCAPED_CODE = re.compile(r"\\[xuUN]")
_SAMPLE = [chr(code) for code in (*range(9, 14), *range(32, 127), 0xA0, *range(0xE00, 0xE80))]


def safe_pattern(pattern: str) -> re.Pattern[str]:
    """The compiled pattern.

    Raises:
        ValueError: it is malformed, or uses what could take time without end: a repeated group,
            two open-ended repeats that share a character, a look around or a reference back.
    """
    if len(pattern) > LONGEST:
        raise ValueError(f"pattern: has more than {LONGEST} characters")
    sample = _sample(pattern)
    atoms = list(_repeated(pattern))
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"pattern: {error}") from error
    repeated = [set(filter(re.compile(atom).fullmatch, sample)) for atom in atoms]
    for one, other in combinations(repeated, 2):
        if one & other:
            shown = min(one & other)
            raise ValueError(f"pattern: two open-ended repeats can both take {shown!r}")
    return compiled


def _sample(pattern: str) -> set[str]:
    """Characters among which two classes of the pattern share one if they share any: common ones,
    those at the ends of its ranges, and their neighbours for ranges that are left out."""
    if _ESCAPED_CODE.search(pattern):
        raise ValueError("pattern: write characters as they are, not by their code")
    near = {min(max(ord(c) + step, 0), 0x10FFFF) for c in pattern for step in (-1, 0, 1)}
    return {*_SAMPLE, *map(chr, near), "é", "Ж", "漢", "\U0010ffff"}


def _repeated(pattern: str) -> Iterator[str]:
    """The atoms that may be repeated without end."""
    at, before = 0, ""
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:
            raise ValueError(f"pattern: {pattern[at : at + 10]!r} is not taken here")
        kind, text = token.lastgroup or "", token.group()
        if text[0] == "[" and _SET_WITHIN.search(text, 1):
            raise ValueError(f"pattern: write a backslash before marks within {text!r}")
        if kind == "repeat" and _is_open(text):
            if not before:
                raise ValueError("pattern: a repeated group is not taken")
            yield before
        elif kind == "repeat" and not before and text[0] == "{":
            raise ValueError("pattern: a repeated group is not taken")
        before = text if kind == "atom" else ""
        at = token.end()


def _is_open(repeat: str) -> bool:
    """Whether the repeat has no small bound."""
    if repeat[0] in "*+":
        return True
    if repeat[0] == "?":
        return False
    least, _, most = repeat.strip("{}?").partition(",")
    if int(least) > _MOST_REPEATS or int(most or 0) > _MOST_REPEATS:
        raise ValueError(f"pattern: repeats more than {_MOST_REPEATS} times")
    return "," in repeat and (not most or int(most) > int(least))
