"""Reports of doubt that were answered, as pages show them."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine

from services.reporting.feedback import doubts
from services.reporting.feedback.answers import kept_doubt
from services.reporting.feedback.doubts import Wanted
from services.reporting.pages.language import Reader
from services.reporting.pages.numbers import day


def answered(engine: Engine, wanted: Wanted, most: int, reader: Reader) -> list[dict[str, Any]]:
    """The newest ones with the day of their answer."""
    with engine.connect() as connection:
        rows = doubts.page(connection, replace(wanted, status="answered"), None, most)
    return [
        {**kept_doubt(row), "day": day(row.answered_at, reader.language)} for row in rows
    ]  # fmt: skip
