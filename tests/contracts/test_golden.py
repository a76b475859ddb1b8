"""Today's code reads every message ever released, and loses nothing that it says.

The files in `shared/contracts/examples/` are never edited once released. Each is named after its
event type; a further one of the same type has a number between type and ending.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import shared.contracts
from shared.contracts import (
    AssessedGraduate,
    AssessedVacancy,
    Message,
    from_message,
    to_message,
)
from shared.contracts.catalogue import (
    ERASED_TYPES,
    PAYLOAD_OF_TYPE,
    Payload,
    family_of_type,
    topic_of,
)

EXAMPLES = sorted((Path(shared.contracts.__file__).parent / "examples").glob("*.json"))


def golden(path: Path) -> Message:
    said = json.loads(path.read_text(encoding="utf-8"))
    body = None if said["body"] is None else json.dumps(said["body"], ensure_ascii=False).encode()
    return Message(said["topic"], said["key"], body, said["headers"])


def keeps(now: Any, then: Any) -> bool:
    """Whether all that `then` says is in `now`, which may say more."""
    if isinstance(then, dict):
        return all(name in now and keeps(now[name], value) for name, value in then.items())
    if isinstance(then, list):
        return len(now) == len(then) and all(map(keeps, now, then))
    return bool(now == then)


each_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def test_every_event_type_has_a_golden_message() -> None:
    assert {golden(p).headers["ce_type"] for p in EXAMPLES} == PAYLOAD_OF_TYPE.keys() | ERASED_TYPES


@each_example
def test_a_golden_message_is_filed_under_its_type(path: Path) -> None:
    assert path.name.startswith(f"{golden(path).headers['ce_type']}.")


@each_example
def test_a_golden_message_still_means_the_same(path: Path) -> None:
    message = golden(path)
    event = from_message(message)
    again = to_message(event)
    assert (again.topic, again.key) == (message.topic, message.key)
    assert keeps(dict(again.headers), dict(message.headers))
    if message.value is None:
        assert event.is_tombstone
        assert again.value is None
    else:
        assert again.value is not None
        assert keeps(json.loads(again.value), json.loads(message.value))


@each_example
def test_a_golden_message_is_keyed_by_its_record(path: Path) -> None:
    event = from_message(golden(path))
    assert golden(path).topic == topic_of(event.type).name
    assert golden(path).key == family_of_type(event.type).key_prefix + event.record_key
    if event.data is not None:
        assert event.record_key == event.data.key
        assert event.recordversion in versions_stated(event.data)


def versions_stated(payload: Payload) -> list[int]:
    """Assessments once carried their record's own version, which every version now is above."""
    if isinstance(payload, AssessedGraduate | AssessedVacancy):
        return [payload.record.version, payload.version]
    return [payload.version]


def test_golden_messages_carry_thai_text() -> None:
    recorded = [p for p in EXAMPLES if golden(p).value is not None]
    for path in recorded:
        assert any("ก" <= letter <= "๛" for letter in path.read_text(encoding="utf-8")), path
