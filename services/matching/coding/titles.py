"""Job titles brought to the words that tell the occupation, abbreviations written out."""

import re
from functools import cache

from services.matching.coding.reading import Reading
from shared.taxonomy.tables import rows
from shared.text import match_key, tidy

# No amount or number is as long. Without it every pattern below reads a bounded stretch from each
# place where it starts, so that the work grows with the text and not with its square or cube.
_NO_AMOUNT = re.compile(r"[\d.,]{31,}")
_NOISE = re.compile(
    r"รับสมัคร(งาน|ด่วน)?|ต้องการด่วน|(สมัคร)?ด่วน(ที่สุด|มาก)?[ๆ!]*|วุฒิ.*$|"
    r"([(\[]\s*+)?\d++\s*+(อัตรา|ตำแหน่ง|positions?|pax|vacanc(y|ies))\b\s*[)\]]?|(หลาย)?ตำแหน่ง|หลายอัตรา|"
    r"พาร์ทไทม์|ฟูลไทม์|กะ(ดึก|เช้า|บ่าย|กลางคืน)|(ไม่มี|ไม่จำเป็นต้องมี)ประสบการณ์|"
    r"(ยินดี|เปิด)รับ(นักศึกษา|เด็ก|ผู้)?จบใหม่|(นักศึกษา|เด็ก|ผู้)?จบใหม่|เพศ(ชาย|หญิง)|"
    r"(เงินเดือน|รายได้|ฐานเงินเดือน).*$|"
    r"[\d,.]++\s*+(-|–|ถึง)?+\s*+[\d,.]*+\s*+บาท(\s*(/|ต่อ)\s*(เดือน|วัน))?|"
    r"(สัญญาจ้าง|สัญญา)\s*\d+\s*(เดือน|ปี)|[(\[][A-Z]{2,5}-?\d{3,}[)\]]|"
    r"\b\d[\d.,]*+\s*+k?+\s*+[-–+]\s*+[\d.,]++\s*+k\b|[(\[]?\b\d{4,}\b[)\]]?|"
    r"\b(urgent(ly)?|immediate(ly)?|hiring|vacanc(y|ies)|wanted|part[ -]?time|full[ -]?time|wfh|"
    r"work from home|contract(?! (manager|admin|officer|special|exec|engineer|draft))|"
    r"permanent|temporary|walk[ -]in interview|"
    r"(new|fresh) ?grad(uate)?s?( (are )?(welcome|encouraged to apply|can apply))?|"
    r"(no|without) experience( needed| required)?|(fe)?males? only|"
    r"intern(ship)?|trainee|(up to|rm|thb|฿)\s*[\d.,]+\s*k?|[\d.,]++\s*+k\b|"
    r"\d+\s*(days?|months?|years?|yrs?)\b|senior|junior|sr|jr)\b\.?",
    re.IGNORECASE,
)
_GRADE = re.compile(r"(?<=\S\S\S)\s*(ปฏิบัติการ|ปฏิบัติงาน|ชำนาญการพิเศษ|ชำนาญการ|ชำนาญงาน|อาวุโส)\s*$")
_WRITTEN_OUT = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"จนท\.?\s*", "เจ้าหน้าที่"),
        (r"พนง\.?\s*", "พนักงาน"),
        (r"ผจก\.?\s*", "ผู้จัดการ"),
        (r"(?<![ก-๙])ผอ\.?\s*", "ผู้อำนวยการ"),
        (r"(?<![ก-๙])ผช\.?\s*", "ผู้ช่วย"),
        (r"(?<![ก-๙])หน\.\s*", "หัวหน้า"),
        (r"\basst\b\.?", "assistant"),
        (r"\bmgr\b\.?", "manager"),
        (r"\bexec\b\.?", "executive"),
        (r"\beng(r|g)?\b\.?", "engineer"),
        (r"\bacc(t|ts|n)?\b\.?", "account"),
        (r"\bmkt(g)?\b\.?", "marketing"),
        (r"\badmin\b\.?", "administrative"),
        (r"\btech\b\.?", "technician"),
    )
)
_BETWEEN_THAI = re.compile(r"(?<=[ก-๙])\s+(?=[ก-๙])")
# What follows names the place of work, not the work: แพทย์ประจำโรงพยาบาล.
_PLACE_OF_WORK = re.compile(r"ประจำ|\bat\b|@|\bfor\b|\bin\b", re.IGNORECASE)
_ASIDE = re.compile(r"[(\[{/|]|\s[-–:]\s?|,")


@cache
def _place() -> re.Pattern[str]:
    """A province named after a bracket, a dash, or a word that says where."""
    names = [name for row in rows("provinces.csv") for name in (row["label_th"], row["label_en"])]
    either = "|".join(map(re.escape, [*names, "กรุงเทพฯ", "กรุงเทพ", "กทม.", "กทม", "bkk"]))
    before = r"[(\[@,–-]|\b(?:in|at)\b|ประจำ(?:จังหวัด|พื้นที่|สาขา)?|จังหวัด|(?<![ก-๙])จ\.|(?<=\s)สาขา"
    return re.compile(rf"(?:{before})\s*(?:{either})(?![a-zก-๙])[\s)\]]*", re.IGNORECASE)


def job_title(text: str) -> str:
    """The title as the lexicon and the index spell it; empty when nothing but noise was given."""
    words = _NOISE.sub(" ", _place().sub(" ", _NO_AMOUNT.sub(" ", tidy(text))))
    for abbreviation, written_out in _WRITTEN_OUT:
        words = abbreviation.sub(written_out, words)
    return _BETWEEN_THAI.sub("", match_key(_GRADE.sub("", words.strip(" -–()/.,!*"))))


def readings(text: str) -> tuple[Reading, ...]:
    """The whole title, and its head: without place of work and asides."""
    whole = job_title(text)
    named = _PLACE_OF_WORK.split(tidy(text))[0]
    head = next((job_title(part) for part in _ASIDE.split(named) if part.strip()), "")
    found = [Reading(whole)] if whole else []
    if head and head != whole:
        found.append(Reading(head))
    return tuple(found)
