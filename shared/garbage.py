"""Garbage collection in processes that serve for days."""

import gc

_NEW_OBJECTS = 50_000
"""How many there are before they are looked through; with Python's 700 a file took a tenth longer."""


def look_seldom() -> None:
    """Have garbage looked for seldom, and never in what is there now; once all is loaded.

    A service holds a quarter of a million objects, nearly all of them code that stays. Python
    looks through all of them now and then, and every request waits that long.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
