"""Quality as a provider reads it, in one language and, where it is a sentence, in both."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row

from services.ingestion.quality.drift import QualityWarning, response_rate
from services.ingestion.quality.histogram import median, median_pay
from services.ingestion.quality.reading import Overview, Quality
from services.ingestion.quality.score import Part
from services.ingestion.quality.tally import Tally
from services.ingestion.quality.wording import PARTS, REASONS, in_language, name_of

MOST_REFUSED, MOST_GROUPS = 10, 100
LANGUAGES = ("th", "en")


def shown(quality: Quality, language: str) -> dict[str, Any]:
    """A batch's quality, or that of all records."""
    tally, rate = quality.tally, response_rate(quality.tally.table("survey"))
    pay = median_pay(tally.table("pay"))
    return {
        **_judged(quality, language),
        "stated": list(_stated(tally, language)),
        "groups": list(_groups(tally, language)),
        "refused": _refused(tally),
        "response_rate": None if rate is None else round(rate, 3),
        "median_pay": None if pay is None else float(f"{pay:.3g}"),
        "median_months": median(tally.table("months")),
    }


def shown_overview(overview: Overview, language: str) -> dict[str, Any]:
    """All that is known of a provider's records of one kind."""
    past = [
        {
            "batch": row.id,
            "name": row.name,
            "finished_at": row.finished_at,
            **_judged(quality, language),
        }
        for row, quality in overview.history
    ]
    return {
        **shown(overview.now, language),
        "kind": overview.kind,
        "records": overview.now.tally.records,
        "is_sample": overview.is_sample,
        "codings": _codings(overview.codings),
        "history": past,
    }


def _judged(quality: Quality, language: str) -> dict[str, Any]:
    return {
        "score": quality.score,
        "parts": [_part(part, language) for part in quality.parts],
        "warnings": [_warning(warning, language) for warning in quality.warnings],
    }


def _part(part: Part, language: str) -> dict[str, Any]:
    return {
        "name": part.name,
        "title": in_language(PARTS, part.name, language),
        "value": part.value,
        "weight": part.weight,
        "left_out": part.why_not and in_language(REASONS, part.why_not, language),
    }


def _warning(warning: QualityWarning, language: str) -> dict[str, Any]:
    messages = {spoken: warning.text(spoken) for spoken in LANGUAGES}
    return {"code": warning.code, "detail": warning.text(language), "messages": messages}


def _stated(tally: Tally, language: str) -> Iterator[dict[str, Any]]:
    for table, of in (("present", "records"), ("job", "jobs")):
        counts = tally.table(table)
        for fact in sorted(counts.keys() - {"record"}):
            yield {
                "fact": fact,
                "title": name_of(fact, language),
                "of": of,
                "records": counts["record"],
                "stated": counts[fact],
            }


def _groups(tally: Tally, language: str) -> Iterator[dict[str, Any]]:
    """Persons or vacancies by level and place, the largest first."""
    for by in ("level", "region"):
        for code, count in tally.table(by).most_common(MOST_GROUPS):
            title = name_of(f"{by}:{code}", language)
            yield {"by": by, "code": code, "title": title, "count": count}


def _refused(tally: Tally) -> list[dict[str, Any]]:
    found = []
    for name, rows in tally.table("faults").most_common(MOST_REFUSED):
        code, _, pointer = name.partition(" ")
        found.append({"code": code, "field": pointer, "rows": rows})
    return found


def _codings(rows: Sequence[Row[Any]]) -> dict[str, dict[str, int]]:
    """Part -> state -> records; nothing for a part that these records do not have."""
    found: dict[str, Counter[str]] = {"occupation": Counter(), "field": Counter()}
    for row in rows:
        found["occupation"][row.occupation_status] += row.records
        if row.field_status is not None:
            found["field"][row.field_status] += row.records
    return {
        part: {state: counts[state] for state in ("given", "coded", "uncoded")}
        for part, counts in found.items()
        if counts
    }
