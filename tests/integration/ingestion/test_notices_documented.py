"""What docs/webhooks.md and docs/data-quality.md promise is what happens."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.ingestion.notices.register import EVENTS, FORMER_SIGNS, MOST_WEBHOOKS
from services.ingestion.notices.telling import GATHERED_FOR, MOST_CHANGES
from services.ingestion.quality import drift, reading
from services.ingestion.quality.score import SOON_LATE, WEIGHTS
from services.ingestion.quality.wording import WARNINGS
from shared.webhooks import signing
from shared.webhooks.deliveries import KEPT_PER_RECEIVER
from shared.webhooks.delivery import FIRST_PAUSE, MOST_ATTEMPTS

DOCS = Path(__file__).parents[3] / "docs"
WEBHOOKS = (DOCS / "webhooks.md").read_text(encoding="utf-8")
QUALITY = (DOCS / "data-quality.md").read_text(encoding="utf-8")
NEW, FORMER = signing.new_secret(), signing.new_secret()
BODY = '{"id": "msg_1", "text": "ก"}'.encode()
Check = Callable[[str, dict[str, str], bytes], bool]


@pytest.fixture(scope="module")
def is_genuine() -> Check:
    """The check that receivers are told to make."""
    [code] = re.findall(r"^```python\n(.*?)^```", WEBHOOKS, re.MULTILINE | re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)
    check: Check = found["is_genuine"]
    return check


@pytest.mark.parametrize("secrets", [[NEW], [NEW, FORMER]])
def test_the_documented_check_takes_what_we_sign_and_nothing_else(
    is_genuine: Check, secrets: list[str]
) -> None:
    sent = signing.headers(secrets, "msg_1", 1_763_877_600, BODY)
    assert all(is_genuine(secret, sent, BODY) for secret in secrets)
    assert not is_genuine(NEW, sent, BODY + b" ")
    assert not is_genuine(signing.new_secret(), sent, BODY)
    for header in ("webhook-id", "webhook-timestamp"):
        assert not is_genuine(NEW, {**sent, header: sent[header] + "1"}, BODY)


def test_the_numbers_about_webhooks_are_those_of_the_code() -> None:
    text = " ".join(WEBHOOKS.split())
    assert all(f"`{event}`" in text for event in EVENTS)
    assert f"An organisation may have {MOST_WEBHOOKS}." in text
    assert f"up to {MOST_CHANGES} changes, gathered for ten seconds" in text
    assert GATHERED_FOR.total_seconds() == 10
    assert f"For {FORMER_SIGNS.days * 24} hours" in text
    assert f"After {MOST_ATTEMPTS} attempts" in text
    assert f"after {FIRST_PAUSE.seconds // 60} minutes, 4, 8" in text
    assert f"the newest {KEPT_PER_RECEIVER} messages" in text


def test_the_weights_and_bounds_of_the_score_are_those_of_the_code() -> None:
    text = " ".join(QUALITY.split())
    assert all(f"| {part} | {weight} |" in text for part, weight in WEIGHTS.items())
    (soon, late), (soon_posted, late_posted) = SOON_LATE["graduates"], SOON_LATE["vacancies"]
    assert f"within {soon} months of graduation" in text
    assert f"within {soon_posted} month of posting | {late} months; {late_posted} months" in text
    assert f"up to {reading.MOST_LOOKED_AT:,} kept records" in text
    assert f"the newest {reading.MOST_BATCHES} batches" in text
    assert f"the last {reading.VALID_FOR.days} days" in text


def test_every_warning_is_described_with_the_codes_thresholds() -> None:
    text = " ".join(QUALITY.split())
    assert all(f"`{code}`" in text for code in WARNINGS)
    assert f"Below {drift.ENOUGH} records" in text
    assert f"below {drift.LEAST_PAY:,.0f} or above {drift.MOST_PAY:,.0f} baht" in text
    assert f"by {100 * drift.FACT_FELL:.0f} points less" in text
    share, enough = f"{100 * drift.GROUP_SHARE:.0f} %", drift.GROUP_RECORDS
    assert f"was {share} or more is gone from {enough} records" in text
    assert f"rose by {100 * drift.REFUSED_ROSE:.0f} points" in text
    assert f"rate fell by {100 * drift.RESPONSE_FELL:.0f} points" in text
    assert (drift.PAY_FACTOR, drift.SHRANK, drift.ERAS) == (2.0, 0.5, 5)
