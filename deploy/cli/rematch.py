"""`lmis rematch`: the best open vacancies of every graduate, written to a file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import click
import msgspec
from sqlalchemy import Connection, func, select

from deploy.cli.console import progress
from services.matching.app import THAI_TIME
from services.matching.market.loading import Markets
from services.matching.market.rematch import Matched, rematch
from services.matching.ranking import stated
from services.matching.store import graduates
from shared.db.engine import make_engine
from shared.settings import Settings


@click.command("rematch")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 100))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="NDJSON, a graduate per line"
)
@click.option(
    "--on",
    default=lambda: datetime.now(THAI_TIME).date().isoformat(),
    show_default="today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="day on which vacancies must be open",
)
@click.option(
    "--processes",
    default=os.cpu_count() or 1,
    show_default="cores",
    type=click.IntRange(min=1),
)
@click.pass_obj
def rematch_command(settings: Settings, top: int, out: Path, on: datetime, processes: int) -> None:
    """Write the best open vacancies of every graduate who may look for work to a file.

    The file appears when it is complete. Nothing else changes: rankings over HTTP are made when
    they are asked for.
    """
    engine = make_engine(settings.database("matching"))
    try:
        with engine.connect() as connection, _complete(out) as lines:
            written = _write(connection, lines, top, on.toordinal(), processes)
    finally:
        engine.dispose()
    click.echo(f"{written} graduates: {out}")


def _write(connection: Connection, lines: IO[bytes], top: int, day: int, processes: int) -> int:
    markets = Markets()
    market = markets.vacancies.current(connection)
    known = select(func.count()).where(graduates.c.assessment.is_not(None))
    total = connection.execute(known).scalar_one()
    written = 0
    with progress("matching", total) as advance:
        seekers = markets.graduates.entries(connection)
        for matched in rematch(market, seekers, top, day, processes):
            lines.write(msgspec.json.encode(_line(matched)) + b"\n")
            written += 1
            advance(1)
    return written


def _line(matched: Matched) -> dict[str, object]:
    vacancies = [(found.key, *stated(found.place)) for found in matched.best]
    return {
        "graduate": matched.key,
        "vacancies": [
            {"key": key, "score": score, "coverage": coverage} for key, score, coverage in vacancies
        ],
    }


@contextmanager
def _complete(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when it is complete."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("wb") as stream:
            yield stream
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
