"""Every judgement on a graduate and a job: the rules' and the model's, in one tuple."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from services.matching.domain import CodedGraduate
from services.matching.mismatch import artefact
from services.matching.mismatch.artefact import MODEL_DIRECTORY
from services.matching.mismatch.detail import in_detail
from services.matching.mismatch.facts import MatchFacts, held_job
from services.matching.mismatch.model import MismatchModel
from services.matching.mismatch.rules import VERSION, judge_by_rules
from shared.contracts import Judgement


def judge_facts(model: MismatchModel, facts: Sequence[MatchFacts]) -> list[tuple[Judgement, ...]]:
    """The rules' judgements, then the model's, for each graduate beside a job."""
    learned = model.judge(facts)
    return [
        (*judge_by_rules(known), *answers) for known, answers in zip(facts, learned, strict=True)
    ]


def judge_graduates(
    model: MismatchModel, graduates: Sequence[CodedGraduate]
) -> list[tuple[Judgement, ...]]:
    """The judgements on each graduate and the job he or she holds."""
    return judge_facts(model, [held_job(graduate) for graduate in graduates])


class GraduateJudge:
    """Judges graduates in batches with one loaded model."""

    def __init__(
        self,
        model: MismatchModel,
        score_deciles: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self._model = model
        self.score_deciles = score_deciles or {}

    @classmethod
    def load(cls, directory: Path = MODEL_DIRECTORY) -> "GraduateJudge":
        """With the model stored under `directory`.

        Raises:
            ModelRefused: the stored model is not what its metrics.json describes.
        """
        stored = artefact.read(directory)
        return cls(MismatchModel.of(stored), stored.score_deciles)

    @property
    def versions(self) -> Mapping[str, str]:
        return {"mismatch_rules": VERSION, "mismatch_model": self._model.version}

    def judge(self, graduates: Sequence[CodedGraduate]) -> list[tuple[Judgement, ...]]:
        """One tuple for each graduate, in order."""
        return judge_graduates(self._model, graduates)

    def judge_facts(self, facts: Sequence[MatchFacts]) -> list[tuple[Judgement, ...]]:
        """One tuple for each graduate beside a job, in order."""
        return judge_facts(self._model, facts)

    def in_detail(self, facts: Sequence[MatchFacts]) -> list[tuple[Judgement, ...]]:
        """One tuple for each, with what would sharpen and what would turn round each verdict."""
        judged = self.judge_facts(facts)
        return [
            in_detail(self._model, known, answers)
            for known, answers in zip(facts, judged, strict=True)
        ]

    def explain(
        self, graduate: CodedGraduate, judgements: Sequence[Judgement]
    ) -> tuple[Judgement, ...]:
        """Judgements made before, in the same detail."""
        return in_detail(self._model, held_job(graduate), judgements)
