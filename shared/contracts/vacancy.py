"""A vacancy as an employer posted it."""

import msgspec

from shared.contracts.graduate import Contract
from shared.contracts.pay import Pay


class Vacancy(msgspec.Struct, frozen=True, kw_only=True):
    """Full state of one vacancy at one version.

    `provider` is the id of the organisation that posted it, `record` its own reference, `employer`
    the firm that hires, where another posts for it (an agency, a job board); `occupation`
    ISCO-08 (1–4 digits), `level_required` ISCED 2011, `fields_accepted` ISCED-F codes, dates
    ISO 8601; `closed_on` is set when the employer closed it before `closes_on`;
    `duplicate_of` is the key of the vacancy that this one repeats, as ingestion found or was told.
    """

    provider: str
    record: str
    version: int
    title: str
    description: str | None = None
    employer: str | None = None
    occupation: str | None = None
    industry: str | None = None
    region: str | None = None
    pay: Pay | None = None
    level_required: int | None = None
    fields_accepted: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    experience_years: float | None = None
    openings: int = 1
    contract: Contract | None = None
    posted_on: str
    closes_on: str | None = None
    closed_on: str | None = None
    filled: bool | None = None
    synthetic: bool = False
    duplicate_of: str | None = None

    @property
    def key(self) -> str:
        """`provider/record`."""
        return f"{self.provider}/{self.record}"
