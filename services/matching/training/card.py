"""Writes the model card from the figures, so that no number in it is typed by hand."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

_TEMPLATE = Path(__file__).with_name("card_template.md")

_METHODS = {
    "model": "**model**",
    "model_needed_facts_only": "model, needed facts only",
    "rule": "rule",
    "rule_map_a": "rule, map A",
    "realised_matches": "realised matches",
    "cell_rate": "cell rate (uses labels)",
    "gradient_boosting": "gradient boosting (uses labels)",
}


def render(figures: Mapping[str, Any]) -> str:
    """The card in Markdown."""
    return Template(_TEMPLATE.read_text("utf-8")).substitute(
        {
            **{name: figures[name] for name in ("version", "sha256", "scikit_learn", "seed")},
            "ngs": figures["attribution"]["ngs2020"],
            "piaac": figures["attribution"]["piaac"],
            "n_vertical": f"{figures['fitted_on']['vertical']:,}",
            "n_horizontal": f"{figures['fitted_on']['horizontal']:,}",
            "least_persons": figures["least_persons"],
            "thresholds": _thresholds(figures["thresholds"]),
            "results": "\n\n".join(_results(task) for task in figures["tasks"]),
            "calibration": _calibrations(figures["tasks"]),
            "groups": "\n\n".join(_groups(task) for task in figures["groups"]),
            "worst_region": _worst_region(figures["groups"]),
        }
    )


def _thresholds(thresholds: Mapping[str, Mapping[str, float]]) -> str:
    return _table(
        ("dimension", "threshold", "judged mismatched", "precision", "recall"),
        (
            (
                name,
                found["threshold"],
                found["judged_mismatch"],
                found["precision"],
                found["recall"],
            )
            for name, found in thresholds.items()
        ),
    )


def _results(task: Mapping[str, Any]) -> str:
    return f"### {_heading(task)}\n" + _table(
        ("method", "AUC", "average precision", "Brier"),
        (
            (label, found["auc"], found["average_precision"], found.get("brier", ""))
            for name, label in _METHODS.items()
            if (found := task["results"].get(name))
        ),
    )


def _heading(task: Mapping[str, Any]) -> str:
    sample = "the stored model's task" if task["served"] else "reference sample"
    return (
        f"{task['task'].capitalize()}: {task['held_out']} held out, {sample} "
        f"(n {task['n']:,}, base {task['base_rate']})"
    )


def _calibrations(tasks: Sequence[Mapping[str, Any]]) -> str:
    served = [task for task in tasks if task["served"]]
    summary = _table(
        ("task", "facts", "expected error", "slope", "intercept"),
        (
            (f"{task['task']}, {task['held_out']} held out", facts, *_cox(task[key]))
            for task in served
            for facts, key in (
                ("as known", "calibration"),
                ("needed only", "calibration_needed_facts_only"),
            )
        ),
    )
    return "\n\n".join([summary, *(_reliability(task) for task in served)])


def _cox(found: Mapping[str, float]) -> tuple[float, float, float]:
    return found["expected_calibration_error"], found["slope"], found["intercept"]


def _reliability(task: Mapping[str, Any]) -> str:
    rows = task["calibration"]["reliability"]
    return (
        f"{task['task'].capitalize()}, {task['held_out']} held out, by bins of equal size:\n\n"
        + _table(
            ("", *range(1, len(rows) + 1)),
            [(name, *(f"{row[name]:.3f}" for row in rows)) for name in ("predicted", "observed")],
        )
    )


def _groups(task: Mapping[str, Any]) -> str:
    return f"### {task['task'].capitalize()}, {task['held_out']} held out\n" + _table(
        ("trait", "group", "n", "observed", "predicted", "AUC"),
        (
            (row["trait"], row["group"], row["n"], row["observed"], row["predicted"], row["auc"])
            for row in task["rows"]
        ),
    )


def _worst_region(groups: Sequence[Mapping[str, Any]]) -> int:
    misses: list[float] = [
        abs(row["observed"] - row["predicted"])
        for task in groups
        for row in task["rows"]
        if row["trait"] == "region"
    ]
    return round(100 * max(misses))


def _table(header: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(map(str, header)), *(list(map(str, row)) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
