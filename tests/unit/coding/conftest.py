"""The committed coders, read once."""

import pytest

from services.matching.coding import load_coders
from services.matching.domain import Coders


@pytest.fixture(scope="session")
def coders() -> Coders:
    return load_coders()
