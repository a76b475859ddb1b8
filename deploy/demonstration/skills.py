"""Skills of graduates and vacancies: ESCO labels beside free text in Thai and English."""

from functools import cache

from deploy.demonstration.draw import Draw
from deploy.demonstration.tables import Job
from shared.taxonomy import skills

_ANYWHERE = ("ทำงานเป็นทีม", "การสื่อสาร", "service mind", "อดทน ขยัน ตรงต่อเวลา")
_AT_A_DESK = ("ภาษาอังกฤษ", "Microsoft Excel", "โปรแกรมสำนักงาน", "problem solving", "Canva")


@cache
def core_labels(occupation: str) -> tuple[str, ...]:
    """English labels of the ESCO skills that the occupation rests on, in a fixed order."""
    return tuple(sorted(skills.label(skill) for skill in skills.core_skills(occupation)))


def skill_texts(draw: Draw, job: Job, least: int, most: int) -> list[str]:
    """Skills of the job, with some of those that everyone lists."""
    texts = draw.some(core_labels(job.isco), least, most) + draw.some(job.skills_th, 0, 2)
    if draw.chance(0.5):
        texts += draw.some(_ANYWHERE + (_AT_A_DESK if job.major <= 4 else ()), 1, 2)
    return list(dict.fromkeys(texts))
