"""Every judgement on a graduate and a job: the rules' and the model's, in one tuple."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from services.matching.domain import CodedGraduate
from services.matching.mismatch.artefact import MODEL_DIRECTORY
from services.matching.mismatch.facts import MatchFacts, held_job
from services.matching.mismatch.model import MismatchModel
from services.matching.mismatch.pay import PayScale
from services.matching.mismatch.rules import VERSION, judge_by_rules
from shared.contracts import Judgement


def judge_facts(model: MismatchModel, facts: Sequence[MatchFacts]) -> list[tuple[Judgement, ...]]:
    """The rules' judgements, then the model's, for each graduate beside a job."""
    learned = model.judge(facts)
    return [
        (*judge_by_rules(known), *answers) for known, answers in zip(facts, learned, strict=True)
    ]


def judge_graduates(
    model: MismatchModel, graduates: Sequence[CodedGraduate], pay_scale: PayScale | None = None
) -> list[tuple[Judgement, ...]]:
    """The judgements on each graduate and the job he or she holds."""
    return judge_facts(model, [held_job(graduate, pay_scale) for graduate in graduates])


class GraduateJudge:
    """Judges graduates in batches with one loaded model."""

    def __init__(self, model: MismatchModel, pay_scale: PayScale | None = None) -> None:
        self._model = model
        self._pay_scale = pay_scale

    @classmethod
    def load(
        cls, directory: Path = MODEL_DIRECTORY, pay_scale: PayScale | None = None
    ) -> "GraduateJudge":
        """With the model stored under `directory`. Raises artefact.ModelRefused."""
        return cls(MismatchModel.load(directory), pay_scale)

    @property
    def versions(self) -> Mapping[str, str]:
        return {"mismatch_rules": VERSION, "mismatch_model": self._model.version}

    def judge(self, graduates: Sequence[CodedGraduate]) -> list[tuple[Judgement, ...]]:
        """One tuple for each graduate, in order."""
        return judge_graduates(self._model, graduates, self._pay_scale)
