"""Judges how a graduate and a job match: level, field and skills, by rule and by a learned model.

`GraduateJudge.load()` gives the judge of graduates in the jobs they hold; `open_job` with
`judge_facts` judges a job that a graduate could take.
"""

from services.matching.mismatch.artefact import ModelRefused
from services.matching.mismatch.facts import MatchFacts, held_job, open_job
from services.matching.mismatch.judge import GraduateJudge, judge_facts, judge_graduates
from services.matching.mismatch.model import MismatchModel
from services.matching.mismatch.pay import PayScale

__all__ = [
    "GraduateJudge",
    "MatchFacts",
    "MismatchModel",
    "ModelRefused",
    "PayScale",
    "held_job",
    "judge_facts",
    "judge_graduates",
    "open_job",
]
