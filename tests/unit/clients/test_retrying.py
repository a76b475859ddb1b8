"""A busy service is asked again after the time it says; what cannot help is told at once."""

from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest

from lmis_client import Client, Refused, Retrying, TooMany, Unavailable, Unreachable

Answer = Callable[[httpx.Request], httpx.Response]
BUSY = {"title": "Try again", "titles": {"en": "Try again"}, "correlation_id": "c"}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def refusal(status: int, **headers: str) -> Answer:
    kind = "too-many" if status == 429 else "unavailable"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(
        status, headers=named, json={**BUSY, "type": f"urn:lmis:problem:{kind}"}
    )


def releases(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"releases": []})


def broken(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("connection reset", request=request)


class Scripted:
    """Gives one answer after the other, and notes how long it was waited for each."""

    def __init__(self, *answers: Answer, attempts: int = 6) -> None:
        self._answers = list(answers)
        self.waits: list[float] = []
        retrying = Retrying(
            attempts=attempts, sleep=self.waits.append, draw=lambda: 1.0, now=lambda: NOON
        )
        transport = httpx.MockTransport(lambda request: self._answers.pop(0)(request))
        http = httpx.Client(transport=transport)
        self.client = Client("http://lmis.invalid", retrying=retrying, http=http)

    @property
    def left(self) -> int:
        return len(self._answers)


def test_waits_grow_twofold() -> None:
    script = Scripted(*[refusal(503)] * 3, broken, releases)
    assert script.client.releases() == []
    assert script.waits == [0.5, 1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("stated", "waited"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", 0.5),
        ("-1", 0.5),
    ],
)
def test_it_is_waited_as_long_as_the_service_says(stated: str, waited: float) -> None:
    script = Scripted(refusal(429, Retry_After=stated), releases)
    assert script.client.releases() == []
    assert script.waits == [waited]


def test_nobody_waits_for_an_hour() -> None:
    script = Scripted(refusal(429, Retry_After="3600"), releases)
    with pytest.raises(TooMany):
        script.client.releases()
    assert (script.waits, script.left) == ([], 1)


def test_the_last_refusal_is_told() -> None:
    with pytest.raises(Unavailable, match="Try again"):
        Scripted(*[refusal(503)] * 3, attempts=3).client.releases()
    with pytest.raises(Unreachable, match="connection reset"):
        Scripted(*[broken] * 3, attempts=3).client.releases()


def test_what_cannot_be_repeated_is_not_sent_twice() -> None:
    gateway = refusal(502)
    for failing, error in ((broken, Unreachable), (gateway, Refused)):
        script = Scripted(failing, releases)
        with pytest.raises(error):
            script.client.doubt_code("wrong", "text", "7512")
        assert script.left == 1
    refused_before_it_was_kept = Scripted(refusal(503), lambda _: httpx.Response(201, json={}))
    assert refused_before_it_was_kept.client.doubt_code("wrong", "text", "7512") == {}


def test_pages_of_a_proxy_are_no_answer() -> None:
    page = httpx.Response(200, text="<html>Log in</html>")
    with pytest.raises(Unreachable, match="not as an LMIS"):
        Scripted(lambda _: page).client.releases()
    for refusing in (httpx.Response(403, text="<html>No</html>"), httpx.Response(403, json=[])):
        with pytest.raises(Refused, match="not one of an LMIS"):
            Scripted(lambda _, answer=refusing: answer).client.releases()


def test_an_address_without_a_scheme_is_told_at_once() -> None:
    with pytest.raises(ValueError, match="http"):
        Client("lmis.example.org")


def test_a_key_goes_only_where_it_is_needed() -> None:
    seen: list[str | None] = []

    def noted(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Authorization"))
        outcome = {"created": 1, "updated": 0, "unchanged": 0, "invalid": 0, "releases": []}
        return httpx.Response(200, json={**outcome, "results": [{"status": "created"}]})

    http = httpx.Client(transport=httpx.MockTransport(noted))
    client = Client("http://lmis.invalid", "secret", http=http)
    client.releases()
    client.post_graduates([{"reference": "1"}])
    assert seen == [None, "Bearer secret"]
