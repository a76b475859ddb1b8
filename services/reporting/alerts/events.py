"""What is sent for an alert: a CloudEvent that holds the figure and says in words what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from services.reporting.alerts.reading import Reading
from services.reporting.alerts.rules import Rule
from services.reporting.alerts.wording import texts
from services.reporting.data_sets import Figure, Publication
from services.reporting.figures import CONFIDENCE
from shared.webhooks.messages import cloud_event

Kind = Literal["raised", "test"]

SOURCE = "/reporting/v1/alerts"


@dataclass(frozen=True)
class Finding:
    """A rule, the figure it was judged by, and what that was compared with."""

    rule: Rule
    publication: Publication
    reading: Reading
    reference: float | None = None


def body(kind: Kind, event: str, alert: int, finding: Finding, at: str) -> str:
    """The message as it is sent, at every attempt the same; `at` is when the rule was judged."""
    rule, cell = finding.rule, finding.reading.codes
    subject = "/".join((rule.data_set, rule.indicator, *(f"{n}={c}" for n, c in cell.items())))
    source, told = f"{SOURCE}/{alert}", _told(alert, finding)
    return cloud_event(event, f"lmis.alert.{kind}.v1", source, subject, at, told)


def _told(alert: int, finding: Finding) -> dict[str, Any]:
    rule, publication, reading = finding.rule, finding.publication, finding.reading
    return {
        "alert": alert,
        "data_set": rule.data_set,
        "indicator": rule.indicator,
        "unit": reading.indicator.unit,
        "cell": reading.codes,
        "comparison": rule.comparison,
        "threshold": rule.threshold,
        "reference": finding.reference,
        "figure": figure(reading),
        "release": {"version": publication.version, "issued": publication.issued},
        "synthetic": publication.synthetic,
        "texts": texts(rule, publication, reading, finding.reference),
        "links": _links(alert, rule, publication, reading.codes),
    }


def figure(reading: Reading) -> dict[str, Any]:
    """The figure as it was published; a count of no record is 0."""
    found = reading.figure
    return {
        "value": reading.value,
        "status": reading.status,
        "reason": found and found.reason,
        "n": found and found.n,
        "interval": found and _interval(found),
    }


def _interval(found: Figure) -> dict[str, float | None] | None:
    if found.low is None and found.high is None:
        return None
    return {"low": found.low, "high": found.high, "confidence": CONFIDENCE}


def _links(
    alert: int, rule: Rule, publication: Publication, codes: Mapping[str, str]
) -> dict[str, str]:
    """Paths on the system that sent the message, whose address its receiver knows."""
    data_set = f"/reporting/v1/data-sets/{rule.data_set}"
    asked = urlencode({"version": publication.version, **codes})
    return {
        "figure": f"{data_set}/query?{asked}&indicators={rule.indicator}",
        "lineage": f"{data_set}/lineage?{asked}&indicator={rule.indicator}",
        "alert": f"{SOURCE}/{alert}",
    }
