"""How well duplicates are told on pairs that the threshold was not chosen on."""

from collections import defaultdict

import numpy as np

from services.ingestion.duplicates.likeness import THRESHOLD
from tests.support.duplicate_pairs import pairs, quality


def test_the_threshold_is_the_best_of_the_half_it_was_chosen_on() -> None:
    judged = pairs("fit")
    f1 = {float(at): quality(judged, float(at)).f1 for at in np.arange(4, 14, 0.5)}
    print({at: round(value, 3) for at, value in f1.items()})
    assert f1[THRESHOLD] == max(f1.values())


def test_duplicates_are_told_on_the_other_half() -> None:
    judged = pairs("test")
    found = quality(judged, THRESHOLD)
    print(f"{len(judged)} pairs: precision {found.precision:.3f}, recall {found.recall:.3f}")
    kinds: dict[str, list[bool]] = defaultdict(list)
    for pair in judged:
        kinds[pair.kind].append(pair.is_found(THRESHOLD) == pair.is_same)
    for kind, right in sorted(kinds.items()):
        print(f"  {kind}: {sum(right)} of {len(right)} right")
    assert found.precision >= 0.95
    assert found.recall >= 0.8


def test_no_text_stands_in_both_halves() -> None:
    titles = [
        {side.parts.work for pair in pairs(half) for side in (pair.one, pair.other)}
        for half in ("fit", "test")
    ]
    texts = [
        {bytes(pair.one.text) for pair in pairs(half) if pair.one.text is not None}
        for half in ("fit", "test")
    ]
    assert len(pairs("fit")) + len(pairs("test")) >= 300
    assert not texts[0] & texts[1]
    assert len(titles[0] & titles[1]) < 12
