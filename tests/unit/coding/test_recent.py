"""Answers kept for a while."""

from services.matching.coding.recent import Recent


class Oracle:
    """Doubles numbers and remembers which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def __call__(self, numbers: list[int]) -> list[int]:
        self.asked.append(numbers)
        return [2 * number for number in numbers]


def test_what_was_asked_lately_is_not_asked_again() -> None:
    oracle = Oracle()
    recent = Recent(oracle, most=10)
    assert recent.of([1, 2, 2]) == {1: 2, 2: 4}
    assert recent.of([2, 3]) == {2: 4, 3: 6}
    assert recent.of([3]) == {3: 6}
    assert oracle.asked == [[1, 2], [3]]


def test_no_more_is_kept_than_allowed() -> None:
    oracle = Oracle()
    recent = Recent(oracle, most=2)
    for number in range(5):
        recent.of([number, number + 1])
        assert recent.of([number + 1]) == {number + 1: 2 * number + 2}
    assert recent.of(range(5)) == {number: 2 * number for number in range(5)}
