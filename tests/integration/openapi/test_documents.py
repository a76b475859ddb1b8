"""No service answers anything that its OpenAPI document does not say, nor takes what it refuses."""

from pathlib import Path

import pytest

from shared.settings import SERVICES
from tests.integration.openapi.attack import Effort, attack
from tests.integration.openapi.served import served

BRIEF = Effort(examples=3, sequences=4, coverage=True, seconds=None, seed=5)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_keeps_to_its_document(service: str, tmp_path: Path) -> None:
    with served(service, tmp_path) as (app, keys):
        findings = attack(app, keys, BRIEF)
    assert str(findings) == ""
    assert findings.not_asked() == set()
