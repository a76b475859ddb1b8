"""The fictitious universities and employers that the demonstration's records come from."""

from dataclasses import dataclass
from typing import Literal

from deploy.demonstration.tables import rows
from shared.access import Role


@dataclass(frozen=True)
class Organisation:
    """One organisation of the demonstration; none of them exists, and each name says so.

    `provinces` are where a university teaches (none: everywhere), `levels` (ISCED) and `fields`
    (ISCED-F prefixes; none: all) what it teaches, `industries` (ISIC sections) where an employer
    hires. `weight` is its share of the records it could have, `era` how it writes years.
    """

    id: str
    name: str
    role: Role
    weight: int
    era: Literal["be", "ce"]
    provinces: tuple[str, ...]
    levels: tuple[int, ...]
    fields: tuple[str, ...]
    industries: tuple[str, ...]

    def year(self, year: int) -> int:
        """A common-era year as this organisation writes it."""
        return year + 543 if self.era == "be" else year


def _read() -> tuple[Organisation, ...]:
    return tuple(
        Organisation(
            id=row["id"],
            name=row["name"],
            role=Role(row["role"]),
            weight=int(row["weight"]),
            era="be" if row["era"] == "be" else "ce",
            provinces=tuple(row["provinces"].split()),
            levels=tuple(int(level) for level in row["levels"].split()),
            fields=tuple(row["fields"].split()),
            industries=tuple(row["industries"].split()),
        )
        for row in rows("organisations.tsv")
    )


ORGANISATIONS = _read()
UNIVERSITIES = tuple(one for one in ORGANISATIONS if one.role is Role.UNIVERSITY)
EMPLOYERS = tuple(one for one in ORGANISATIONS if one.role is Role.EMPLOYER)
