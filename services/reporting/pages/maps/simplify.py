"""Fewer points in polygons that share borders: a border stays one line on both its sides."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

Point = tuple[float, float]
Ring = list[Point]

TOLERANCE = 0.9
"""How far, in units of the map, a border may move."""


def simplified(shapes: Mapping[str, Sequence[Ring]]) -> dict[str, list[Ring]]:
    """Douglas–Peucker (1973) on every stretch of border between two junctions, once.

    A junction is a point with other than two neighbours in all rings together, so that shapes
    meet after as they did before.
    """
    junctions = _junctions([ring for rings in shapes.values() for ring in rings])
    return {
        code: [short for ring in rings if len(short := _ring(ring, junctions)) > 2]
        for code, rings in shapes.items()
    }


def area(ring: Ring) -> float:
    """Square units inside the ring."""
    turns = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in turns)) / 2


def _junctions(rings: Sequence[Ring]) -> set[Point]:
    neighbours: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            neighbours[a].add(b)
            neighbours[b].add(a)
    return {point for point, known in neighbours.items() if len(known) != 2}


def _ring(ring: Ring, junctions: set[Point]) -> Ring:
    starts = [i for i, point in enumerate(ring) if point in junctions]
    if not starts:  # an island, or an enclave
        lowest = ring.index(min(ring))
        turned = ring[lowest:] + ring[:lowest]
        far = max(range(len(turned)), key=lambda i: _square(turned[0], turned[i]))
        return [*_stretch(turned[: far + 1])[:-1], *_stretch([*turned[far:], turned[0]])[:-1]]
    turned = ring[starts[0] :] + ring[: starts[0]]
    return [point for part in _stretches(turned, junctions) for point in _stretch(part)[:-1]]


def _stretches(ring: Ring, junctions: set[Point]) -> Iterator[Ring]:
    part: Ring = []
    for point in [*ring, ring[0]]:
        part.append(point)
        if point in junctions and len(part) > 1:
            yield part
            part = [point]


def _stretch(line: Ring) -> Ring:
    """The same whichever side it is walked from."""
    return _peucker(line) if line <= line[::-1] else _peucker(line[::-1])[::-1]


def _peucker(line: Ring) -> Ring:
    if len(line) < 3:
        return line
    farthest = max(range(1, len(line) - 1), key=lambda i: _distance(line[i], line[0], line[-1]))
    if _distance(line[farthest], line[0], line[-1]) <= TOLERANCE:
        return [line[0], line[-1]]
    return [*_peucker(line[: farthest + 1])[:-1], *_peucker(line[farthest:])]


def _distance(point: Point, a: Point, b: Point) -> float:
    """From the point to the line through `a` and `b`; to `a` where they are one."""
    span = _square(a, b) ** 0.5
    if not span:
        return float(_square(point, a) ** 0.5)
    cross = (b[0] - a[0]) * (a[1] - point[1]) - (a[0] - point[0]) * (b[1] - a[1])
    return float(abs(cross) / span)


def _square(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
