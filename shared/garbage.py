"""Garbage collection in processes that serve for days."""

import gc


def spare_loaded() -> None:
    """Have what is there now never be looked through again; for a process that is ready to serve.

    A service holds a quarter of a million objects, nearly all of them code that stays. Python
    looks through all of them now and then, and every request waits that long.
    """
    gc.collect()
    gc.freeze()
