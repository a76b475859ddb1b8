"""Short ways to a profile and a row."""

from services.ingestion.importers.mapping import Mapped, map_row
from services.ingestion.importers.profile import Profile, parse_profile
from services.ingestion.importers.rows import Row


def a_profile(fields: str = "", file: str = "{}", dates: str = "{}") -> Profile:
    """A profile for vacancies whose reference and title are columns; `fields` comes on top."""
    return parse_profile(
        "test",
        f"""
kind: vacancies
about: a test
file: {file}
dates: {dates}
fields:
  reference: id
  title: title
  posted_on: {{constant: "2025-01-31"}}
{fields}
""",
    )


def mapped(fields: str, file: str = "{}", dates: str = "{}", **cells: str) -> Mapped:
    """What such a profile makes of a row with these cells."""
    return map_row(Row(2, {"id": "1", "title": "Clerk", **cells}), a_profile(fields, file, dates))
