"""What the brain is measured by, section by section, written to docs/quality.md.

`python -m benchmarks.quality` measures everything; with names of sections, those alone. A section
that is not measured keeps what the page says of it.
"""

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.running import clean_up_when_terminated
from services.matching.training.datasets import SHARED_DATA

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("LMIS_SHARED_DATA") or SHARED_DATA)
PAGE = ROOT / "docs" / "quality.md"
_SECTION = re.compile(r"<!-- section: (?P<name>\w+) -->\n(?P<text>.*?)\n<!-- end -->", re.DOTALL)
_INTRODUCTION = """# Quality: what was measured, and how

Written by `python -m benchmarks.quality` (`make quality`), which measures everything anew. The
figures of the fitted models come from texts, persons and countries that were held out of fitting.
The gold sets were written by reading, apart from the lexicons; some of their texts are wordings
that the lexicons have too, so titles and programmes are shown for the whole set and for the texts
of which no reading (the whole or its head without asides, a programme without its degree) is in
the lexicon. Each section says when it was measured."""


class Section(NamedTuple):
    """A part of the page: its heading and what writes it."""

    heading: str
    measured: Callable[[], str]


def figures_of(module: str) -> Callable[[], str]:
    """A table of what a module of services.matching.training measures beside its target."""

    def measured() -> str:
        rows = importlib.import_module(f"services.matching.training.{module}").rows(DATA)
        lines = [f"| {name} | {_shown(figure)} | {_shown(goal)} |" for name, figure, goal in rows]
        return "\n".join(["| figure | measured | aim |", "|---|---|---|", *lines])

    return measured


def outcome_of(*arguments: str) -> Callable[[], str]:
    """The names of the tests that pass, and pytest's last word."""

    def measured() -> str:
        lines = _lines([sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", *arguments])
        told = [
            f"- {test.partition('::')[2]}"
            for test, passed, _ in (line.partition(" PASSED") for line in lines)
            if passed
        ]
        return "\n".join([*told, "", f"`{lines[-1].strip('= ')}`"])

    return measured


def printed_by(module: str) -> Callable[[], str]:
    """What a benchmark prints."""

    def measured() -> str:
        return "\n".join(_lines([sys.executable, "-m", f"benchmarks.{module}"]))

    return measured


_BRAIN = tuple(f"tests/unit/{part}" for part in ("mismatch", "coding", "extraction", "matching"))

SECTIONS: Mapping[str, Section] = {
    "skills": Section("Skills from texts", figures_of("quality_extraction")),
    "coding": Section("Titles and programmes", figures_of("quality_coding")),
    "mismatch": Section("Mismatch", figures_of("quality_mismatch")),
    "laws": Section("Laws the judgements keep", outcome_of("-m", "hypothesis", *_BRAIN)),
    "corrections": Section(
        "A correction, end to end", outcome_of("-k", "correction", "tests/e2e/test_whole_way.py")
    ),
    "speed_of_titles": Section("Speed: titles", printed_by("title_coding")),
    "speed_of_skills": Section("Speed: full advertisements", printed_by("skill_extraction")),
    "speed_of_pairs": Section("Speed: pairs judged", printed_by("assessing")),
    "speed_of_ranking": Section("Speed and memory: ranking", printed_by("ranking")),
}


def main(names: Sequence[str]) -> None:
    """Measure the sections named, or all, and keep what the page says of the others."""
    clean_up_when_terminated()
    sections = dict(_sections(PAGE.read_text("utf-8"))) if PAGE.exists() else {}
    for name in names or SECTIONS:
        sections[name] = _measured(SECTIONS[name])
        print(sections[name], end="\n\n", flush=True)
        PAGE.write_text(_page(sections), "utf-8")


def _measured(section: Section) -> str:
    text = section.measured()
    return f"## {section.heading}\n\nMeasured on {datetime.now(UTC).date()}.\n\n{text}"


def _page(sections: Mapping[str, str]) -> str:
    marked = (
        f"<!-- section: {name} -->\n{sections[name]}\n<!-- end -->"
        for name in SECTIONS
        if name in sections
    )
    return "\n\n".join([_INTRODUCTION, *marked]) + "\n"


def _sections(page: str) -> Iterator[tuple[str, str]]:
    return ((found["name"], found["text"]) for found in _SECTION.finditer(page))


def _shown(figure: object) -> str:
    """A measured figure with three decimals; a text as it is."""
    return f"{figure:.3f}" if isinstance(figure, float) else "" if figure is None else str(figure)


def _lines(command: Sequence[str]) -> list[str]:
    """What a command prints, also when it fails; the page is to say so then."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    printed = done.stdout.strip().splitlines()
    return printed if done.returncode == 0 else [*printed, *done.stderr.strip().splitlines()[-5:]]


if __name__ == "__main__":
    main(sys.argv[1:])
