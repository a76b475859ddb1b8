"""The only list of event types and topics: class, key, partitions and retention of each."""

from dataclasses import dataclass

from shared.contracts.assessment import AssessedGraduate, AssessedVacancy
from shared.contracts.graduate import Graduate
from shared.contracts.vacancy import Vacancy

DAY_MS = 24 * 3600 * 1000

Payload = Graduate | Vacancy | AssessedGraduate | AssessedVacancy


@dataclass(frozen=True)
class EventFamily:
    """Events about one kind of record: `recorded` carries full state, `erased` is a tombstone."""

    payload: type[Payload]
    recorded: str
    erased: str
    key_prefix: str = ""


@dataclass(frozen=True)
class Topic:
    """A compacted topic; `max_compaction_lag_ms` bounds how long an erased record's bytes stay.

    A tombstone stays `delete_retention_ms`, for consumers that were away meanwhile.
    """

    name: str
    families: tuple[EventFamily, ...]
    partitions: int
    key: str
    max_compaction_lag_ms: int
    delete_retention_ms: int = 7 * DAY_MS

    def settings(self) -> dict[str, str]:
        """Topic configuration in Apache Kafka's names."""
        return {
            "cleanup.policy": "compact",
            "max.compaction.lag.ms": str(self.max_compaction_lag_ms),
            "delete.retention.ms": str(self.delete_retention_ms),
            "segment.ms": str(min(self.max_compaction_lag_ms, 7 * DAY_MS)),
            "min.cleanable.dirty.ratio": "0.1",
        }


GRADUATES = Topic(
    name="graduates.v1",
    families=(EventFamily(Graduate, "lmis.graduate.recorded.v1", "lmis.graduate.erased.v1"),),
    partitions=12,
    key="provider/record",
    max_compaction_lag_ms=30 * DAY_MS,
)
VACANCIES = Topic(
    name="vacancies.v1",
    families=(EventFamily(Vacancy, "lmis.vacancy.recorded.v1", "lmis.vacancy.erased.v1"),),
    partitions=12,
    key="provider/record",
    max_compaction_lag_ms=30 * DAY_MS,
)
ASSESSMENTS = Topic(
    name="assessments.v1",
    families=(
        EventFamily(
            AssessedGraduate,
            "lmis.graduate.assessed.v1",
            "lmis.graduate.assessment_erased.v1",
            key_prefix="graduate/",
        ),
        EventFamily(
            AssessedVacancy,
            "lmis.vacancy.assessed.v1",
            "lmis.vacancy.assessment_erased.v1",
            key_prefix="vacancy/",
        ),
    ),
    partitions=12,
    key="kind/provider/record",
    max_compaction_lag_ms=30 * DAY_MS,
)
DEAD_LETTERS = Topic(
    name="dead-letters.v1",
    families=(),
    partitions=1,
    key="topic/key of the refused event",
    max_compaction_lag_ms=30 * DAY_MS,
)

TOPICS = {t.name: t for t in (GRADUATES, VACANCIES, ASSESSMENTS, DEAD_LETTERS)}

PAYLOAD_OF_TYPE: dict[str, type[Payload]] = {
    family.recorded: family.payload for topic in TOPICS.values() for family in topic.families
}
ERASED_TYPES = frozenset(f.erased for topic in TOPICS.values() for f in topic.families)
_FAMILY_OF_PAYLOAD = {f.payload: f for topic in TOPICS.values() for f in topic.families}
_FAMILY_OF_TYPE = {
    event_type: family
    for family in _FAMILY_OF_PAYLOAD.values()
    for event_type in (family.recorded, family.erased)
}
_TOPIC_OF_TYPE = {
    event_type: topic
    for topic in TOPICS.values()
    for family in topic.families
    for event_type in (family.recorded, family.erased)
}


def family_of(payload: type[Payload]) -> EventFamily:
    """The event family whose state is `payload`; KeyError for a class in no topic."""
    return _FAMILY_OF_PAYLOAD[payload]


def family_of_type(event_type: str) -> EventFamily:
    """The event family an event type belongs to; KeyError for an unknown type."""
    return _FAMILY_OF_TYPE[event_type]


def topic_of(event_type: str) -> Topic:
    """The topic an event type travels on; KeyError for an unknown type."""
    return _TOPIC_OF_TYPE[event_type]
