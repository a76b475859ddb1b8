"""Every part of the evidence has words in both languages."""

from itertools import combinations
from typing import Any

from services.ingestion.duplicates.advertising import compared
from services.ingestion.duplicates.likeness import Part, likeness
from services.ingestion.duplicates.wording import sentence
from shared.contracts import Pay
from tests.builders import a_vacancy
from tests.support.duplicate_pairs import pairs

FACTS: tuple[dict[str, Any], ...] = (
    {"level_required": 6, "experience_years": 2.0, "contract": "permanent", "occupation": "2512"},
    {"level_required": 3, "experience_years": 0.0, "contract": "part_time", "occupation": "5223"},
    {"openings": 3, "pay": Pay(low=9_000, high=9_500), "region": "TH-10"},
    {"openings": 3, "pay": Pay(low=30_000, high=40_000), "region": "TH-10"},
)


def parts_found() -> set[Part]:
    """Of all pairs of the gold set, and of vacancies that state what these leave out."""
    stated = [compared(f"firm/{i}", "", a_vacancy(str(i), **f), None) for i, f in enumerate(FACTS)]
    evidence = [pair.evidence for pair in (*pairs("fit"), *pairs("test"))]
    evidence += [
        likeness((a.parts, a.text), (b.parts, b.text))
        for a, b in (*combinations(stated, 2), (stated[0], stated[0]))
    ]
    return {part for found in evidence if found for part in found.parts}


def test_whatever_agrees_or_differs_is_said_in_thai_and_in_english() -> None:
    found = parts_found()
    assert {part.name for part in found} >= {"level", "experience", "contract", "occupation", "pay"}
    for part in found:
        thai, english = sentence(part, "th"), sentence(part, "en")
        assert any("ก" <= letter <= "๛" for letter in thai)
        assert english.isascii()
        assert thai != english
