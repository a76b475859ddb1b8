"""Every method's verdict on every graduate: those of matching, and the statistical ones."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from services.reporting.facts import Coded, Graduates
from services.reporting.indicators import lift
from services.reporting.indicators.lift import FieldCell, lifts
from services.reporting.indicators.realised_matches import LevelCell, Norm, norms
from services.reporting.methods import JUDGED_BY_MATCHING, METHODS, Method

NOT_CONCERNED, UNJUDGED, MATCH, OVER, UNDER = range(5)
"""`OVER` stands for `mismatch` where a mismatch has no direction."""
Verdicts = NDArray[np.int8]

_WORDS: Mapping[str, int] = {
    "not_applicable": NOT_CONCERNED,
    "insufficient_evidence": UNJUDGED,
    "match": MATCH,
    "over": OVER,
    "mismatch": OVER,
    "under": UNDER,
}


def verdicts(graduates: Graduates) -> dict[Method, Verdicts]:
    """Every method and its verdict on each graduate."""
    found = {m.column: _stated(graduates.verdicts[m.column]) for m in JUDGED_BY_MATCHING.values()}
    found |= _by_level(graduates)
    found["horizontal_lift"] = _by_lift(graduates)
    return {method: found[method.column] for method in METHODS}


def _stated(column: Coded) -> Verdicts:
    """A method that says nothing of a graduate lacks the evidence."""
    known = np.array([*(_WORDS[word] for word in column.values), UNJUDGED], np.int8)
    return known[column.codes]


def _by_level(graduates: Graduates) -> dict[str, Verdicts]:
    found = norms(_level_cells(graduates))
    usual = [found.get(code) for code in graduates.occupation.values] + [None]
    mode, low, high = (
        _of(usual, name)[graduates.occupation.codes] for name in ("mode", "low", "high")
    )
    own = np.where(graduates.level < 0, np.nan, graduates.level)
    return {
        "vertical_realised_mode": _judged(graduates, own > mode, own < mode, np.isnan(own - mode)),
        "vertical_realised_mean": _judged(graduates, own > high, own < low, np.isnan(own - high)),
    }


def _of(usual: list[Norm | None], name: str) -> NDArray[np.float64]:
    return np.array([np.nan if norm is None else getattr(norm, name) for norm in usual])


def _judged(
    graduates: Graduates,
    over: NDArray[np.bool_],
    under: NDArray[np.bool_],
    unknown: NDArray[np.bool_],
) -> Verdicts:
    verdict = np.select([over, under], [OVER, UNDER], MATCH).astype(np.int8)
    verdict[unknown | (graduates.in_work < 0)] = UNJUDGED
    verdict[graduates.in_work == 0] = NOT_CONCERNED
    return verdict


def _level_cells(graduates: Graduates) -> list[LevelCell]:
    told = (graduates.in_work == 1) & (graduates.occupation.codes >= 0) & (graduates.level >= 0)
    place = graduates.occupation.codes[told].astype(np.int64) * 16 + graduates.level[told]
    counts, weights = np.bincount(place), np.bincount(place, graduates.weight[told])
    return [
        LevelCell(
            graduates.occupation.values[i // 16], int(i % 16), int(counts[i]), float(weights[i])
        )
        for i in np.flatnonzero(counts)
    ]


def _by_lift(graduates: Graduates) -> Verdicts:
    field = _cut(graduates.field, lift.FIELD_DIGITS)
    occupation = _shortened(graduates.occupation, lift.OCCUPATION_DIGITS)
    told = (graduates.in_work == 1) & (field.codes >= 0) & (occupation.codes >= 0)
    width = len(occupation.values)
    place = field.codes.astype(np.int64) * width + occupation.codes
    counts = np.bincount(place[told], minlength=len(field.values) * width)
    weights = np.bincount(place[told], graduates.weight[told], len(counts))
    found = lifts(
        FieldCell(
            field.values[i // width], occupation.values[i % width], int(counts[i]), weights[i]
        )
        for i in np.flatnonzero(counts)
    )
    table = np.full(len(field.values) * width + 1, np.nan)
    for (of, among), lift_of_pair in found.items():
        if among in occupation.values:
            at = field.values.index(of) * width + occupation.values.index(among)
            table[at] = lift_of_pair
    known = (field.codes >= 0) & (occupation.codes >= 0)
    value = table[np.where(known, place, -1)]
    nobody = np.zeros(len(graduates), np.bool_)
    return _judged(graduates, value < lift.BOUND, nobody, np.isnan(value))


def _cut(column: Coded, digits: int) -> Coded:
    """Codes cut to their group of that many digits; shorter ones are not known."""
    return _recoded(column, [v[:digits] if len(v) >= digits else "" for v in column.values])


def _shortened(column: Coded, digits: int) -> Coded:
    """Codes cut to at most that many digits."""
    return _recoded(column, [v[:digits] for v in column.values])


def _recoded(column: Coded, texts: list[str]) -> Coded:
    values = sorted({text for text in texts if text})
    places = [values.index(text) if text else -1 for text in texts]
    return Coded(np.array([*places, -1], np.int32)[column.codes], tuple(values))
