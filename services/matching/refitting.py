"""Tracer answers to a model of the deployment's own: read, fitted on, tried on persons held out.

Every fifth person, by a digest of the record's key, is held out for good: no version ever sees
the answers that versions are compared by.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from sqlalchemy import Connection, true

from services.matching import store
from services.matching.domain import GraduateFacts
from services.matching.mismatch import MatchFacts, PayScale, artefact, held_job, kept
from services.matching.mismatch.detail import DECIDED
from services.matching.mismatch.facts import placed
from services.matching.mismatch.model import chance, is_judged
from services.matching.mismatch.refit import Comparison, Floats, compare, deciles, refit
from services.matching.mismatch.rules import self_reported_field, self_reported_level
from services.matching.mismatch.scoring import Scorer
from services.matching.mismatch.view import ModelDimension, seen
from services.matching.pairs import as_coded

LEAST_ANSWERS = 200
"""Fewer persons with an answer on a dimension teach nothing that could be told from chance."""

_HELD_OUT_OF = 5
_PAGE = 1000
_FACTS = msgspec.json.Decoder(GraduateFacts)


class TooFewAnswers(Exception):
    """The deployment cannot refit yet; the message says how many answers there are."""


class Answer(NamedTuple):
    """Somebody's own word on one dimension, and whether a model may be fitted on it."""

    person: GraduateFacts
    mismatch: bool
    seen: bool


@dataclass(frozen=True)
class Refitted:
    """What came of it: the new version, each dimension's comparison, and whether it now runs."""

    version: str
    comparisons: Mapping[ModelDimension, Comparison]
    promoted: bool


def refit_models(connection: Connection, models: Path, version: str) -> Refitted:
    """Fit on the answers in the database, keep the version, promote it when it is better.

    A dimension whose candidate is not better keeps the model that runs.

    Raises:
        TooFewAnswers: no dimension has enough.
        ModelRefused: the model that runs is not what its metrics.json describes.
    """
    persons = [person for person in _everybody(connection) if _counts(person)]
    answers = {name: _answers(name, persons) for name in artefact.DIMENSIONS}
    enough = {name: found for name, found in answers.items() if len(found) >= LEAST_ANSWERS}
    if not enough:
        counted = ", ".join(f"{name} {len(found)}" for name, found in answers.items())
        raise TooFewAnswers(f"{counted}; at least {LEAST_ANSWERS} on one dimension are needed")
    running, prior = artefact.read(kept.running(models)), artefact.read()
    fitted, cuts, comparisons = dict(running.dimensions), dict(running.score_deciles), {}
    for name, found in enough.items():
        candidate = _candidate(name, prior.dimensions[name], running.dimensions[name], found)
        comparisons[name], tenths = _compared(name, found, running.dimensions[name], candidate)
        if comparisons[name].is_better:
            fitted[name], cuts[name] = candidate, tenths
    _keep(models, version, running, fitted, cuts, comparisons)
    promoted = any(comparison.is_better for comparison in comparisons.values())
    if promoted:
        kept.promote(models, version)
    return Refitted(version, comparisons, promoted)


def _everybody(connection: Connection) -> Iterator[GraduateFacts]:
    after = ""
    while rows := store.page(connection, store.graduates, true(), after, _PAGE):
        yield from (_FACTS.decode(row.assessment) for row in rows)
        after = rows[-1].key


def _counts(person: GraduateFacts) -> bool:
    """Real persons who answered."""
    tracer = person.record.tracer
    answered = tracer and (tracer.level_required is not None or tracer.job_relation is not None)
    return bool(answered) and not person.record.synthetic


def _answers(dimension: ModelDimension, persons: Sequence[GraduateFacts]) -> list[Answer]:
    """Whom the model judges and who said it of themselves."""
    found = []
    for person in persons:
        facts = held_job(as_coded(person))
        mismatch = _OWN_WORD[dimension](facts)
        if mismatch is not None and is_judged(dimension, facts):
            found.append(Answer(person, mismatch, _may_be_seen(person)))
    return found


def _over_educated(facts: MatchFacts) -> bool | None:
    own = self_reported_level(facts)
    return own.direction == "over" if own.verdict in DECIDED else None


def _unrelated(facts: MatchFacts) -> bool | None:
    own = self_reported_field(facts)
    return own.verdict == "mismatch" if own.verdict in DECIDED else None


_OWN_WORD: Mapping[ModelDimension, Callable[[MatchFacts], bool | None]] = {
    "vertical": _over_educated,
    "horizontal": _unrelated,
}


def _may_be_seen(person: GraduateFacts) -> bool:
    digest = hashlib.sha256(person.record.key.encode()).digest()
    return digest[0] % _HELD_OUT_OF != 0


def _candidate(
    dimension: ModelDimension,
    prior: artefact.FittedDimension,
    running: artefact.FittedDimension,
    answers: Sequence[Answer],
) -> artefact.FittedDimension:
    """Fitted on those who may be seen, with the scale of their own pay."""
    known = [answer for answer in answers if answer.seen]
    scale = _pay_scale(known) or running.pay_scale
    labels = np.array([answer.mismatch for answer in known], dtype=bool)
    facts = [placed(told, scale) for told in _facts(known)]
    return replace(refit(dimension, prior, facts, labels), pay_scale=scale)


def _facts(answers: Sequence[Answer]) -> list[MatchFacts]:
    return [held_job(as_coded(answer.person)) for answer in answers]


def _pay_scale(answers: Sequence[Answer]) -> PayScale | None:
    """By percentiles, as it is stored: what is fitted and compared is what will run."""
    tracers = (answer.person.record.tracer for answer in answers)
    scale = PayScale.of(tracer.pay for tracer in tracers if tracer and tracer.pay)
    return PayScale.from_percentiles(scale.percentiles()) if scale else None


def _compared(
    dimension: ModelDimension,
    answers: Sequence[Answer],
    running: artefact.FittedDimension,
    candidate: artefact.FittedDimension,
) -> tuple[Comparison, list[float]]:
    """Both on the held out, each with its own pay scale; and the deciles of the candidate."""
    held_out = [answer for answer in answers if not answer.seen]
    labels = np.array([answer.mismatch for answer in held_out], dtype=bool)
    facts = _facts(held_out)
    before = _chances(Scorer.of(dimension, running), facts)
    after = _chances(Scorer.of(dimension, candidate), facts)
    return compare(labels, before, after), deciles(after)


def _chances(scorer: Scorer, facts: Sequence[MatchFacts]) -> Floats:
    views = (seen(scorer.dimension, scorer.placed(known)) for known in facts)
    return np.array([chance(scorer.base + sum(scorer.amounts(view).values())) for view in views])


def _keep(
    models: Path,
    version: str,
    running: artefact.Artefact,
    fitted: Mapping[ModelDimension, artefact.FittedDimension],
    score_deciles: Mapping[str, Sequence[float]],
    comparisons: Mapping[ModelDimension, Comparison],
) -> None:
    with kept.drafted(models, version) as directory:
        figures = {
            "version": version,
            "sha256": artefact.write(directory, fitted),
            "compared_with": f"{running.version} {running.sha256[:12]}",
            "comparisons": {name: asdict(found) for name, found in comparisons.items()},
            "score_deciles": score_deciles,
        }
        text = json.dumps(figures, indent=1) + "\n"
        (directory / artefact.METRICS_FILE).write_text(text, "utf-8")
