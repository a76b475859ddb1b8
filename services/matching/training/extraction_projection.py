"""Fits the space in which texts lie near the skills they ask for, by contrast.

The loss is softmax cross-entropy of each text's skill against other skills (InfoNCE: van den
Oord et al. 2018, arXiv:1807.03748), its gradient written out, stepped with AdaGrad (Duchi et al.
2011, JMLR 12).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.extraction.meaning import Floats, unit

DIMENSIONS = 256
TEMPERATURE = 0.05
STEPS, BATCH, OTHERS = 1_200, 512, 1_024
RATE = 0.02
LEAST_RATE = 0.05


@dataclass
class Space:
    """`projection` takes sentence embeddings to the space, `skills` are the skills' vectors."""

    projection: Floats
    skills: Floats


def fit(
    embeddings: Floats,
    labels: Sequence[tuple[int, ...]],
    weights: Floats,
    names: slice,
    number_of_skills: int,
    seed: int,
) -> Space:
    """Texts by their embeddings, each with its skills; `names` are the rows of skills' names."""
    random = np.random.default_rng(seed)
    space = _start(embeddings[names], labels[names], number_of_skills)
    pairs = np.array([(row, skill) for row, found in enumerate(labels) for skill in found])
    chances = weights[pairs[:, 0]].astype(np.float64)
    chances /= chances.sum()
    steps = _AdaGrad(space)
    for step in range(STEPS):
        batch = pairs[random.choice(len(pairs), BATCH, p=chances)]
        others = random.integers(0, number_of_skills, OTHERS)
        skills = np.unique(np.concatenate([batch[:, 1], others]))
        too = [labels[row] for row in batch[:, 0].tolist()]
        gradients = _gradients(space, embeddings[batch[:, 0]], skills, batch[:, 1], too)
        steps.take(gradients, skills, max(LEAST_RATE, 1 - step / STEPS))
    return Space(space.projection, unit(space.skills))


def _start(embeddings: Floats, labels: Sequence[tuple[int, ...]], number: int) -> Space:
    """Principal directions of the names, and each skill at the mean of its names."""
    means = np.zeros((number, embeddings.shape[1]), dtype=np.float32)
    np.add.at(means, [found[0] for found in labels], embeddings)
    _, _, directions = np.linalg.svd(embeddings[::20], full_matrices=False)
    projection = np.ascontiguousarray(directions[:DIMENSIONS].T, dtype=np.float32)
    return Space(projection, unit(unit(means) @ projection))


def _gradients(
    space: Space,
    embeddings: Floats,
    skills: NDArray[np.intp],
    wanted: NDArray[np.intp],
    labels: Sequence[tuple[int, ...]],
) -> tuple[Floats, Floats]:
    """Of the batch's loss by projection and by the vectors of `skills`."""
    texts, vectors = embeddings @ space.projection, space.skills[skills]
    text_lengths = np.linalg.norm(texts, axis=1, keepdims=True) + 1e-6
    vector_lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    texts, vectors = texts / text_lengths, vectors / vector_lengths
    error = _softmax(_without_other_labels(texts @ vectors.T / TEMPERATURE, skills, wanted, labels))
    error[np.arange(len(wanted)), np.searchsorted(skills, wanted)] -= 1
    error /= len(wanted) * TEMPERATURE
    by_texts = _tangent(error @ vectors, texts) / text_lengths
    by_vectors = _tangent(error.T @ texts, vectors) / vector_lengths
    return embeddings.T @ by_texts, by_vectors


def _without_other_labels(
    likeness: Floats,
    skills: NDArray[np.intp],
    wanted: NDArray[np.intp],
    labels: Sequence[tuple[int, ...]],
) -> Floats:
    """A text's further skills are no counterexamples."""
    for row, (found, skill) in enumerate(zip(labels, wanted.tolist(), strict=True)):
        for other in found:
            place = int(np.searchsorted(skills, other))
            if other != skill and place < len(skills) and skills[place] == other:
                likeness[row, place] = -1e4
    return likeness


def _softmax(scores: Floats) -> Floats:
    powers: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return powers


def _tangent(gradient: Floats, directions: Floats) -> Floats:
    """The part of the gradient that turns a direction and does not stretch it."""
    along = (gradient * directions).sum(axis=1, keepdims=True)
    turned: Floats = gradient - directions * along
    return turned


class _AdaGrad:
    """Steps shrink with all gradients seen: by entry of the projection, by skill as a whole."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._seen_projection = np.full_like(space.projection, 1e-6)
        self._seen_skills = np.full((len(space.skills), 1), 1e-6, dtype=np.float32)

    def take(self, gradients: tuple[Floats, Floats], skills: NDArray[np.intp], rate: float) -> None:
        by_projection, by_skills = gradients
        self._seen_projection += by_projection**2
        self._space.projection -= RATE * rate * by_projection / np.sqrt(self._seen_projection)
        self._seen_skills[skills] += (by_skills**2).mean(axis=1, keepdims=True)
        self._space.skills[skills] -= RATE * rate * by_skills / np.sqrt(self._seen_skills[skills])
