"""Fits the sources of a coder's votes, and what each of them weighs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from services.matching.coding.combination import VOTES, Combination, Script, script_of
from services.matching.coding.known import KnownWordings
from services.matching.coding.learned import BUCKETS, MeaningModel, WordModel, counted, weighed
from services.matching.training import coding_softmax
from services.matching.training.coding_lessons import FOLDS, Lessons

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

AXES = 160
LEAST_TEXTS = 2
"""A clue in fewer texts is left out: it would tell the text."""
LEAST_WEIGHT = 0.05
EPOCHS = 5
MOST_TUNED_ON = 3_000
"""Texts of one lesson that weights are tuned on: five numbers need no more."""
_MEANING_SCALE = 2.0
_SHRINKAGE = 1e-3
_START = (0.6, 0.2, 0.4, 5.0, 1.0)
_UNTUNED: dict[Script, tuple[float, ...]] = {"thai": _START, "latin": _START}


class Votes(NamedTuple):
    """Votes on the texts of one lesson and script, by models that have not seen them."""

    script: Script
    lesson: str
    values: Floats
    right: Flags


def fit(lessons: Lessons, seed: int) -> Combination:
    """Models of all lessons, weighed by how they did on texts that models had not seen."""
    unseen = [each for fold in range(FOLDS) for each in _held_out(lessons, fold, seed)]
    final = _models(lessons, np.ones(len(lessons.reads), dtype=bool), seed)
    weights: dict[Script, tuple[float, ...]] = {
        script: _tuned([each for each in unseen if each.script == script], lessons.counts)
        for script in _UNTUNED
    }
    return Combination(final.words, final.meaning, final.known, weights)


def _models(lessons: Lessons, seen: Flags, seed: int) -> Combination:
    learned = seen & (lessons.weights > 0)
    return Combination(
        _word_model(lessons, np.flatnonzero(learned), seed),
        _meaning_model(lessons, np.flatnonzero(learned), seed),
        _known(lessons),
        _UNTUNED,
    )


def _word_model(lessons: Lessons, rows: NDArray[np.intp], seed: int) -> WordModel:
    keys = [lessons.reads[row].key for row in rows]
    texts_with = np.bincount(counted(keys).indices, minlength=BUCKETS)
    known = texts_with >= LEAST_TEXTS
    rarity = np.zeros(BUCKETS, dtype=np.float32)
    rarity[known] = 1 + np.log((1 + len(keys)) / (1 + texts_with[known]))
    columns = np.flatnonzero(known)
    weights, intercept = coding_softmax.fit(
        weighed(keys, rarity)[:, columns],
        lessons.classes[rows],
        lessons.weights[rows],
        len(lessons.codes),
        epochs=EPOCHS,
        rate=0.5,
        seed=seed,
    )
    weights[np.abs(weights) < LEAST_WEIGHT] = 0
    kept = sparse.csr_matrix(weights).tocoo()
    places = (columns[kept.row], kept.col)
    shape = (BUCKETS, len(lessons.codes))
    return WordModel(rarity, sparse.csr_matrix((kept.data, places), shape=shape), intercept)


def _meaning_model(lessons: Lessons, rows: NDArray[np.intp], seed: int) -> MeaningModel:
    weights, intercept = coding_softmax.fit(
        lessons.vectors[rows] * _MEANING_SCALE,
        lessons.classes[rows],
        lessons.weights[rows],
        len(lessons.codes),
        epochs=EPOCHS,
        rate=0.3,
        seed=seed,
    )
    return MeaningModel(weights * _MEANING_SCALE, intercept)


def _known(lessons: Lessons) -> KnownWordings:
    vectors = lessons.vectors[lessons.of_lexicon]
    axes = np.linalg.svd(vectors, full_matrices=False)[2][:AXES].T.astype(np.float32)
    return KnownWordings(lessons.entries, axes, (vectors @ axes).astype(np.float32))


def _held_out(lessons: Lessons, fold: int, seed: int) -> Iterator[Votes]:
    """Votes on the fold of every lesson; a wording of the lexicon does not know itself."""
    models = _models(lessons, lessons.folds != fold, seed)
    names = np.array(lessons.names)
    scripts = np.array([script_of(one.key) for one in lessons.reads])
    draw = np.random.default_rng(seed)
    for script in _UNTUNED:
        for name in dict.fromkeys(lessons.names):
            rows = np.flatnonzero((lessons.folds == fold) & (names == name) & (scripts == script))
            if len(rows):
                rows = draw.permutation(rows)[: MOST_TUNED_ON // FOLDS]
                yield Votes(script, name, _votes(models, lessons, rows), lessons.right[rows])


def _votes(models: Combination, lessons: Lessons, rows: NDArray[np.intp]) -> Floats:
    vectors = lessons.vectors[rows]
    likeness = models.known.likeness(vectors)
    own = lessons.of_lexicon[rows]
    wordings = lessons.folds[lessons.of_lexicon]
    likeness[np.ix_(own, wordings == lessons.folds[rows[0]])] = 0
    votes = models.votes(
        [lessons.reads[row] for row in rows], models.known.nearest(likeness), vectors
    )
    votes[own, :, VOTES.index("same")] = 0
    return votes


def _tuned(unseen: Sequence[Votes], counts: Mapping[str, float]) -> tuple[float, ...]:
    """Weights that make the right codes likeliest."""
    sizes: dict[str, int] = {}
    for each in unseen:
        sizes[each.lesson] = sizes.get(each.lesson, 0) + len(each.right)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        gaps = weights - _START
        total, slope = _SHRINKAGE * float(gaps @ gaps), 2 * _SHRINKAGE * gaps
        for each in unseen:
            surprise, change = _surprise(each, weights.astype(np.float32))
            share = counts[each.lesson] / sizes[each.lesson]
            total += share * surprise
            slope = slope + share * change
        return total, slope

    found = minimize(loss, _START, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(_START))
    return tuple(round(float(weight), 4) for weight in found.x)


def _surprise(votes: Votes, weights: Floats) -> tuple[float, NDArray[np.float64]]:
    """Minus the log-probability of the right codes, and its slope by each weight."""
    pooled = votes.values @ weights
    among_right = np.where(votes.right, pooled, -np.inf)
    surprise = logsumexp(pooled, axis=1) - logsumexp(among_right, axis=1)
    excess = softmax(pooled, axis=1) - softmax(among_right, axis=1)
    return float(surprise.sum()), np.einsum("tc,tcv->v", excess, votes.values).astype(np.float64)
