"""What can be wrong with input, in Thai and English: a code, and a sentence in each language.

marshmallow's own messages are English sentences; `of_message` finds their code, so that schemas
stay ordinary marshmallow and every answer still speaks both languages.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from shared.web.batch_faults import BATCH_TEXTS
from shared.web.file_faults import FILE_TEXTS
from shared.web.query_faults import QUERY_TEXTS

TEXTS: dict[str, tuple[str, str]] = {
    # code: (English, Thai)
    "required": ("is required", "จำเป็นต้องระบุ"),
    "null": ("must not be null", "ต้องไม่เป็นค่าว่าง (null)"),
    "unknown_field": ("is not a known field", "ไม่ใช่ชื่อฟิลด์ที่ระบบรู้จัก"),
    "not_text": ("must be text", "ต้องเป็นข้อความ"),
    "not_whole_number": ("must be a whole number", "ต้องเป็นจำนวนเต็ม"),
    "not_number": ("must be a number", "ต้องเป็นตัวเลข"),
    "not_boolean": ("must be true or false", "ต้องเป็น true หรือ false"),
    "not_date": (
        "must be a date written YYYY-MM-DD",
        "ต้องเป็นวันที่ในรูปแบบ ปปปป-ดด-วว (YYYY-MM-DD)",
    ),
    "not_list": ("must be a list", "ต้องเป็นรายการ (list)"),
    "not_object": ("must be an object", "ต้องเป็นออบเจกต์ (object)"),
    "not_one_of": ("must be one of: {choices}", "ต้องเป็นค่าใดค่าหนึ่งต่อไปนี้: {choices}"),
    "too_small": ("must be at least {min}", "ต้องไม่น้อยกว่า {min}"),
    "too_large": ("must be at most {max}", "ต้องไม่เกิน {max}"),
    "not_above": (
        "must be above {min} and at most {max}",
        "ต้องมากกว่า {min} และไม่เกิน {max}",
    ),
    "out_of_range": ("must be between {min} and {max}", "ต้องอยู่ระหว่าง {min} ถึง {max}"),
    "too_short": ("must have at least {min} characters", "ต้องมีอย่างน้อย {min} ตัวอักษร"),
    "too_long": ("must have at most {max} characters", "ต้องมีไม่เกิน {max} ตัวอักษร"),
    "wrong_length": (
        "must have {min} to {max} characters",
        "ต้องมีความยาว {min} ถึง {max} ตัวอักษร",
    ),
    "unknown_code": (
        "{value} is not a code of {classification}",
        "{value} ไม่ใช่รหัสใน {classification}",
    ),
    "unknown_level": (
        "{value} is not a Thai degree level or an ISCED 2011 level (0–8)",
        "{value} ไม่ใช่ระดับการศึกษาไทยหรือระดับ ISCED 2011 (0–8)",
    ),
    "unsettled_level": (
        "{value} has no settled ISCED level; give the ISCED level (6 or 7)",
        "{value} ยังไม่มีระดับ ISCED ที่ตกลงกัน โปรดระบุระดับ ISCED (6 หรือ 7)",
    ),
    "impossible_year": (
        "{value} is not a plausible year in the common or Buddhist era",
        "{value} ไม่ใช่ปีที่เป็นไปได้ ทั้งแบบคริสต์ศักราชและพุทธศักราช",
    ),
    "mixed_eras": (
        "dates and years mix the common and the Buddhist era",
        "วันที่และปีใช้คริสต์ศักราชและพุทธศักราชปนกัน",
    ),
    "in_the_future": ("lies in the future", "เป็นวันในอนาคต"),
    "before": ("must not be before {other}", "ต้องไม่อยู่ก่อน {other}"),
    "upside_down": ("the lower end is above the upper end", "ค่าต่ำสุดมากกว่าค่าสูงสุด"),
    "empty_pay": ("needs low, high or exact", "ต้องระบุ low, high หรือ exact อย่างน้อยหนึ่งค่า"),
    "exact_and_band": (
        "give either exact or low and high",
        "ให้ระบุ exact หรือ low และ high อย่างใดอย่างหนึ่ง",
    ),
    "needs_employment": (
        "only makes sense for a graduate in work",
        "ใช้ได้เฉพาะผู้สำเร็จการศึกษาที่มีงานทำ",
    ),
    "of_one_person": (
        "only makes sense for a record that stands for one person",
        "ใช้ได้เฉพาะรายการที่แทนผู้สำเร็จการศึกษาคนเดียว",
    ),
    "duplicate_reference": (
        "the same reference stands earlier in this request (record {earlier})",
        "มีเลขอ้างอิงนี้อยู่ก่อนแล้วในคำขอเดียวกัน (รายการที่ {earlier})",
    ),
    "personal_identifier": (
        "must not hold a personal identifier ({kind})",
        "ต้องไม่มีข้อมูลระบุตัวบุคคล ({kind})",
    ),
    "masked_identifier": (
        "held a personal identifier, which was masked",
        "มีข้อมูลระบุตัวบุคคล ระบบปิดบังไว้แล้ว",
    ),
    "not_addressable": (
        "must fit into a URL: no empty, '.' or '..' part, and at the end neither '/closing' nor "
        "'/duplicate' nor '/fitting' nor '/graduates'",
        "ต้องใช้ใน URL ได้: แต่ละส่วนต้องไม่ว่าง ไม่เป็น '.' '..' และไม่ลงท้ายด้วย '/closing' "
        "'/duplicate' '/fitting' '/graduates'",
    ),
    "not_nameable": (
        "{value} is not a vacancy that can be named here: it must be another one, and your own or "
        "one that you were told of",
        "ระบุประกาศ {value} ที่นี่ไม่ได้ ต้องเป็นประกาศอื่นของท่านเอง หรือที่ระบบแจ้งท่านไว้",
    ),
    "either": ("give either {one} or {other}", "ให้ระบุ {one} หรือ {other} อย่างใดอย่างหนึ่ง"),
    "nothing_to_correct": (
        "holds no text whose code was found by the coder",
        "ไม่มีข้อความที่ระบบเป็นผู้กำหนดรหัสให้",
    ),
    "not_a_key": (
        "must have 1 to {max} visible ASCII characters, none of them a quotation mark or backslash",
        "ต้องเป็นอักขระ ASCII ที่มองเห็นได้ 1 ถึง {max} ตัว และไม่มีเครื่องหมายอัญประกาศหรือแบ็กสแลช",
    ),
    "key_of_other_request": (
        "came with another request before; every request needs a key of its own",
        "เคยใช้กับคำขออื่นแล้ว แต่ละคำขอต้องใช้คีย์ของตนเอง",
    ),
    "malformed_json": ("is not valid JSON: {reason}", "ไม่ใช่ JSON ที่ถูกต้อง: {reason}"),
    "broken_off": ("breaks off before its end", "ขาดหายก่อนจบ"),
    "too_many": ("has more than {max} records", "มีมากกว่า {max} รายการ"),
    "empty": ("must not be empty", "ต้องไม่ว่าง"),
    # rows of an imported file
    "malformed_csv": ("is not well-formed CSV: {reason}", "ไม่ใช่ CSV ที่ถูกต้อง: {reason}"),
    "wrong_cell_count": (
        "has {found} cells where the header has {expected}",
        "มี {found} ช่อง แต่หัวตารางมี {expected} ช่อง",
    ),
    "undecodable": (
        "has bytes that are not of the encoding {encoding}",
        "มีไบต์ที่ไม่อยู่ในรหัสอักขระ {encoding}",
    ),
    "unmapped": (
        "{value} is not among the values that the profile maps, or fits several",
        "{value} ไม่อยู่ในตารางแปลงค่าของโปรไฟล์ หรือตรงกับหลายค่า",
    ),
    "not_of_form": (
        "{value} does not have the form that the profile states",
        "{value} ไม่เป็นไปตามรูปแบบที่โปรไฟล์กำหนด",
    ),
    "unreadable_pay": ("{value} cannot be read as pay", "{value} อ่านเป็นค่าจ้างไม่ได้"),
    "unknown_place": (
        "{value} does not name exactly one province or country",
        "{value} ไม่ได้ระบุจังหวัดหรือประเทศใดประเทศหนึ่งอย่างชัดเจน",
    ),
    # what is asked of a report
    "repeated": ("names {value} more than once", "ระบุ {value} ซ้ำกัน"),
    "at_most": ("takes at most {max} values", "ระบุได้ไม่เกิน {max} ค่า"),
    "only_with": (
        "only makes sense together with {other}",
        "ใช้ได้เมื่อระบุ {other} ด้วยเท่านั้น",
    ),
    **BATCH_TEXTS,
    **FILE_TEXTS,
    **QUERY_TEXTS,
    # where the messages of an alert are to go
    "webhook_form": (
        "must be a whole web address without user name, password or fragment",
        "ต้องเป็นที่อยู่เว็บที่ครบถ้วน ไม่มีชื่อผู้ใช้ รหัสผ่าน หรือส่วนที่อยู่หลังเครื่องหมาย #",
    ),
    "webhook_https": ("must begin with https://", "ต้องขึ้นต้นด้วย https://"),
    "webhook_place": (
        "leads to a place that messages may not reach",
        "ชี้ไปยังปลายทางที่ระบบไม่ได้รับอนุญาตให้ส่งข้อความถึง",
    ),
    "invalid": ("is not valid", "ไม่ถูกต้อง"),
}

_MESSAGES: tuple[tuple[str, str], ...] = (
    # marshmallow's sentence as a pattern, code
    (r"Missing data for required field\.", "required"),
    (r"Field may not be null\.", "null"),
    (r"Unknown field\.", "unknown_field"),
    (r"Not a valid string\.", "not_text"),
    (r"Not a valid utf-8 string\.", "not_text"),
    (r"Not a valid integer\.", "not_whole_number"),
    (r"Not a valid number\.", "not_number"),
    (r"Number too large\.", "not_number"),
    (r"Special numeric values \(nan or infinity\) are not permitted\.", "not_number"),
    (r"Not a valid boolean\.", "not_boolean"),
    (r"Not a valid date\.", "not_date"),
    (r"Not a valid list\.", "not_list"),
    (r"Not a valid mapping type\.", "not_object"),
    (r"Invalid input type\.", "not_object"),
    (r"Must be one of: (?P<choices>.+)\.", "not_one_of"),
    (
        r"Must be greater than or equal to (?P<min>\S+) and less than or equal to (?P<max>\S+)\.",
        "out_of_range",
    ),
    (
        r"Must be greater than (?P<min>\S+) and less than or equal to (?P<max>\S+)\.",
        "not_above",
    ),
    (r"Must be greater than or equal to (?P<min>\S+)\.", "too_small"),
    (r"Must be less than or equal to (?P<max>\S+)\.", "too_large"),
    (r"Length must be between (?P<min>\d+) and (?P<max>\d+)\.", "wrong_length"),
    (r"Shorter than minimum length (?P<min>\d+)\.", "too_short"),
    (r"Longer than maximum length (?P<max>\d+)\.", "too_long"),
)
_PATTERNS = tuple((re.compile(pattern), code) for pattern, code in _MESSAGES)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; put into a marshmallow ValidationError like a message."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence in `th` or `en`."""
        english, thai = TEXTS[self.code]
        return (thai if language == "th" else english).format(**self.values)

    def __str__(self) -> str:
        return self.text("en")


def fault(code: str, **values: Any) -> Fault:
    """A fault of the table; KeyError for a code that has no sentences."""
    if code not in TEXTS:
        raise KeyError(code)
    return Fault(code, values)


def of_message(message: object) -> Fault:
    """The fault a marshmallow message stands for."""
    if isinstance(message, Fault):
        return message
    for pattern, code in _PATTERNS:
        found = pattern.fullmatch(str(message))
        if found:
            return Fault(code, found.groupdict())
    return Fault("invalid")


def flatten(messages: Any, pointer: str = "") -> list[tuple[str, Fault]]:
    """marshmallow's nested messages as (JSON pointer, fault), in a stable order."""
    if isinstance(messages, dict):
        found = []
        for key, inner in messages.items():
            step = "" if key == "_schema" else f"/{str(key).replace('~', '~0').replace('/', '~1')}"
            found += flatten(inner, pointer + step)
        return found
    if isinstance(messages, list | tuple):
        return [pair for message in messages for pair in flatten(message, pointer)]
    return [(pointer, of_message(messages))]
