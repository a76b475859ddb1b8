"""The envelope every event travels in: CloudEvents 1.0 attributes, correlation id, version.

On the log the attributes are headers (CloudEvents Kafka binding, binary mode, `ce_` prefix) and
the body is the payload as JSON, or nothing for an erased record.
Source: CloudEvents 1.0.2 and its Kafka protocol binding.
"""

import uuid
from datetime import UTC, datetime

import msgspec

from shared.contracts.catalogue import (
    ERASED_TYPES,
    PAYLOAD_OF_TYPE,
    Payload,
    family_of,
    family_of_type,
    topic_of,
)
from shared.contracts.message import Message

SPEC_VERSION = "1.0"
_REQUIRED = ("ce_id", "ce_source", "ce_type", "ce_specversion", "ce_subject", "ce_recordversion")
_DECODERS: dict[str, msgspec.json.Decoder[Payload]] = {
    kind: msgspec.json.Decoder(payload) for kind, payload in PAYLOAD_OF_TYPE.items()
}
_encode = msgspec.json.Encoder().encode


class UndecodableEvent(Exception):
    """The bytes or headers are not an event this code can read."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """One event: who says what about which record at which version.

    `subject` is the record's key on its topic; `data` is None when the record was erased.
    `recordversion` is a CloudEvents extension attribute: the larger one wins.
    """

    id: str
    source: str
    type: str
    subject: str
    time: str
    recordversion: int
    correlationid: str
    data: Payload | None
    specversion: str = SPEC_VERSION

    @property
    def is_tombstone(self) -> bool:
        return self.data is None

    @property
    def record_key(self) -> str:
        """`provider/record`, whatever the topic puts before it."""
        return self.subject.removeprefix(family_of_type(self.type).key_prefix)


def recorded(payload: Payload, *, source: str, correlationid: str) -> Envelope:
    """The event that states `payload` as its record's full state."""
    family = family_of(type(payload))
    return Envelope(
        id=str(uuid.uuid4()),
        source=source,
        type=family.recorded,
        subject=family.key_prefix + payload.key,
        time=_now(),
        recordversion=payload.version,
        correlationid=correlationid,
        data=payload,
    )


def erased(
    payload: type[Payload], key: str, version: int, *, source: str, correlationid: str
) -> Envelope:
    """The tombstone of the record `key` ("provider/record") in the payload's family."""
    family = family_of(payload)
    return Envelope(
        id=str(uuid.uuid4()),
        source=source,
        type=family.erased,
        subject=family.key_prefix + key,
        time=_now(),
        recordversion=version,
        correlationid=correlationid,
        data=None,
    )


def to_message(event: Envelope) -> Message:
    """The event as it is appended to the log."""
    headers = {
        "ce_id": event.id,
        "ce_source": event.source,
        "ce_type": event.type,
        "ce_specversion": event.specversion,
        "ce_subject": event.subject,
        "ce_time": event.time,
        "ce_dataschema": f"urn:lmis:schema:{event.type}",
        "ce_recordversion": str(event.recordversion),
        "ce_correlationid": event.correlationid,
        "content-type": "application/json",
    }
    value = None if event.data is None else _encode(event.data)
    return Message(topic=topic_of(event.type).name, key=event.subject, value=value, headers=headers)


def from_message(message: Message) -> Envelope:
    """The event a log record carries.

    Raises:
        UndecodableEvent: a header is missing, the type is unknown, or the body does not fit.
    """
    headers = message.headers
    missing = [name for name in _REQUIRED if name not in headers]
    if missing:
        raise UndecodableEvent(f"missing headers: {', '.join(missing)}")
    if headers["ce_specversion"].split(".")[0] != SPEC_VERSION.split(".")[0]:
        raise UndecodableEvent(f"CloudEvents {headers['ce_specversion']} is not supported")
    return Envelope(
        id=headers["ce_id"],
        source=headers["ce_source"],
        type=headers["ce_type"],
        subject=headers["ce_subject"],
        time=headers.get("ce_time", ""),
        recordversion=_version(headers["ce_recordversion"]),
        correlationid=headers.get("ce_correlationid", ""),
        data=_payload(headers["ce_type"], message.value),
    )


def _payload(event_type: str, value: bytes | None) -> Payload | None:
    if event_type in ERASED_TYPES:
        if value:
            raise UndecodableEvent(f"{event_type} must have no body")
        return None
    if event_type not in _DECODERS:
        raise UndecodableEvent(f"unknown event type {event_type!r}")
    if not value:
        raise UndecodableEvent(f"{event_type} must have a body")
    try:
        return _DECODERS[event_type].decode(value)
    except msgspec.DecodeError as error:
        raise UndecodableEvent(f"{event_type}: {error}") from error


def _version(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise UndecodableEvent(f"ce_recordversion {text!r} is not a whole number")
    return int(text)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
