"""`python -m tests.fuzz.importers`: made-up files through every reader and profile.

A file may be refused and a row may have faults; anything else that is raised is a crash, and
ends the command with the seed and the number of the input that it takes to see it again.
"""

import io
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import click

from services.ingestion.importers import Profile, UnreadableFile, load_profile, shipped_profiles
from services.ingestion.importers.dating import dated
from services.ingestion.profiles.checking import beginning, preview
from services.ingestion.profiles.suggesting import suggest
from shared.web.faults import Fault
from tests.fuzz.made_files import Maker
from tests.fuzz.made_profiles import ProfileMaker

_EVERY = 20_000


class Forwards:
    """A stream as an upload is, in pieces of odd sizes and without a way back."""

    def __init__(self, content: bytes, most: int) -> None:
        self._stream = io.BytesIO(content)
        self._most = most

    def read(self, size: int) -> bytes:
        return self._stream.read(min(size, self._most))


@dataclass
class Seen:
    """What became of the inputs: rows by their fault, files by why they were refused."""

    inputs: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    suggested: int = 0
    slowest: float = 0.0

    def lines(self) -> list[str]:
        """The counts as text."""
        return [
            f"{self.inputs:,} inputs, slowest {self.slowest * 1000:.0f} ms, "
            f"{self.suggested:,} profiles proposed",
            f"{self.rows.total():,} rows: " + _listed(self.rows),
            f"{self.refused.total():,} files refused: " + _listed(self.refused),
        ]


def profiles(seed: int, made: int) -> list[Profile]:
    """All that are shipped, and made-up ones."""
    made_on = date(2024, 3, 1)
    shipped = [dated(load_profile(name), made_on) for name in shipped_profiles()]
    maker = ProfileMaker(seed)
    return [*shipped * (made // 15), *(maker.profile() for _ in range(made))]


def fuzz(
    inputs: int,
    seed: int,
    seconds: float = 1e9,
    workbooks: float = 0.01,
    made_profiles: int = 300,
) -> Seen:
    """So many inputs, or as many as the time allows; `workbooks` is their share.

    Raises:
        AssertionError: an input crashed a reader; it names what it takes to see it again.
    """
    seen, known = Seen(), profiles(seed, made_profiles)
    ends = time.monotonic() + seconds
    for number in range(inputs):
        if time.monotonic() > ends:
            break
        maker = Maker(seed * 1_000_003 + number, workbooks)
        profile = maker.random.choice(known)
        content = maker.file(profile)
        started = time.monotonic()
        try:
            _read(content, profile, maker, seen)
        except Exception as error:
            where = f"seed {seed}, input {number}, profile {profile.name}: {content[:300]!r}"
            raise AssertionError(where) from error
        seen.slowest = max(seen.slowest, time.monotonic() - started)
        seen.inputs += 1
        if seen.inputs % _EVERY == 0:
            click.echo(f"{seen.inputs:,} …")
    return seen


def _read(content: bytes, profile: Profile, maker: Maker, seen: Seen) -> None:
    most = maker.random.choice((7, 1_000, 1 << 20))
    stream = cast(Any, Forwards(content, most))
    columns = profile.needed_columns()
    try:
        rows, read = beginning(stream, profile.layout, columns)
    except UnreadableFile as error:
        seen.refused[_told(error.fault)] += 1
        return
    for row in preview(profile, read, in_workbook=rows.found.content == "xlsx"):
        codes = [_told(found.fault) for found in row.faults]
        seen.rows[codes[0] if codes else "taken"] += 1
    if maker.random.random() < 0.02:
        suggest(profile.kind, list(rows.columns), [row.values for row in read], rows.found)
        seen.suggested += 1


def _told(found: Fault) -> str:
    """The fault's code, when it has a sentence in both languages."""
    if not (found.text("th") and found.text("en")):
        raise ValueError(found.code)
    return found.code


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common())


@click.command()
@click.option("--inputs", default=1_000_000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--seconds", default=3_600, show_default=True, help="stop after so long")
@click.option("--workbooks", default=0.01, show_default=True, help="share of XLSX files")
def main(inputs: int, seed: int, seconds: int, workbooks: float) -> None:
    """Read made-up files and say what became of them."""
    seen: Sequence[str] = fuzz(inputs, seed, seconds, workbooks).lines()
    click.echo("\n".join([f"seed {seed}", *seen]))


if __name__ == "__main__":
    main()
