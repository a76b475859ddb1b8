"""What a text says around its skills: not needed, taught on the job, a must, or a plus."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_CLAUSE = re.compile(
    r"[.;!?]+(?:\s|$)|[•\n\r]+|\b(?:but|however|although)\b|แต่|อย่างไรก็ตาม"
    r"|(?=\b(?:preferably|ideally)\b)|(?=หาก|ถ้ามี|ถ้าเคย)|(?<=พิจารณาเป็นพิเศษ)|(?<=ได้เปรียบ)"
)
_NOT_WORD = re.compile(r"\b(?:no|not|without)\b|n['’]t\b|ไม่", re.IGNORECASE)
_NOT_NEEDED = re.compile(
    r"\b(?:no|without(?: any)?|not?\s+prior)\s+(?:\w+\s+){0,3}?"
    r"(?:experience|knowledge|skills?|degree|qualifications?|background)\b.*?"
    r"(?:\b(?:needed|required|necessary|essential)\b|$)"
    r"|\b(?:do|does|need)(?:\s+not|n['’]t)\s+(?:need|require|have to|know|be)\b.*"
    r"|^.*?\b(?:is|are)(?:\s+not|n['’]t)\s+(?:\w+\s+)?(?:needed|required|necessary|essential)\b"
    r"|^.*?\bnot\s+(?:needed|required|necessary|essential)\b"
    r"|(?:ไม่จำเป็นต้อง|ไม่ต้อง(?:มี|ใช้|รู้|เป็น|ทำ)|ไม่บังคับ|ไม่ต้องการ|ไม่จำกัด|ไม่เน้น)\S*(?:\s+[A-Za-z0-9+#.]+)*",
    re.IGNORECASE,
)
_NOT_NEEDED_AFTER = re.compile("ไม่จำเป็น(?!ต้อง)")
_WORDS_BEFORE = re.compile(r"\S*(?:\s+[A-Za-z0-9+#.]+)*\s*$")
_FARTHEST_BEFORE = 60
_TAUGHT = re.compile(
    r"\b(?:be|get)\s+(?:trained|taught)\b|\btraining\s+(?:will\s+be\s+|is\s+)?(?:fully\s+)?"
    r"(?:provided|given|offered)\b|\b(?:we|company)\s+(?:will\s+)?(?:teach|train)\b"
    r"|\b(?:you|you['’]ll|candidates?)\s+(?:will\s+)?learn\b|\bfull training\b"
    r"|จะมีการสอน|มีการสอนงาน|มีสอนงาน|สอนงานให้|มีการอบรม|มีอบรมให้|อบรมให้|จะได้รับการอบรม|จะได้เรียนรู้"
    r"|ฝึกสอน|สอนให้|ฝึกให้|มีการฝึกอบรม|มีเทรน|เทรนให้|เทรนงาน",
    re.IGNORECASE,
)
_PLUS = re.compile(
    r"\b(?:preferred|preferably|nice[ -]to[ -]have|a plus|an? (?:added )?(?:advantage|asset|bonus)"
    r"|advantageous|desirable|desired|bonus|optional|ideally|beneficial|good to have)\b"
    r"|จะได้เปรียบ|จะพิจารณาเป็นพิเศษ|พิจารณาเป็นพิเศษ|หากมี|ถ้ามี|หากเคย",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must|required?|requires|requirements?|essential|mandatory|minimum|need to|needs to"
    r"|necessary|qualifications?|compulsory)\b|ต้องมี|จำเป็น|ต้องสามารถ|ต้องใช้|คุณสมบัติ|ต้องการผู้",
    re.IGNORECASE,
)
_LONGEST_HEADING = 60


class _Stretch(NamedTuple):
    start: int
    end: int
    essential: bool | None


class Circumstances(NamedTuple):
    """Stretches of the text that take skills back, and stretches that say how much they matter."""

    taken_back: list[tuple[int, int]]
    stretches: list[_Stretch]

    def excluded(self, start: int, end: int) -> bool:
        """Whether the place lies where the text says that the skill is not needed, or taught."""
        return any(first <= start and end <= last for first, last in self.taken_back)

    def essential(self, start: int, end: int) -> bool | None:
        """True for a must, False for a plus, None where the text does not say."""
        for stretch in self.stretches:
            if stretch.start <= start < stretch.end:
                return stretch.essential
        return None


def of(text: str) -> Circumstances:
    """The circumstances of the text."""
    taken_back, stretches = [], []
    heading: bool | None = None
    for start, end in _clauses(text):
        clause = text[start:end]
        says = _says(clause)
        if _is_heading(clause.strip(), says):
            heading = says
        if _NOT_WORD.search(clause):
            taken_back += [(start + first, start + last) for first, last in _not_needed(clause)]
        if _TAUGHT.search(clause):
            taken_back.append((start, end))
        stretches.append(_Stretch(start, end, heading if says is None else says))
    return Circumstances(taken_back, stretches)


def _says(clause: str) -> bool | None:
    """A plus is a plus also where the clause speaks of requirements."""
    if _PLUS.search(clause):
        return False
    return True if _MUST.search(clause) else None


def _not_needed(clause: str) -> Iterator[tuple[int, int]]:
    for found in _NOT_NEEDED.finditer(clause):
        yield found.span()
    for found in _NOT_NEEDED_AFTER.finditer(clause):
        farthest = max(0, found.start() - _FARTHEST_BEFORE)
        before = _WORDS_BEFORE.search(clause[farthest : found.start()])
        yield farthest + (before.start() if before else 0), found.end()


def _is_heading(line: str, says: bool | None) -> bool:
    """A short line with a colon, or of few words that speak of musts or pluses alone."""
    if len(line) > _LONGEST_HEADING:
        return False
    return line.endswith((":", "\uff1a")) or (says is not None and line.count(" ") <= 1)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _CLAUSE.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)
