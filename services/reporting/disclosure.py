"""Keeps small groups of records from being read in, or worked out from, one published table.

A count of 1–9 records is never published (primary suppression). The cells of a column add up to
the table's total, so a single hidden cell would be total less the rest; the next smallest cells
are hidden with it until what is hidden together is neither small nor one cell alone
(complementary suppression). Source: Hundepool, A. et al. (2012), Statistical Disclosure Control,
chapter 4.

When to use: on a whole table, once it is built. When not to: on rows picked from it afterwards.
"""

from collections.abc import Sequence

from services.reporting.figures import Figure

THRESHOLD = 10

Row = list[Figure]


def is_small(count: int) -> bool:
    """Whether the count would tell of fewer than 10 records; none at all tells of nobody."""
    return 0 < count < THRESHOLD


def protect(rows: Sequence[Row], total: Row) -> tuple[list[Row], Row]:
    """The table with everything hidden that would tell of a small group.

    Every row has the same figures in the same order as `total`, and the rows add up to it. A
    table without rows has only its total to protect.
    """
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in total]
    protected = [_column(list(cells), whole) for cells, whole in zip(columns, total, strict=True)]
    safe_rows = [
        _with_dependents(list(row)) for row in zip(*(c for c, _ in protected), strict=True)
    ]
    return safe_rows, _with_dependents([whole for _, whole in protected])


def hide_small(figures: Sequence[Figure]) -> Row:
    """Figures that stand alone, those that tell of a small group hidden."""
    return [f.hidden() if _tells_of_few(f.tells) else f for f in figures]


def _tells_of_few(counts: Sequence[int]) -> bool:
    return any(is_small(count) for count in counts)


def _column(cells: Row, total: Figure) -> tuple[Row, Figure]:
    hidden = {i for i, cell in enumerate(cells) if _tells_of_few(cell.tells)}
    spare = sorted(
        (i for i, cell in enumerate(cells) if i not in hidden and any(cell.tells)),
        key=lambda i: (cells[i].tells, i),
        reverse=True,
    )
    while spare and _exposed([cells[i] for i in hidden]):
        hidden.add(spare.pop())
    hide_total = _tells_of_few(total.tells) or _exposed([cells[i] for i in hidden])
    return (
        [cell.hidden() if i in hidden else cell for i, cell in enumerate(cells)],
        total.hidden() if hide_total else total,
    )


def _exposed(hidden: Row) -> bool:
    """Whether total less published would tell of one cell, or of few records."""
    if not hidden:
        return False
    remainder = [sum(counts) for counts in zip(*(cell.tells for cell in hidden), strict=True)]
    return len(hidden) < 2 or _tells_of_few(remainder)


def _with_dependents(row: Row) -> Row:
    """A figure made of others goes with the first of them that is hidden."""
    gone = {figure.measure for figure in row if figure.status == "suppressed"}
    return [figure.hidden() if gone & set(figure.rests_on) else figure for figure in row]
