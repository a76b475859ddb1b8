"""The reasons of a judgement in words, Thai and English."""

from collections.abc import Callable, Iterable

from shared.taxonomy import isced_f, isco, isic, levels
from shared.taxonomy.tables import Language

Words = dict[str, str]

_FACTS: dict[str, Words] = {
    "employment": {"en": "whether employed", "th": "สถานะการทำงาน"},
    "level": {"en": "level of education", "th": "ระดับการศึกษา"},
    "level_required": {"en": "level the job requires", "th": "ระดับการศึกษาที่งานต้องการ"},
    "field": {"en": "field of study", "th": "สาขาวิชา"},
    "occupation": {"en": "occupation", "th": "อาชีพ"},
    "field_and_occupation": {
        "en": "pairing of field and occupation",
        "th": "สาขาวิชาเมื่อเทียบกับอาชีพ",
    },
    "industry": {"en": "industry", "th": "ประเภทกิจการ"},
    "pay": {"en": "pay", "th": "ค่าตอบแทน"},
    "contract": {"en": "contract", "th": "ลักษณะการจ้าง"},
    "self_employed": {"en": "self-employment", "th": "การประกอบธุรกิจส่วนตัว"},
    "computer_use": {"en": "work with a computer", "th": "การใช้คอมพิวเตอร์ในงาน"},
    "reading_use": {"en": "reading at work", "th": "การอ่านในงาน"},
    "writing_use": {"en": "writing at work", "th": "การเขียนในงาน"},
    "number_use": {"en": "numbers at work", "th": "การใช้ตัวเลขในงาน"},
    "work_placement": {"en": "work placement", "th": "สหกิจศึกษาหรือการฝึกงาน"},
    "job_found_by": {"en": "how the job was found", "th": "วิธีหางาน"},
    "first_job": {"en": "first job or not", "th": "เป็นงานแรกหรือไม่"},
    "jobs_held": {"en": "number of jobs since graduation", "th": "จำนวนงานที่ทำหลังสำเร็จการศึกษา"},
    "months_to_first_job": {"en": "time until the first job", "th": "ระยะเวลาก่อนได้งานแรก"},
    "country": {"en": "country of work", "th": "ประเทศที่ทำงาน"},
    "job_relation": {"en": "own word on job and studies", "th": "คำตอบเรื่องงานตรงสาขา"},
    "skills": {"en": "skills shown", "th": "ทักษะของบัณฑิต"},
    "skills_required": {"en": "skills required", "th": "ทักษะที่งานต้องการ"},
}

_CONTRACTS: dict[str, Words] = {
    "permanent": {"en": "permanent", "th": "การจ้างประจำ"},
    "fixed_term": {"en": "fixed-term", "th": "การจ้างแบบมีกำหนดเวลา"},
    "part_time": {"en": "part-time", "th": "งานไม่เต็มเวลา"},
    "casual": {"en": "casual", "th": "งานชั่วคราวรายครั้ง"},
}

LANGUAGES: tuple[Language, ...] = ("en", "th")


def fact(name: str, lang: Language) -> str:
    """What a fact is called."""
    return _FACTS[name][lang]


def facts(names: Iterable[str], lang: Language) -> str:
    """Several facts in one list."""
    return ", ".join(fact(name, lang) for name in names)


def level(number: int, lang: Language) -> str:
    """A level with its number."""
    return f"{levels.label(number, lang)} (ISCED {number})"


def level_range(least: int, greatest: int) -> str:
    """`ISCED 5–8`, or `ISCED 5`."""
    return f"ISCED {least}" if least == greatest else f"ISCED {least}–{greatest}"


def field(code: str, lang: Language) -> str:
    """A field's name with its code."""
    return _with_code(isced_f.is_code, isced_f.label, code, lang)


def occupation(code: str, lang: Language) -> str:
    """An occupation's title with its code."""
    return _with_code(isco.is_code, isco.label, code, lang)


def industry(code: str, lang: Language) -> str:
    """An industry's name with its code."""
    return _with_code(isic.is_code, isic.label, code, lang)


def contract(kind: str, lang: Language) -> str:
    """What a kind of contract is called."""
    return _CONTRACTS[kind][lang]


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{share:.0%}"


def lacking(missing: tuple[str, ...]) -> Words:
    """Why nothing is judged: facts are missing."""
    return {
        "en": f"Not enough is known: {facts(missing, 'en')} missing.",
        "th": f"ข้อมูลไม่เพียงพอ: ขาด{facts(missing, 'th')}",
    }


NOT_EMPLOYED: Words = {
    "en": "There is no job to judge: the graduate is not employed.",
    "th": "ไม่มีงานให้พิจารณา: บัณฑิตไม่ได้ทำงาน",
}


def _with_code(
    is_code: Callable[[str], bool], label: Callable[[str, Language], str], code: str, lang: Language
) -> str:
    return f"{label(code, lang)} ({code})" if is_code(code) else code
