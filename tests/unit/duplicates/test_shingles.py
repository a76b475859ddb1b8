"""Signatures of texts: what they estimate, and what they do not look at."""

import random

import pytest

from services.ingestion.duplicates.shingles import (
    SHINGLE,
    bands,
    resemblance,
    signature,
)

WORDS = (
    "ดูแล", "ลูกค้า", "ระบบ", "บัญชี", "ขาย", "รายงาน", "ประจำ", "เดือน", "วางแผน", "ตรวจสอบ",
    "service", "orders", "warehouse", "design", "customers", "weekly", "reports", "teams", "build",
)  # fmt: skip


def a_text(seed: int, words: int = 120) -> str:
    draw = random.Random(seed)
    return " ".join(f"{draw.choice(WORDS)}{draw.randrange(40)}" for _ in range(words))


def jaccard(one: str, other: str) -> float:
    a, b = (
        {text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)}
        for text in (one.replace(" ", ""), other.replace(" ", ""))
    )
    return len(a & b) / len(a | b)


@pytest.mark.parametrize("kept", [0, 30, 60, 90, 120])
def test_resemblance_estimates_the_share_of_equal_shingles(kept: int) -> None:
    errors = []
    for seed in range(20):
        words = a_text(seed).split()
        other = " ".join([*words[:kept], *a_text(seed + 1000).split()[kept:]])
        one, two = signature(" ".join(words)), signature(other)
        assert one is not None
        assert two is not None
        errors.append(resemblance(one, two) - jaccard(" ".join(words), other))
    assert abs(sum(errors) / len(errors)) < 0.05
    assert max(map(abs, errors)) < 0.25


def test_case_spaces_and_punctuation_are_not_looked_at() -> None:
    text = a_text(1)
    dressed = "• " + text.upper().replace(" ", "  \u200b – ") + "!!"
    one, other = signature(text), signature(dressed)
    assert one is not None
    assert other is not None
    assert resemblance(one, other) == 1


def test_tones_and_vowels_of_thai_are_letters() -> None:
    texts = (" ".join(f"{word}{number}" for number in range(60)) for word in ("มา", "ม้า"))
    one, other = map(signature, texts)
    assert one is not None
    assert other is not None
    assert resemblance(one, other) < 0.5


def test_a_text_that_says_too_little_is_not_compared() -> None:
    assert signature("") is None
    assert signature("รับสมัครด่วน") is None
    assert signature("—" * 300) is None


def test_like_texts_meet_in_some_band_and_others_in_none() -> None:
    meetings = []
    for seed in range(40):
        words = a_text(seed).split()
        one, near, far = (
            signature(" ".join(text))
            for text in (words, [*words[:105], "ใหม่"], a_text(seed + 500).split())
        )
        assert one is not None
        assert near is not None
        assert far is not None
        meetings.append((bool({*bands(one)} & {*bands(near)}), bool({*bands(one)} & {*bands(far)})))
    assert sum(near for near, _ in meetings) == 40
    assert sum(far for _, far in meetings) <= 4
