"""SDMX-CSV 2.0: one line an observation, with status and confidentiality in SDMX's own codes.

https://github.com/sdmx-twg/sdmx-csv. The indicator is a dimension. Years and periods are ordinary
coded dimensions, because all of them together (`_T`) is no time period.
"""

from collections.abc import Mapping

import pyarrow as pa

from services.reporting.data_sets import Extract
from services.reporting.data_sets.long_form import to_table
from services.reporting.data_sets.table import STATUSES
from services.reporting.exports import sdmx_codes
from services.reporting.exports.about import columns
from services.reporting.exports.tidy_csv import lines, repeated, replaced

FIGURE_ATTRIBUTES: Mapping[str, str] = {
    # of the data structure: column of the table
    "LOWER_BOUND": "low",
    "UPPER_BOUND": "high",
    "N_RECORDS": "n",
    "REASON": "reason",
    "COVERAGE": "coverage",
    "UNCODED": "uncoded",
}
PROVENANCE_ATTRIBUTES = (
    "release", "issued", "provisional", "synthetic", "confidence", "method_version",
    "taxonomy_version", "model_version", "data_version", "licence", "citation",
)  # fmt: skip
"""The same for every observation."""


def to_sdmx_csv(extract: Extract) -> bytes:
    """Codes are made identifiers by `sdmx_codes.code_id`; UTF-8 without a mark."""
    long = to_table(extract)
    data_set, rows = extract.data_set, len(long)
    structure = sdmx_codes.structure_id(extract.publication, data_set.definition.id)
    named: dict[str, pa.Array] = {
        "STRUCTURE": repeated("datastructure", rows),
        "STRUCTURE_ID": repeated(structure, rows),
        "ACTION": repeated("I", rows),  # information: neither appended nor replaced
    }
    for dimension in data_set.dimensions:
        codes = [sdmx_codes.code_id(member.code) for member in dimension.members]
        named[sdmx_codes.component_id(dimension.name)] = replaced(long[dimension.name], codes)
    named[sdmx_codes.INDICATOR] = long["indicator"]
    named["OBS_VALUE"] = long["value"]
    named["OBS_STATUS"] = replaced(long["status"], [sdmx_codes.OBS_STATUS[s] for s in STATUSES])
    named["CONF_STATUS"] = replaced(long["status"], [_confidentiality(s) for s in STATUSES])
    named |= {attribute: long[column] for attribute, column in FIGURE_ATTRIBUTES.items()}
    about = columns(extract.publication, extract.data_set.definition)
    named |= {name.upper(): repeated(about[name], rows) for name in PROVENANCE_ATTRIBUTES}
    return lines(pa.table(named))


def _confidentiality(status: str) -> str:
    return sdmx_codes.CONFIDENTIAL if status == "suppressed" else sdmx_codes.FREE
