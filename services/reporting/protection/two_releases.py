"""Keeps a later release from telling what an earlier one hid, and the other way round.

A reader holds both releases against each other. A count hidden in the first and published
unchanged in the second tells the first's neighbours; so what was hidden stays hidden until its
count changes.

When to use: on every release and every rebuild of the live figures after the first release.
"""

import numpy as np

from services.reporting.protection.lattice import Integers, Mask


def still_hidden(
    keys_before: Integers, counts_before: Integers, keys: Integers, counts: Integers
) -> Mask:
    """Which of `keys` were hidden in the last release with the very count they have now.

    `keys_before` are the hidden variables of the last release and `counts_before` their exact
    counts; both lists of keys ascend.
    """
    if not len(keys_before):
        return np.zeros(len(keys), np.bool_)
    at = np.minimum(np.searchsorted(keys_before, keys), len(keys_before) - 1)
    return np.asarray((keys_before[at] == keys) & (counts_before[at] == counts))
