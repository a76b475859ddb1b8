"""What a dry run would have kept by now: later rows of the file are compared with earlier ones.

Sixteen bytes a record, so that a file of millions is foreseen in constant memory as good as:
sorted runs of hashed keys and contents, small runs merged into larger ones.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.ingestion.domain import Kept, Outcome, Status

Hashes = NDArray[np.int64]


class Foreseen:
    """The records that a dry run has taken so far."""

    def __init__(self) -> None:
        self._runs: list[tuple[Hashes, Hashes]] = []

    def judge(self, records: Sequence[Kept], outcomes: Sequence[Outcome]) -> list[Outcome]:
        """The outcomes as they would be with the earlier records kept; the records join them.

        Of the records none has another's key.
        """
        keys = _array([hash(record.key) for record in records])
        contents = _array([hash(record.content_hash) for record in records])
        is_known, known = self._find(keys)
        judged = [
            _again(outcome, is_same) if seen else outcome
            for outcome, seen, is_same in zip(
                outcomes, is_known.tolist(), (known == contents).tolist(), strict=True
            )
        ]
        self._add(keys, contents)
        return judged

    def _find(self, keys: Hashes) -> tuple[NDArray[np.bool_], Hashes]:
        """Which of the keys are known, and the content last seen under each."""
        is_known = np.zeros(len(keys), dtype=np.bool_)
        contents = np.zeros(len(keys), dtype=np.int64)
        for run_keys, run_contents in self._runs:  # the newest last
            places = np.searchsorted(run_keys, keys).clip(max=len(run_keys) - 1)
            found = run_keys[places] == keys
            contents[found] = run_contents[places[found]]
            is_known |= found
        return is_known, contents

    def _add(self, keys: Hashes, contents: Hashes) -> None:
        if not len(keys):
            return
        order = np.argsort(keys, kind="stable")
        self._runs.append((keys[order], contents[order]))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            self._runs[-2:] = [_merged(*self._runs[-2:])]


def _merged(older: tuple[Hashes, Hashes], newer: tuple[Hashes, Hashes]) -> tuple[Hashes, Hashes]:
    """One run of both; of a key in both, the newer content."""
    keys = np.concatenate((older[0], newer[0]))
    contents = np.concatenate((older[1], newer[1]))
    order = np.argsort(keys, kind="stable")
    keys, contents = keys[order], contents[order]
    is_last: Any = np.append(keys[1:] != keys[:-1], True)
    return keys[is_last], contents[is_last]


def _again(outcome: Outcome, is_same: bool) -> Outcome:
    status: Status = "unchanged" if is_same else "updated"
    return Outcome(status, outcome.reference, outcome.record, warnings=outcome.warnings)


def _array(hashes: Sequence[int]) -> Hashes:
    return np.array(hashes, dtype=np.int64)
