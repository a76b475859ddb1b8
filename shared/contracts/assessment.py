"""What matching says about a graduate or a vacancy, together with the facts it rests on."""

from typing import Annotated, Literal

import msgspec

from shared.contracts.graduate import Graduate
from shared.contracts.vacancy import Vacancy

REVISIONS = 65_536
"""How often a record can be assessed at one version of its own."""

CodingStatus = Literal["given", "coded", "uncoded"]
Dimension = Literal["vertical", "horizontal", "skill"]
Verdict = Literal["mismatch", "match", "insufficient_evidence", "not_applicable"]
Revision = Annotated[int, msgspec.Meta(ge=0, lt=REVISIONS)]


def assessment_version(record_version: int, revision: int = 0) -> int:
    """The version of an assessment: a newer record before a newer look at the same record."""
    return record_version * REVISIONS + revision


class Coding(msgspec.Struct, frozen=True, kw_only=True):
    """A classification code and where it came from: the provider, the coder, or nowhere."""

    status: CodingStatus
    code: str | None = None
    probability: float | None = None
    evidence: str | None = None


class Contribution(msgspec.Struct, frozen=True, kw_only=True):
    """How much one fact moved a score, in log-odds for a model and in its unit for a rule."""

    fact: str
    amount: float


class NearestChange(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest change of one fact after which a judgement's verdict would be the other.

    `value` is what the fact would have to be (a code, a level, a contract), `probability` that
    of a mismatch afterwards where the method gives one, `explanation` the change in words.
    """

    fact: str
    value: str
    probability: float | None = None
    explanation: dict[str, str] = {}


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One method's answer on one dimension of mismatch.

    `method` names the rule or model (`normative_a`, `self_reported`, `model` …), `direction`
    is `over` or `under` where the dimension has one, `probability` that of a mismatch,
    `missing` the facts that were needed and absent, `would_sharpen` the unknown facts that were
    not needed and would make the answer surer, `explanation` the reasons in words.
    `would_sharpen` and `nearest_change` are worked out where they are asked for, not for events.
    """

    dimension: Dimension
    method: str
    verdict: Verdict
    direction: Literal["over", "under"] | None = None
    probability: float | None = None
    contributions: tuple[Contribution, ...] = ()
    missing: tuple[str, ...] = ()
    would_sharpen: tuple[str, ...] = ()
    nearest_change: NearestChange | None = None
    explanation: dict[str, str] = {}


class AssessedGraduate(msgspec.Struct, frozen=True, kw_only=True):
    """A graduate with field, occupation and skills coded, and the judgements on the match.

    `skills` are the ESCO skill ids recognised among `record.skills`; `versions` names every
    model, taxonomy and table that had a say; `revision` counts how often the record was assessed
    anew at the same version of its own.
    """

    record: Graduate
    field: Coding
    occupation: Coding
    skills: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    versions: dict[str, str] = {}
    revision: Revision = 0

    @property
    def version(self) -> int:
        return assessment_version(self.record.version, self.revision)

    @property
    def key(self) -> str:
        return self.record.key


class AssessedVacancy(msgspec.Struct, frozen=True, kw_only=True):
    """A vacancy with occupation and skills coded."""

    record: Vacancy
    occupation: Coding
    skills: tuple[str, ...] = ()
    versions: dict[str, str] = {}
    revision: Revision = 0

    @property
    def version(self) -> int:
        return assessment_version(self.record.version, self.revision)

    @property
    def key(self) -> str:
        return self.record.key
