"""Programmes and jobs in the words that universities and employers use for them."""

from deploy.demonstration.draw import Draw, Weighted
from deploy.demonstration.tables import Job, Programme

_DEGREE_FORMS = Weighted(
    {
        "{degree_th} ({name_th})": 20,
        "{name_th}": 18,
        "สาขาวิชา{name_th}": 14,
        "{degree_th} {name_th}": 10,
        "หลักสูตร{degree_th} สาขาวิชา{name_th}": 8,
        "{degree_th}{name_th} (หลักสูตรปรับปรุง พ.ศ. 2565)": 3,
        "{name_th} (หลักสูตรนานาชาติ)": 2,
        "{name_th} / {name_en}": 5,
        "{degree_en} in {name_en}": 8,
        "{degree_en} ({name_en})": 7,
        "{name_en}": 5,
    }
)
_VOCATIONAL_FORMS = Weighted(
    {
        "{degree_th} {name_th}": 30,
        "{degree_th} สาขาวิชา{name_th}": 25,
        "แผนกวิชา{name_th}": 15,
        "{name_th}": 25,
        "{degree_en} {name_en}": 5,
    }
)
_TITLE_FORMS = Weighted({"{th}": 58, "{en}": 27, "{th} / {en}": 9, "{en} ({th})": 6})
_ABBREVIATIONS = (("เจ้าหน้าที่", "จนท."), ("ผู้จัดการ", "ผจก."))
_BEGINNERS = Weighted({"{title}": 6, "{title} (ยินดีรับนักศึกษาจบใหม่)": 2, "Junior {title}": 1})
_EXPERIENCED = Weighted({"{title}": 6, "Senior {title}": 2, "{title} อาวุโส": 1})
_DECORATIONS = Weighted(
    {
        "{title} (สัญญาจ้าง 1 ปี)": 2,
        "{title} ด่วน!": 3,
        "รับสมัคร{title}": 4,
        "Urgent! {title}": 2,
        "{title} - มีที่พัก": 1,
    }
)


def programme_name(draw: Draw, programme: Programme) -> str:
    """The programme as a registrar might have typed it."""
    forms = _DEGREE_FORMS if programme.level >= 6 else _VOCATIONAL_FORMS
    return draw.by_weight(forms).format(
        degree_th=programme.degree_th,
        degree_en=programme.degree_en,
        name_th=programme.name_th,
        name_en=programme.name_en,
    )


def job_title(draw: Draw, job: Job) -> str:
    """The job as its holder would name it."""
    title = draw.by_weight(_TITLE_FORMS).format(
        th=draw.one(job.titles_th), en=draw.one(job.titles_en)
    )
    for long, short in _ABBREVIATIONS:
        if long in title and draw.chance(0.2):
            title = title.replace(long, short)
    return title


def vacancy_title(draw: Draw, job: Job, experience: int) -> str:
    """The job as an employer would head an advertisement for it; `experience` in years."""
    title = job_title(draw, job)
    if job.level >= 5 and experience != 1:
        ranks = _EXPERIENCED if experience else _BEGINNERS
        title = draw.by_weight(ranks).format(title=title)
    if draw.chance(0.15):
        title = draw.by_weight(_DECORATIONS).format(title=title)
    return title


def description(draw: Draw, duties: list[str], experience: int) -> str:
    """A short text about duties (skill labels) and what is asked for."""
    if draw.chance(0.3):
        asked = (
            f"At least {experience} years of experience."
            if experience
            else "Fresh graduates welcome."
        )
        return f"Responsibilities: {'; '.join(duties)}. {asked}"
    asked = f"มีประสบการณ์อย่างน้อย {experience} ปี" if experience else "ยินดีรับผู้ไม่มีประสบการณ์"
    return f"หน้าที่ความรับผิดชอบ: {', '.join(duties)} คุณสมบัติ: {asked} ทำงานเป็นทีมได้"
