"""Pay as advertisements word it: a band, an amount, an open end, or no amount at all."""

import re
from typing import Any

_NUMBER = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*(k(?![a-z])|พัน|หมื่น|แสน|ล้าน|million\b)?", re.IGNORECASE
)
_TIMES = {
    "k": 1_000, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000, "million": 1_000_000,
}  # fmt: skip
_POINT_OR_COMMA = re.compile(r"\d+\.\d{3}")
"""'15.000' may be fifteen thousand as well as fifteen."""
_MONEY = r"(?:฿|\$|€|£|¥|บาท|thb|baht|usd|eur|jpy|sgd)"
_SMALLEST_UNSCALED = 1_000
"""'20-25K' leaves the first multiplier to be understood; '20,000 - 25K' does not."""
_BETWEEN = re.compile(rf"\s*{_MONEY}?\s*(?:[-‐‑‒–—−~]|ถึง|to)\s*{_MONEY}?\s*", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"\d\s*(?:k|บาท|thb|baht)?\s*\+|ขึ้นไป|\b(?:up|above|over|from|at least|start\w*)\b"
    r"|มากกว่า|เริ่มต้น|ตั้งแต่|ไม่ต่ำกว่า|ไม่น้อยกว่า|ขั้นต่ำ",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"\b(?:up\s?to|below|under|at most|maximum)\b|ไม่เกิน|สูงสุด", re.IGNORECASE)
_PERIODS = (
    ("hour", re.compile(r"hour|/\s?hr|ชั่วโมง|(?:/|ต่อ)\s?ชม|ชม\.", re.IGNORECASE)),
    ("day", re.compile(r"\bday|daily|(?:/|ต่อ|ราย)\s?วัน|วันละ", re.IGNORECASE)),
    (
        "week",
        re.compile(
            r"weekly|(?:/|\bper|\ba)\s?week\b|(?:/|ต่อ|ราย)\s?(?:สัปดาห์|อาทิตย์)|(?:สัปดาห์|อาทิตย์)ละ",
            re.IGNORECASE,
        ),
    ),
    ("month", re.compile(r"month|(?<!เงิน)เดือน", re.IGNORECASE)),
    ("year", re.compile(r"year|annum|annual|p\.a\.|(?:/|ต่อ|ราย)\s?ปี|ปีละ", re.IGNORECASE)),
    ("month", re.compile(r"เงินเดือน")),
)
_BY_THE_PIECE = re.compile(
    r"(?:/|ต่อ)\s?(?:ชิ้น|เที่ยว|เคส|กะ|ครั้ง|คาบ)|(?:ชิ้น|เที่ยว|เคส|กะ|ครั้ง|คาบ)ละ"
    r"|(?:/|\bper)\s?(?:piece|trip|project|shift|case)\b",
    re.IGNORECASE,
)
_WEEKS_A_YEAR = 52
_CURRENCIES = {
    "THB": ("฿", "บาท", "thb", "baht"),
    "USD": ("$", "usd"),
    "EUR": ("€", "eur"),
    "GBP": ("£", "gbp"),
    "JPY": ("¥", "jpy"),
    "SGD": ("sgd",),
}


def read_pay(text: str, currency: str = "THB", period: str = "month") -> dict[str, Any] | None:
    """`low` and `high`, or `exact`, with `currency` and `period`; None when no amount is stated.

    Words without a digit ('ตามตกลง', 'negotiable') state no amount. `currency` and `period` are
    taken where the text names none; a week's pay is made a year's. Raises ValueError when the
    amounts cannot be told apart, or are for a piece of work.
    """
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return None
    if _BY_THE_PIECE.search(text):
        raise ValueError(text)
    amounts, found = _amounts(text, numbers), _period(text) or period
    if found == "week":
        amounts = {end: amount * _WEEKS_A_YEAR for end, amount in amounts.items()}
        found = "year"
    return {**amounts, "currency": _currency(text) or currency, "period": found}


def _amounts(text: str, numbers: list[re.Match[str]]) -> dict[str, float]:
    if any(_POINT_OR_COMMA.fullmatch(number[1]) and not number[2] for number in numbers):
        raise ValueError(text)
    first = _amount(numbers[0])
    if len(numbers) == 2 and _BETWEEN.fullmatch(text, numbers[0].end(), numbers[1].start()):
        if first < _SMALLEST_UNSCALED and not numbers[0][2]:
            first *= _times(numbers[1][2])
        return {"low": first, "high": _amount(numbers[1])}
    if len(numbers) > 1:
        raise ValueError(text)
    if _AT_MOST.search(text):
        return {"high": first}
    if _AT_LEAST.search(text):
        return {"low": first}
    return {"exact": first}


def _amount(number: re.Match[str]) -> float:
    return float(number[1].replace(",", "")) * _times(number[2])


def _times(multiplier: str | None) -> int:
    return _TIMES[multiplier.lower()] if multiplier else 1


def _currency(text: str) -> str | None:
    folded = text.lower()
    for code, marks in _CURRENCIES.items():
        if any(mark in folded for mark in marks):
            return code
    return None


def _period(text: str) -> str | None:
    for period, mark in _PERIODS:
        if mark.search(text):
            return period
    return None
