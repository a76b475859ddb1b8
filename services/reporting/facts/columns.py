"""Columns of codes: one code a record, or several."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOT_STATED = -1


@dataclass(frozen=True)
class Coded:
    """`values[codes[i]]` is what record `i` says, nothing where the code is -1.

    `values` are distinct and in order.
    """

    codes: NDArray[np.int32]
    values: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class CodeSets:
    """The codes of record `i` are `codes[starts[i] : starts[i + 1]]`, distinct and in order."""

    starts: NDArray[np.int64]
    codes: NDArray[np.int32]
    values: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.starts) - 1
