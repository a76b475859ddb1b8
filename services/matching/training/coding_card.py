"""Writes the coders' model card from their figures, so that no number in it is typed by hand."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from services.matching.coding.combination import VOTES

_TEMPLATE = Path(__file__).with_name("coding_card_template.md")


def render(stated: Mapping[str, Any]) -> str:
    """The card in Markdown."""
    rows = stated["figures"]
    return Template(_TEMPLATE.read_text("utf-8")).substitute(
        version=stated["version"],
        scikit_learn=stated["scikit_learn"],
        seed=stated["seed"],
        fitted_on=_fitted_on(stated["fitted_on"]),
        weights=_weights(stated["weights"]),
        results=_results(rows),
        decided="\n\n".join(_decided(row) for row in rows),
        reliability="\n\n".join(_reliability(row) for row in rows),
        majors=_majors([row for row in rows if row["subject"] == "occupations"]),
    )


def _fitted_on(sizes: Mapping[str, Mapping[str, int]]) -> str:
    return _table(
        ("subject", "texts", "n"),
        ((subject, name, f"{n:,}") for subject, each in sizes.items() for name, n in each.items()),
    )


def _weights(weights: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    return _table(
        ("subject", "script", *(vote.replace("_", " ") for vote in VOTES)),
        (
            (subject, script, *row)
            for subject, scripts in weights.items()
            for script, row in scripts.items()
        ),
    )


def _results(rows: Sequence[Mapping[str, Any]]) -> str:
    columns = (
        "n", "top_1", "top_5", "top_1_accepted", "top_5_accepted", "top_1_broad",
        "coverage_at_90", "mean_probability", "brier",
    )  # fmt: skip
    return _table(
        ("texts", *(column.replace("_", " ") for column in columns)),
        ((_name(row), *(row[column] for column in columns)) for row in rows),
    )


def _decided(row: Mapping[str, Any]) -> str:
    found = row["decided"]
    return f"{_name(row)}:\n\n" + _table(
        ("digits answered", *found),
        (
            ("share of texts", *(each["share"] for each in found.values())),
            ("right", *(each["precision"] for each in found.values())),
        ),
    )


def _reliability(row: Mapping[str, Any]) -> str:
    tenths = row["reliability"]
    return f"{_name(row)}:\n\n" + _table(
        ("tenth of texts, least sure first", *range(1, len(tenths) + 1)),
        (
            ("probability", *(f"{predicted:.3f}" for predicted, _ in tenths)),
            ("right", *(f"{observed:.3f}" for _, observed in tenths)),
        ),
    )


def _majors(rows: Sequence[Mapping[str, Any]]) -> str:
    majors = sorted({major for row in rows for major in row["by_major"]})
    return _table(
        ("texts", *(f"major group {major}" for major in majors)),
        ((_name(row), *(_major(row["by_major"].get(major)) for major in majors)) for row in rows),
    )


def _major(found: Mapping[str, float] | None) -> str:
    return f"{found['top_1']} (n {found['n']})" if found else ""


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['texts']}{' (noisy labels)' if row['noisy_labels'] else ''}"


def _table(header: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(map(str, header)), *(list(map(str, row)) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
