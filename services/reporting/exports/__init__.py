"""The forms a table is published in: the same figures with their statuses in each.

Every form states release, versions, licence and whether the figures are synthetic, and is the
same bytes for the same extract.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.reporting.data_sets import Extract
from services.reporting.exports.json import to_json
from services.reporting.exports.jsonstat import to_jsonstat
from services.reporting.exports.parquet import to_parquet
from services.reporting.exports.sdmx_csv import to_sdmx_csv
from services.reporting.exports.tidy_csv import to_csv
from services.reporting.exports.xlsx import to_xlsx


@dataclass(frozen=True)
class Format:
    """A form of an extract.

    `media_type` is what callers accept, `parameters` what an answer adds to it; `standard` is
    where the form is described.
    """

    name: str
    media_type: str
    extension: str
    write: Callable[[Extract], bytes]
    standard: str
    parameters: str = ""

    @property
    def content_type(self) -> str:
        """`text/csv; charset=utf-8`."""
        return f"{self.media_type}; {self.parameters}" if self.parameters else self.media_type


_ALL = (
    Format(
        name="json",
        media_type="application/json",
        extension="json",
        write=to_json,
        standard="https://www.rfc-editor.org/info/rfc8259",
    ),
    Format(
        name="csv",
        media_type="text/csv",
        extension="csv",
        write=to_csv,
        standard="https://www.rfc-editor.org/info/rfc4180",
        parameters="charset=utf-8",
    ),
    Format(
        name="json-stat",
        media_type="application/vnd.json-stat+json",
        extension="json-stat.json",
        write=to_jsonstat,
        standard="https://json-stat.org/full/",
    ),
    Format(
        name="sdmx-csv",
        media_type="application/vnd.sdmx.data+csv",
        extension="sdmx.csv",
        write=to_sdmx_csv,
        standard="https://sdmx.org/standards-2/",
        parameters="version=2.0.0",
    ),
    Format(
        name="parquet",
        media_type="application/vnd.apache.parquet",
        extension="parquet",
        write=to_parquet,
        standard="https://parquet.apache.org/docs/file-format/",
    ),
    Format(
        name="xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        extension="xlsx",
        write=to_xlsx,
        standard="https://ecma-international.org/publications-and-standards/standards/ecma-376/",
    ),
)

FORMATS: Mapping[str, Format] = {form.name: form for form in _ALL}
"""By the name that `?format=` takes."""
