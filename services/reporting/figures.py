"""What a figure's status can be, and the reasons for having no value or less weight."""

from collections.abc import Mapping
from typing import Literal

Status = Literal["ok", "low", "suppressed", "not_applicable", "insufficient_evidence"]

CONFIDENCE = 0.9
RELIABLE_FROM = 30
"""Smallest effective number of observations whose figure is not marked low."""

REASONS: Mapping[str, tuple[str, str]] = {
    # code: (English, Thai)
    "disclosure": (
        "fewer than 10 persons or 3 employers, one employer with most of it, or fewer could be "
        "worked out from it",
        "มีไม่ถึง 10 คนหรือ 3 นายจ้าง หรือนายจ้างรายเดียวครองส่วนใหญ่ หรืออาจคำนวณย้อนกลับไปถึงกลุ่มที่น้อยกว่านั้นได้",
    ),
    "few_observations": (
        "rests on fewer than 30 observations",
        "คำนวณจากข้อมูลน้อยกว่า 30 ราย",
    ),
    "nobody_concerned": (
        "there is nobody the question applies to",
        "ไม่มีผู้ที่เข้าข่ายคำถามนี้",
    ),
    "facts_missing": (
        "the facts it needs were not recorded",
        "ไม่มีข้อมูลที่จำเป็นต่อการคำนวณ",
    ),
    "no_variation": (
        "both methods give everybody the same answer",
        "ทั้งสองวิธีให้ผลเหมือนกันสำหรับทุกราย",
    ),
    "no_seekers": (
        "no graduate in this group is looking for work",
        "ไม่มีผู้สำเร็จการศึกษาในกลุ่มนี้ที่กำลังหางาน",
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
    "drawn_at_release": (
        "it is published with noise that only a release draws, so that live figures have none",
        "เผยแพร่พร้อมค่ารบกวนที่สุ่มเมื่อออกรุ่นเผยแพร่เท่านั้น ตัวเลขชั่วคราวจึงไม่มีค่านี้",
    ),
}
