"""What a vacancy's title says: the work, and the marks that set one job apart from the next."""

import re
from functools import lru_cache

from shared.text import match_key

_ADVERTISING = re.compile(
    r"""
    (?:(?:รับ)?สมัคร(?:งาน)?|ต้องการ|เปิดรับ|ด่วน(?:มาก)?|สัมภาษณ์ทันที|เริ่มงานทันที|รายได้ดี
      |ไม่จำกัดวุฒิ|ยินดีรับ(?:นักศึกษา|เด็ก)จบใหม่)
    | \b(?:urgent(?:ly)?|hiring|now|we|are|is|wanted|required|vacancy|job|position|open|apply
      |immediately?|asap|new|hot|welcomed?|grads?|graduates?)\b
    | \b\d+\s*(?:อัตรา|ตำแหน่ง|คน|positions?|openings?|posts?|pax|headcounts?)
    | (?:จำนวน|x|×)\s*\d+
    | \d[\d,.]*\s*(?:k\b|000\b|บาท|thb|baht)(?:\s*[-–~]\s*\d[\d,.]*\s*(?:k\b|บาท|thb|baht)?)?
    """,
    re.VERBOSE,
)
_MARKS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "senior": r"\b(?:senior|sr|snr)\b|อาวุโส",
        "junior": r"\b(?:junior|jr|jnr|entry level|fresh(?:er| graduate)?)\b|จูเนียร์|ระดับต้น",
        "lead": r"\b(?:team lead(?:er)?|lead(?:er)?|principal)\b|หัวหน้า",
        "manager": r"\b(?:manager|mgr)\b|ผู้จัดการ",
        "assistant": r"\b(?:assistant|asst|deputy)\b|ผู้ช่วย|รองผู้",
        "supervisor": r"\b(?:supervisor|sup)\b|ซุปเปอร์ไวเซอร์|ซูเปอร์ไวเซอร์",
        "director": r"\b(?:director|head|chief|vp|vice president)\b|ผู้อำนวยการ",
        "intern": r"\b(?:intern(?:ship)?|trainee|apprentice)\b|ฝึกงาน|สหกิจ",
        "night": r"\b(?:night|graveyard)\b|กะดึก|กลางคืน|กะกลางคืน|รอบดึก",
        "day": r"\bday(?: ?time)? shift\b|กะเช้า|กะกลางวัน|รอบเช้า",
        "evening": r"\b(?:evening|afternoon) shift\b|กะบ่าย|กะเย็น|รอบบ่าย",
        "part_time": r"\bpart ?time\b|พาร์ท ?ไทม์|นอกเวลา",
        "temporary": r"\b(?:temporary|temp|contract)\b|ชั่วคราว|สัญญาจ้าง",
        "japanese": r"\bjapan(?:ese)?\b|ญี่ปุ่น",
        "chinese": r"\b(?:chinese|mandarin)\b|ภาษาจีน|จีน",
        "korean": r"\bkorean?\b|เกาหลี",
    }.items()
}
TELLING = frozenset(_MARKS) - {"temporary", "lead"}
"""Marks that set a job apart also where the other title is silent."""
_PLACE = re.compile(
    r"(?:สาขา|ประจำ|โครงการ)\s*([^\s,]+)|\b(\w+) (?:branch|plant|outlet)\b|\bbased in (\w+)"
    r"|\b(hq|head office)\b|(สำนักงานใหญ่)"
)
_SPOKEN = re.compile(r"\b(\w+) speak(?:ing|er)s?\b")
_NUMBER = re.compile(r"\d+")
_SEPARATOR = re.compile(r"[-–—|/,()\[\]{}:;*!•·\"']+")
_COMPANY = re.compile(
    r"\b(?:company|co|ltd|limited|public|pcl|plc|inc|corporation|corp|group|thailand|the"
    r"|recruitment|head office)\b|บริษัท|จำกัด|มหาชน|หจก|ห้างหุ้นส่วน|ประเทศไทย|สำนักงานใหญ่|กลุ่ม"
)


@lru_cache(maxsize=50_000)
def marks_of(title: str) -> frozenset[str]:
    """Rank, shift, hours, language, branch, number and place that a title names."""
    text = " ".join(_SEPARATOR.sub(" ", _ADVERTISING.sub(" ", title.lower())).split())
    found = {name for name, pattern in _MARKS.items() if pattern.search(text)}
    found |= {f"at {next(filter(None, names))}" for names in _PLACE.findall(text)}
    found |= {f"speaks {language}" for language in _SPOKEN.findall(text)}
    found |= {f"no {int(number)}" for number in _NUMBER.findall(text)}
    return frozenset(found)


@lru_cache(maxsize=50_000)
def work_of(title: str) -> tuple[str, ...]:
    """The words for the work, without advertising and marks, each once and in order."""
    text = _SEPARATOR.sub(" ", _ADVERTISING.sub(" ", title.lower()))
    for pattern in (*_MARKS.values(), _PLACE, _SPOKEN, _NUMBER):
        text = pattern.sub(" ", text)
    return tuple(sorted(set(match_key(text).split())))


@lru_cache(maxsize=50_000)
def employer_key(name: str) -> str:
    """A firm's name without its legal form, spaces and case: `acmetrading`."""
    named = match_key(name)
    return _COMPANY.sub("", named).replace(" ", "") or named.replace(" ", "")
