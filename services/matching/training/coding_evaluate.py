"""Figures of a coder on texts that nothing was fitted on."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.coding.stored import Subject
from services.matching.domain import Coder
from services.matching.training.wordings import KnownText

PRECISE = 0.9
TENTHS = 10
_TOP = 5


class HeldOut(NamedTuple):
    """Texts of one subject; `noisy` says that their codes are often wrong."""

    subject: Subject
    name: str
    texts: Sequence[KnownText]
    noisy: bool = False


def figures(coder: Coder, held_out: HeldOut) -> dict[str, Any]:
    """Accuracy at every depth, coverage at 90 % precision, what is decided, reliability."""
    texts = [known.text for known in held_out.texts]
    found = coder.code(texts, _TOP)
    chances = np.array([each[0].probability if each else 0.0 for each in found])
    right = np.array(
        [_is_right(each[:1], known, 4) for each, known in zip(found, held_out.texts, strict=True)]
    )
    return {
        "subject": held_out.subject,
        "texts": held_out.name,
        "noisy_labels": held_out.noisy,
        "n": len(texts),
        "top_1": _share([_strict(e[:1], k) for e, k in zip(found, held_out.texts, strict=True)]),
        "top_5": _share([_strict(e, k) for e, k in zip(found, held_out.texts, strict=True)]),
        "top_1_accepted": _share(right),
        "top_5_accepted": _share(
            [_is_right(e, k, 4) for e, k in zip(found, held_out.texts, strict=True)]
        ),
        "top_1_broad": _share(
            [_is_right(e[:1], k, 2) for e, k in zip(found, held_out.texts, strict=True)]
        ),
        "coverage_at_90": coverage_at(PRECISE, chances, right),
        "mean_probability": _share(chances),
        "brier": _share((chances - right) ** 2),
        "reliability": _reliability(chances, right),
        "decided": decided(coder, held_out.texts),
        "by_major": _by_major(held_out.texts, right),
    }


def coverage_at(precision: float, chances: NDArray[Any], right: NDArray[Any]) -> float:
    """The greatest share of texts, surest first, of which this share is right."""
    order = np.argsort(-chances, kind="stable")
    precisions = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precisions >= precision)
    return round(float(enough[-1] + 1) / len(order), 4) if len(enough) else 0.0


def decided(coder: Coder, texts: Sequence[KnownText]) -> dict[str, dict[str, float]]:
    """By depth of the answer: its share of all texts, and how many of those answers are right."""
    answers = coder.decide([known.text for known in texts])
    found: dict[str, dict[str, float]] = {}
    for depth in (4, 3, 2, 1):
        right = [
            any(code.startswith(answer.code) for code in known.accepted)
            for answer, known in zip(answers, texts, strict=True)
            if answer.code is not None and len(answer.code) == depth
        ]
        if right:
            share = round(len(right) / len(texts), 4)
            found[str(depth)] = {"share": share, "precision": _share(right)}
    return found


def _strict(found: Sequence[Any], known: KnownText) -> bool:
    return any(each.code == known.code for each in found)


def _is_right(found: Sequence[Any], known: KnownText, length: int) -> bool:
    codes = {code[:length] for code in known.accepted}
    return any(each.code[:length] in codes for each in found)


def _reliability(chances: NDArray[Any], right: NDArray[Any]) -> list[tuple[float, float]]:
    tenths = np.array_split(np.argsort(chances, kind="stable"), TENTHS)
    return [(_share(chances[tenth]), _share(right[tenth])) for tenth in tenths]


def _by_major(texts: Sequence[KnownText], right: NDArray[Any]) -> dict[str, dict[str, float]]:
    majors = np.array([known.code[0] for known in texts])
    return {
        str(major): {"n": int((majors == major).sum()), "top_1": _share(right[majors == major])}
        for major in np.unique(majors)
    }


def _share(values: Any) -> float:
    return round(float(np.mean(values)), 4) if len(values) else 0.0
