"""Whatever is posted to alerts and feedback gets an answer that is no failure of ours."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.reporting.notices import Notices, open_notices
from tests.integration.reporting.watching import a_release
from tests.support.published import ShelfOf

TEXTS = st.sampled_from(
    ["", "occupation-balance", "tightness", "above", "release", "1.*", "latest", "\x00", "ก" * 300,
     "https://a.example/\x00", "http://[", "<script>alert(1)</script>", "ISCO-08", "2512", "_T",
     "\ud800", "https://xn--/", "1e400", "en"]
)  # fmt: skip
SENDABLE = TEXTS.filter(lambda text: "\ud800" not in text)  # in a URL there is no surrogate
LEAVES = TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
VALUES = LEAVES | st.lists(LEAVES, max_size=2) | st.dictionaries(TEXTS, LEAVES, max_size=3)
ALERTS = ("data_set", "indicator", "cell", "comparison", "threshold", "on", "url")
ABOUT = ("data_set", "version", "indicator", "cell", "classification", "text", "code")


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notices]:
    with open_notices(tmp_path_factory.mktemp("notices")) as opened:
        opened.begin(ShelfOf(a_release("1.0.0", 3.4)))
        yield opened


def bodies(*names: str) -> st.SearchStrategy[Any]:
    return VALUES | st.dictionaries(st.sampled_from(names), VALUES, max_size=len(names))


def posted(notices: Notices, path: str, body: Any) -> int:
    written = json.dumps(body)  # a lone surrogate and all
    answer = notices.post("ministry", path, data=written, content_type="application/json")
    return answer.status_code


@settings(max_examples=40)
@given(bodies(*ALERTS))
def test_any_alert_is_made_or_refused(notices: Notices, body: Any) -> None:
    assert posted(notices, "alerts", body) in (201, 400, 422, 429)


@settings(max_examples=40)
@given(VALUES | st.fixed_dictionaries({"about": bodies(*ABOUT), "message": VALUES}))
def test_any_doubt_is_kept_or_refused(notices: Notices, body: Any) -> None:
    assert posted(notices, "feedback", body) in (201, 400, 422, 429)


@settings(max_examples=15)
@given(st.dictionaries(st.sampled_from(["cursor", "limit", "status"]), SENDABLE))
def test_any_question_is_answered_or_refused(notices: Notices, asked: dict[str, str]) -> None:
    for path in ("feedback", "changes", "alerts", "feedback/desk"):
        answer = notices.get("office", path, query_string=asked)
        assert answer.status_code in (200, 400, 422)
