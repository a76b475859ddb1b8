"""Whether two vacancies advertise the same job: evidence for and against, part by part.

Each part that both tell about adds its weight of evidence, a logarithm of odds to base 2; what is
not stated adds nothing. Source: Fellegi, I. P. and Sunter, A. B. (1969), A Theory for Record
Linkage, Journal of the American Statistical Association 64(328). The weights are our judgement;
the threshold was set on one half of `tests/gold/duplicate_vacancies.tsv` and is measured on the
other. Advertisements more than 60 days apart, or in two provinces, are of two openings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from services.ingestion.duplicates.shingles import Signature, resemblance
from services.ingestion.duplicates.titles import TELLING

WINDOW = 60
"""Days."""
THRESHOLD = 8.5


class Advertisement(msgspec.Struct, frozen=True):
    """What is compared of a vacancy; `pay` is in baht a month, `day` an ordinal."""

    poster: str
    day: int
    work: tuple[str, ...]
    marks: frozenset[str] = frozenset()
    employer: str | None = None
    region: str | None = None
    pay: tuple[float, float] | None = None
    openings: int = 1
    level: int | None = None
    experience: float | None = None
    contract: str | None = None
    occupation: str | None = None


class Part(msgspec.Struct, frozen=True):
    """How far one part agrees, and what that says, in bits for or against."""

    name: str
    agreement: str
    weight: float


@dataclass(frozen=True)
class Likeness:
    """The evidence on two vacancies; `parts` leaves out what neither or only one tells about."""

    score: float
    parts: tuple[Part, ...]

    @property
    def is_enough(self) -> bool:
        return self.score >= THRESHOLD


Compared = tuple[Advertisement, Signature | None]


def likeness(one: Compared, other: Compared) -> Likeness | None:
    """The evidence that both advertise one job; None for openings of other times or places."""
    a, b = one[0], other[0]
    if abs(a.day - b.day) > WINDOW or (a.region != b.region and _is_told(a) and _is_told(b)):
        return None
    parts = tuple(part for part in _parts(one, other) if part.weight)
    return Likeness(round(sum(part.weight for part in parts), 2), parts)


def _parts(one: Compared, other: Compared) -> Iterator[Part]:
    (a, text), (b, other_text) = one, other
    yield _title(a, b)
    yield _marks(a, b)
    yield _employer(a, b)
    yield _region(a, b)
    yield _text(text, other_text)
    yield _pay(a.pay, b.pay)
    yield _known("level", a.level, b.level, 0.5, -3.0)
    yield _known("experience", a.experience, b.experience, 0.5, -2.0)
    yield _known("contract", a.contract, b.contract, 0.0, -8.0)
    yield _known("occupation", a.occupation, b.occupation, 0.5, -3.0)
    yield _openings(a.openings, b.openings)
    near = abs(a.day - b.day) <= WINDOW // 4
    yield Part("posted", "near", 0.5) if near else Part("posted", "apart", 0.0)


def _title(a: Advertisement, b: Advertisement) -> Part:
    """Words of its own on both sides are another job, unless they are spelt alike.

    Two titles that only advertise, "urgent, 5 positions", name no work that could be the same;
    "manager" is a mark, and work enough.
    """
    if a.work == b.work:
        if not (a.work or a.marks & b.marks):
            return Part("title", "not known", 0.0)
        return Part("title", "same", 4.0)
    left, right = (
        "".join(word for word in one.work if word not in other.work)
        for one, other in ((a, b), (b, a))
    )
    if left and right:
        alike = _grams_in_common(left, right)
        return Part("title", "alike", 2.0) if alike >= 0.5 else Part("title", "other", -6.0)
    alike = _grams_in_common("".join(a.work), "".join(b.work))
    return Part("title", "contained", 2.0 if alike >= 0.5 else 0.5)


def _grams_in_common(one: str, other: str) -> float:
    """Jaccard's index of the runs of three letters."""
    a, b = _grams(one), _grams(other)
    return len(a & b) / len(a | b)


@lru_cache(maxsize=50_000)
def _grams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 3] for i in range(max(len(text) - 2, 1)))


def _marks(a: Advertisement, b: Advertisement) -> Part:
    """Of rank, shift, branch and the like: what only one of two titles names sets jobs apart."""
    if a.marks == b.marks:
        return Part("marks", "same", 1.0 if a.marks else 0.0)
    if (a.marks - b.marks and b.marks - a.marks) or (a.marks ^ b.marks) & TELLING:
        return Part("marks", "other", -16.0)
    return Part("marks", "named once", -3.0)


def _employer(a: Advertisement, b: Advertisement) -> Part:
    """Who names no employer may be the employer, or keep a client's name for itself.

    One that posts two vacancies of its own has told them apart itself.
    """
    if a.employer and b.employer:
        one, other = sorted((a.employer, b.employer), key=len)
        if one == other or (len(one) >= 4 and one in other):
            return Part("employer", "same", 4.0 if a.poster != b.poster else 2.0)
        return Part("employer", "other", -7.0)
    if a.poster == b.poster and not a.employer and not b.employer:
        return Part("employer", "same poster", -2.0)
    return Part("employer", "not known", 0.0)


def _is_told(of: Advertisement) -> bool:
    """The whole country is no place of work."""
    return of.region is not None and of.region != "TH"


def _region(a: Advertisement, b: Advertisement) -> Part:
    if _is_told(a) and _is_told(b):
        return Part("region", "same", 1.5)
    return Part("region", "not known", 0.0)


def _text(a: Signature | None, b: Signature | None) -> Part:
    if a is None or b is None:
        return Part("text", "not known", 0.0)
    alike = resemblance(a, b)
    for least, weight in ((0.9, 7.0), (0.7, 5.5), (0.5, 4.0), (0.35, 2.5), (0.2, -1.0)):
        if alike >= least:
            return Part("text", f"{alike:.0%}", weight)
    return Part("text", f"{alike:.0%}", -4.0)


def _pay(a: tuple[float, float] | None, b: tuple[float, float] | None) -> Part:
    if not a or not b:
        return Part("pay", "not known", 0.0)
    if a == b:
        return Part("pay", "same", 1.5)
    overlaps = a[0] <= b[1] and b[0] <= a[1]
    return Part("pay", "overlapping", 0.0) if overlaps else Part("pay", "other", -3.0)


def _known(name: str, a: object, b: object, same: float, other: float) -> Part:
    if a is None or b is None:
        return Part(name, "not known", 0.0)
    return Part(name, "same", same) if a == b else Part(name, "other", other)


def _openings(a: int, b: int) -> Part:
    if a == b:
        return Part("openings", "same", 0.5 if a > 1 else 0.0)
    return Part("openings", "other", -0.5)
