"""How SDMX names what is published: identifiers, versions, and statuses of its own code lists."""

import re
from collections.abc import Mapping

from services.reporting.data_sets import Publication
from services.reporting.figures import Status

AGENCY = "LMIS"
INDICATOR = "INDICATOR"

OBS_STATUS: Mapping[Status, str] = {
    "ok": "A",  # normal value
    "low": "U",  # low reliability
    "suppressed": "Q",  # missing value; suppressed
    "not_applicable": "M",  # missing value; data cannot exist
    "insufficient_evidence": "L",  # missing value; data exist but were not collected
}
"""Codes of CL_OBS_STATUS (SDMX cross-domain code lists, 2.2)."""

FREE, CONFIDENTIAL = "F", "C"
"""Of CL_CONF_STATUS; which figures were hidden to protect others is not told."""

_NOT_OF_AN_ID = re.compile(rb"[^A-Za-z0-9_@-]")


def code_id(code: str) -> str:
    """The code with `$` and two hex digits for each byte that an SDMX identifier cannot have."""
    escaped = _NOT_OF_AN_ID.sub(lambda found: b"$%02X" % found[0][0], code.encode())
    return escaped.decode("ascii")


def component_id(name: str) -> str:
    """`graduate-outcomes` -> `GRADUATE_OUTCOMES`."""
    return name.upper().replace("-", "_")


def structure_version(publication: Publication) -> str:
    """A release's own version; live figures are an extension of none (SDMX 3.0, versioning)."""
    return "0.0.0-live" if publication.is_live else publication.version


def structure_id(publication: Publication, data_set: str) -> str:
    """`LMIS:GRADUATE_OUTCOMES(1.2.0)`."""
    return f"{AGENCY}:{component_id(data_set)}({structure_version(publication)})"
