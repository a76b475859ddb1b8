"""Real data beside the repository, for the tests that can use it."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("LMIS_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")


def given(file: str) -> Path:
    """The real file; the test is skipped, visibly, where it is absent."""
    path = SHARED / file
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    return path
