"""Pay as advertisements word it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.importers.pay_text import read_pay


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("17,000 - 25,000 บาท", {"low": 17_000, "high": 25_000}),
        ("17,000-25,000", {"low": 17_000, "high": 25_000}),
        ("17,000 บาท – 25,000 บาท", {"low": 17_000, "high": 25_000}),
        ("17,000 ถึง 25,000 บาทต่อเดือน", {"low": 17_000, "high": 25_000}),
        ("THB\xa030,000 - THB\xa045,000 /month ", {"low": 30_000, "high": 45_000}),
        ("20-25K", {"low": 20_000, "high": 25_000}),
        ("20,000 - 25K", {"low": 20_000, "high": 25_000}),
        ("27,500 - 38,500 (มากกว่า หรือ ตามประสบการณ์)", {"low": 27_500, "high": 38_500}),
        ("16,200 - 19,300 + คอมมิสชั่น", {"low": 16_200, "high": 19_300}),
        ("20,000+", {"low": 20_000}),
        ("15,700 บาทขึ้นไป หรือตามตกลง", {"low": 15_700}),
        ("เริ่มต้น 1.5 หมื่น", {"low": 15_000}),
        ("Above THB 160,000 /month", {"low": 160_000}),
        ("Up to 40K", {"high": 40_000}),
        ("ไม่เกิน 30,000 บาท", {"high": 30_000}),
        ("31,700 บาท", {"exact": 31_700}),
        ("12,000 − 15,000", {"low": 12_000, "high": 15_000}),
        ("15Kบาท", {"exact": 15_000}),
        ("20Kขึ้นไป", {"low": 20_000}),
        ("15,000 บาทต่อเดือน ขึ้นไป", {"low": 15_000}),
        ("15,000 up", {"low": 15_000}),
        ("ไม่น้อยกว่า 15,000", {"low": 15_000}),
        ("15,000 บาท หยุดวันอาทิตย์", {"exact": 15_000}),
    ],
)
def test_amounts_are_read_as_a_band_an_open_end_or_one_amount(
    text: str, amounts: dict[str, float]
) -> None:
    assert read_pay(text) == {**amounts, "currency": "THB", "period": "month"}


@pytest.mark.parametrize(
    ("text", "currency", "period"),
    [
        ("415 บาท (รายวัน)", "THB", "day"),
        ("50 บาท/ชม.", "THB", "hour"),
        ("60 baht per hour", "THB", "hour"),
        ("USD 60,000 per year", "USD", "year"),
        ("$2,000/month", "USD", "month"),
        ("300,000 ต่อปี", "THB", "year"),
        ("เงินเดือน 15,000", "THB", "month"),
        ("15,000 บาท/เดือน หยุดวันเสาร์", "THB", "month"),
        ("วันละ 450 บาท", "THB", "day"),
        ("ปีละ 500,000", "THB", "year"),
        ("เงินเดือนรวม 500,000 บาทต่อปี", "THB", "year"),
    ],
)
def test_currency_and_period_are_taken_from_the_text(text: str, currency: str, period: str) -> None:
    pay: Any = read_pay(text)
    assert (pay["currency"], pay["period"]) == (currency, period)


def test_where_the_text_names_none_the_profile_does() -> None:
    assert read_pay("15", currency="SGD", period="hour") == {
        "exact": 15,
        "currency": "SGD",
        "period": "hour",
    }


@pytest.mark.parametrize("text", ["ตามตกลง", "ตามโครงสร้างบริษัทฯ", "Depends on experience", "-"])
def test_words_without_an_amount_state_no_pay(text: str) -> None:
    assert read_pay(text) is None


@pytest.mark.parametrize("text", ["3,000 บาท/สัปดาห์", "สัปดาห์ละ 3,000", "THB 3,000 per week"])
def test_a_weeks_pay_is_made_a_years(text: str) -> None:
    assert read_pay(text) == {"exact": 156_000, "currency": "THB", "period": "year"}


def test_millions_are_read() -> None:
    assert read_pay("1.2 ล้านบาท/ปี") == {"exact": 1_200_000, "currency": "THB", "period": "year"}


@pytest.mark.parametrize("text", ["100 บาท/ชิ้น", "เที่ยวละ 500", "800 baht per trip"])
def test_pay_for_a_piece_of_work_is_for_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="00"):
        read_pay(text)


@pytest.mark.parametrize(
    "text", ["15,000 บาท + ค่าเดินทาง 2,000", "12,000 / 15,000 / 18,000", "15.000 - 20.000 บาท"]
)
def test_amounts_that_cannot_be_told_apart_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="000"):
        read_pay(text)


@given(st.integers(1_000, 10**7), st.integers(1_000, 10**7), st.sampled_from(["-", " – ", " ถึง "]))
def test_any_band_is_read_back_as_it_was_written(low: int, high: int, dash: str) -> None:
    pay: Any = read_pay(f"{low:,}{dash}{high:,} บาท")
    assert (pay["low"], pay["high"]) == (low, high)
