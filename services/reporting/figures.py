"""A published figure: its value and everything a reader needs to know how far to trust it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Status = Literal["ok", "low", "suppressed", "not_applicable", "insufficient_evidence"]

CONFIDENCE = 0.9
RELIABLE_FROM = 30
"""Smallest effective number of observations whose figure is not marked low."""

REASONS: Mapping[str, tuple[str, str]] = {
    # code: (English, Thai)
    "disclosure": (
        "fewer than 10 records, or fewer than 10 could be worked out from it",
        "มีข้อมูลน้อยกว่า 10 ราย หรืออาจคำนวณย้อนกลับไปถึงกลุ่มที่น้อยกว่า 10 รายได้",
    ),
    "few_observations": (
        "rests on fewer than 30 observations",
        "คำนวณจากข้อมูลน้อยกว่า 30 ราย",
    ),
    "mostly_not_stated": (
        "most vacancies do not state what they are grouped by here",
        "ตำแหน่งงานส่วนใหญ่ไม่ได้ระบุสิ่งที่ใช้จำแนกในที่นี้",
    ),
    "nobody_concerned": (
        "there is nobody the question applies to",
        "ไม่มีผู้ที่เข้าข่ายคำถามนี้",
    ),
    "facts_missing": (
        "the facts it needs were not recorded",
        "ไม่มีข้อมูลที่จำเป็นต่อการคำนวณ",
    ),
    "nothing_to_compare": (
        "all groups together have no gap",
        "ภาพรวมทุกกลุ่มไม่มีส่วนต่าง",
    ),
    "group_not_known": (
        "these are the records whose group is not known",
        "เป็นข้อมูลที่ไม่ทราบกลุ่ม",
    ),
    "no_variation": (
        "both methods give everybody the same answer",
        "ทั้งสองวิธีให้ผลเหมือนกันสำหรับทุกราย",
    ),
    "no_seekers": (
        "no graduate in this group is looking for work",
        "ไม่มีผู้สำเร็จการศึกษาในกลุ่มนี้ที่กำลังหางาน",
    ),
    "seekers_have_no_occupation": (
        "a graduate looking for work has no occupation yet",
        "ผู้ที่กำลังหางานยังไม่มีอาชีพ",
    ),
    "no_openings": (
        "no vacancy in this group is open",
        "ไม่มีตำแหน่งงานว่างในกลุ่มนี้",
    ),
    "base_small": (
        "its base is too small to say anything",
        "ฐานที่ใช้คำนวณมีขนาดเล็กเกินไป",
    ),
    "zero_share": (
        "one of the two shares is nil, so their ratio has no logarithm",
        "สัดส่วนหนึ่งในสองค่าเป็นศูนย์ จึงคำนวณลอการิทึมของอัตราส่วนไม่ได้",
    ),
    "no_earlier_count": (
        "there was nothing in the earlier period to compare with",
        "ไม่มีข้อมูลในช่วงเวลาก่อนหน้าให้เปรียบเทียบ",
    ),
    "median_not_reached": (
        "fewer than half had been filled when observation ended",
        "มีการบรรจุไม่ถึงครึ่งหนึ่งเมื่อสิ้นสุดการติดตาม",
    ),
    "open_ended": (
        "it lies in a pay band without an upper or lower end",
        "อยู่ในช่วงรายได้ที่ไม่ได้ระบุขอบบนหรือขอบล่าง",
    ),
    "too_few_components": (
        "fewer than three of its components are known",
        "ทราบค่าองค์ประกอบไม่ถึงสามรายการ",
    ),
    "vacancies_have_no_graduation_year": (
        "a vacancy belongs to no graduation year",
        "ตำแหน่งงานว่างไม่ได้จำแนกตามปีที่สำเร็จการศึกษา",
    ),
}


@dataclass(frozen=True)
class Interval:
    """Bounds at the confidence stated; None is an open end."""

    low: float | None
    high: float | None
    confidence: float = CONFIDENCE


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One value of a report.

    `n` is the number of records it rests on, `coverage` the share of the base with the facts
    needed, `uncoded` the share of the base without a classification code that was needed.
    `tells` holds every count of records that a reader could work out from the figure, and
    `rests_on` the measures of the same row it is made of: both are for disclosure control and
    are never shown.
    """

    measure: str
    status: Status
    value: float | None = None
    n: int | None = None
    interval: Interval | None = None
    dimension: str | None = None
    method: str | None = None
    coverage: float | None = None
    uncoded: float | None = None
    reason: str | None = None
    tells: tuple[int, ...] = field(default=(), repr=False)
    rests_on: tuple[str, ...] = field(default=(), repr=False)

    def hidden(self) -> "Figure":
        """The figure with nothing left to read but that it was suppressed."""
        return replace(
            self, status="suppressed", reason="disclosure", value=None, n=None, interval=None,
            coverage=None, uncoded=None,
        )  # fmt: skip


def ratio(part: float, whole: float) -> float | None:
    """`part / whole`, or None where there is nothing to divide by."""
    return part / whole if whole else None
