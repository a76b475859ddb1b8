"""The events the services exchange: the only thing they know of each other."""

from shared.contracts.assessment import (
    REVISIONS,
    AssessedGraduate,
    AssessedVacancy,
    Coding,
    Contribution,
    Judgement,
    NearestChange,
    assessment_version,
)
from shared.contracts.catalogue import TOPICS, Topic, topic_of
from shared.contracts.envelope import (
    Envelope,
    UndecodableEvent,
    erased,
    from_message,
    recorded,
    to_message,
)
from shared.contracts.graduate import Graduate, TracerSurvey
from shared.contracts.message import Message
from shared.contracts.pay import Pay
from shared.contracts.vacancy import Vacancy

__all__ = [
    "REVISIONS",
    "TOPICS",
    "AssessedGraduate",
    "AssessedVacancy",
    "Coding",
    "Contribution",
    "Envelope",
    "Graduate",
    "Judgement",
    "Message",
    "NearestChange",
    "Pay",
    "Topic",
    "TracerSurvey",
    "UndecodableEvent",
    "Vacancy",
    "assessment_version",
    "erased",
    "from_message",
    "recorded",
    "to_message",
    "topic_of",
]
