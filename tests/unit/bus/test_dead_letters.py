"""Dead letters are kept whole, shown, sent again unless outdated, and forgotten with the record."""

import pytest

from shared.bus.dead_letters import (
    Replayed,
    forgetting,
    list_dead_letters,
    refuse,
    replay_dead_letters,
)
from shared.bus.log import Record
from shared.bus.memory import MemoryLog
from shared.contracts import Message
from tests.unit.bus.parts import told, told_erased


def refuse_all(log: MemoryLog, reason: str = "bad") -> None:
    for record in log.replay(["graduates.v1"]):
        refuse(log, record, reason)


def graduates(log: MemoryLog) -> list[Record]:
    return list(log.replay(["graduates.v1"]))


@pytest.mark.parametrize(
    "message",
    [
        told("g1"),
        told_erased("g1", 2),
        Message("graduates.v1", "uni/g1", b"", {"note": "ปวส."}),
        Message("graduates.v1", "", b"\xff\x00 no key, no text"),
    ],
    ids=["event", "tombstone", "empty body", "no key"],
)
def test_a_refused_message_is_kept_as_it_was_and_sent_again_so(
    message: Message, log: MemoryLog
) -> None:
    log.append([message])
    refuse_all(log, "ไม่ใช่รหัส ISCO")
    (letter,) = list_dead_letters(log)
    assert letter.original == message
    assert letter.reason == "ไม่ใช่รหัส ISCO"
    assert replay_dead_letters(log) == Replayed(sent=1, outdated=0)
    first, again = graduates(log)
    assert (again.key, again.value, again.headers) == (first.key, first.value, first.headers)
    assert list_dead_letters(log) == []


def test_messages_without_a_key_are_letters_of_their_own(log: MemoryLog) -> None:
    log.append([Message("graduates.v1", "", b"1"), Message("graduates.v1", "", b"2")])
    refuse_all(log)
    assert [letter.key for letter in list_dead_letters(log)] == [
        "graduates.v1/0/0",
        "graduates.v1/0/1",
    ]


def test_a_later_refusal_of_a_record_replaces_the_earlier(log: MemoryLog) -> None:
    log.append([told("g1", 1), told("g1", 2)])
    refuse_all(log)
    (letter,) = list_dead_letters(log)
    assert letter.original.headers["ce_recordversion"] == "2"


def test_only_the_named_letters_are_sent_again(log: MemoryLog) -> None:
    log.append([told("g1"), told("g2")])
    refuse_all(log)
    assert replay_dead_letters(log, ["graduates.v1/uni/g2"]) == Replayed(sent=1, outdated=0)
    assert [letter.key for letter in list_dead_letters(log)] == ["graduates.v1/uni/g1"]


def test_a_letter_whose_record_has_moved_on_is_dropped(log: MemoryLog) -> None:
    log.append([told("g1", 1)])
    refuse_all(log)
    log.append([told("g1", 2)])
    assert replay_dead_letters(log) == Replayed(sent=0, outdated=1)
    log.compact(2**50)
    assert [r.headers["ce_recordversion"] for r in graduates(log)] == ["2"]
    assert list_dead_letters(log) == []


def test_the_letter_of_a_record_erased_since_is_not_sent_again(log: MemoryLog) -> None:
    log.append([told("g1", 1)])
    refuse_all(log)
    log.append([told_erased("g1", 2)])
    assert replay_dead_letters(log) == Replayed(sent=0, outdated=1)
    assert graduates(log)[-1].value is None


def test_an_erased_record_is_forgotten_here_too(log: MemoryLog) -> None:
    log.append([told("g1"), told("g2")])
    refuse_all(log)
    log.append([forgetting("graduates.v1", "uni/g1")])
    assert [letter.original.key for letter in list_dead_letters(log)] == ["uni/g2"]


def test_sending_again_with_no_letters_sends_nothing(log: MemoryLog) -> None:
    assert replay_dead_letters(log) == Replayed(sent=0, outdated=0)
    assert replay_dead_letters(log, ["graduates.v1/none"]) == Replayed(sent=0, outdated=0)
