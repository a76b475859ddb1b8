"""What is taken as an Idempotency-Key, for which requests, and what is kept under it."""

from os import urandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.answer_seal import Answer, seal_of
from tests.integration.web.repeating import Repeating


def test_nothing_that_is_kept_can_be_read(service: Repeating) -> None:
    answer = service.send("ใบสมัคร".encode().hex(), json={"reference": "6501234567"})
    kept = b"\0".join(str(value).encode() for value in service.kept()[0])
    raw = kept + bytes(service.kept()[0].answer)
    for secret in (b"6501234567", "ใบสมัคร".encode().hex().encode(), answer.data):
        assert secret not in raw


def test_an_answer_that_is_too_large_is_not_kept(on_sqlite: Repeating) -> None:
    on_sqlite.runs.answer = lambda: urandom(5 * 1024 * 1024)
    on_sqlite.send()
    assert on_sqlite.kept() == []
    on_sqlite.runs.answer = lambda: b"a long list of results " * 400_000
    on_sqlite.send()
    assert len(on_sqlite.kept()[0].answer) < 100_000
    assert on_sqlite.send().data == on_sqlite.runs.answer()
    assert on_sqlite.runs.count == 2


def test_questions_and_what_anybody_may_ask_take_no_key(on_sqlite: Repeating) -> None:
    for path in ("questions", "open"):
        for _ in range(2):
            assert "Idempotency-Replayed" not in on_sqlite.send(path=path).headers
    for _ in range(2):
        assert "Idempotency-Replayed" not in on_sqlite.send(method="GET").headers
    assert on_sqlite.runs.count == 6
    assert on_sqlite.kept() == []


@pytest.mark.parametrize("key", ["", '""', "a b", '"a', 'a"b', "a\\b", "é", "k" * 201])
def test_what_is_no_key_is_refused(key: str, on_sqlite: Repeating) -> None:
    refused = on_sqlite.send(key)
    assert refused.status_code == 400
    assert refused.json is not None
    assert refused.json["errors"][0]["code"] == "not_a_key"
    assert on_sqlite.runs.count == 0


def test_a_key_between_quotation_marks_is_the_key(on_sqlite: Repeating) -> None:
    on_sqlite.send('"k-1"')
    assert on_sqlite.send("k-1").headers["Idempotency-Replayed"] == "true"


def test_a_body_that_breaks_off_does_not_take_the_key(on_sqlite: Repeating) -> None:
    cut = {"data": b'{"a": 1', "content_type": "application/json"}
    assert on_sqlite.send(**cut).status_code == 400
    assert on_sqlite.send().status_code == 201


def test_a_streamed_body_is_not_read_and_its_headers_tell_requests_apart(
    on_sqlite: Repeating,
) -> None:
    read: list[bytes] = []
    on_sqlite.runs.during = lambda stream: stream and read.append(stream.read())
    for body in (b"abc", b"xyz"):
        on_sqlite.send(path="streams", data=body, content_type="text/csv")
    assert read == [b"abc"]
    longer = on_sqlite.send(path="streams", data=b"abcd", content_type="text/csv")
    assert longer.status_code == 422
    digest = {"Repr-Digest": "sha-256=:AA==:"}
    stated = on_sqlite.send(path="streams", data=b"abc", content_type="text/csv", headers=digest)
    assert stated.status_code == 422


@given(
    status=st.integers(200, 499),
    headers=st.lists(st.tuples(st.text(), st.text())),
    body=st.binary(),
    key=st.text(min_size=1),
)
def test_a_seal_gives_back_what_was_sealed(
    status: int, headers: list[tuple[str, str]], body: bytes, key: str
) -> None:
    seal, answer = seal_of(b"secret", "org", key), Answer(status, headers, body)
    assert seal.open(seal.close(answer)) == answer
    assert seal.write != seal_of(b"secret", "other", key).write
