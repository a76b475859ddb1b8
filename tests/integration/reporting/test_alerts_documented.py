"""What docs/alerts.md promises of alerts and feedback is what happens."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.reporting.alerts.handlers import MOST_ALERTS
from services.reporting.feedback.doubts import OUTCOMES, STATUSES
from services.reporting.feedback.handlers import MOST_OPEN_A_DAY
from shared.webhooks import signing
from shared.webhooks.deliveries import KEPT_PER_RECEIVER
from shared.webhooks.delivery import FIRST_PAUSE, MOST_ATTEMPTS

TEXT = (Path(__file__).parents[3] / "docs" / "alerts.md").read_text(encoding="utf-8")
SECRET, BODY = signing.new_secret(), '{"id": "msg_1", "text": "สูงกว่า"}'.encode()


@pytest.fixture(scope="module")
def is_genuine() -> Callable[[str, dict[str, str], bytes], bool]:
    """The check that receivers are told to make."""
    [code] = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)
    return found["is_genuine"]  # type: ignore[no-any-return]


def test_the_documented_check_takes_what_we_sign_and_nothing_else(
    is_genuine: Callable[[str, dict[str, str], bytes], bool],
) -> None:
    sent = signing.headers([SECRET], "msg_1", 1_763_877_600, BODY)
    assert is_genuine(SECRET, sent, BODY)
    assert not is_genuine(SECRET, sent, BODY + b" ")
    assert not is_genuine(signing.new_secret(), sent, BODY)
    for header in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        assert not is_genuine(SECRET, {**sent, header: sent[header] + "1"}, BODY)


def test_the_numbers_and_words_are_those_of_the_code() -> None:
    text = " ".join(TEXT.split())
    assert f"After {MOST_ATTEMPTS} attempts" in text
    assert f"after {FIRST_PAUSE.seconds // 60} minutes, 4, 8" in text
    assert f"An organisation may have {MOST_ALERTS}." in text
    assert f"the newest {KEPT_PER_RECEIVER} messages" in text
    assert f"At {MOST_OPEN_A_DAY} unanswered doubts" in text
    assert all(f"`{word}`" in text for word in (*OUTCOMES, *STATUSES))
