"""The shape of every report: tables of figures, and where they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.disclosure import protect
from services.reporting.figures import Figure
from services.reporting.queries.grouping import Group

NOTES: Mapping[str, tuple[str, str]] = {
    # code: (English, Thai)
    "fields_overlap": (
        "A vacancy that accepts several fields counts in each of them; vacancies that state no "
        "field are in the row without a code.",
        "ตำแหน่งงานที่รับหลายสาขาจะนับในทุกสาขาที่รับ ส่วนตำแหน่งที่ไม่ระบุสาขาจะอยู่ในแถวที่ไม่มีรหัส",
    ),
    "vacancies_today": (
        "Vacancies are those open on the day of the report; the years speak of graduates only.",
        "ตำแหน่งงานว่างนับเฉพาะที่ยังเปิดรับในวันที่จัดทำรายงาน ส่วนช่วงปีใช้กับผู้สำเร็จการศึกษาเท่านั้น",
    ),
    "norms_of_all": (
        "The statistical methods compare with all graduates in work, not only with those selected.",
        "วิธีทางสถิติเทียบกับผู้สำเร็จการศึกษาที่มีงานทำทั้งหมด ไม่เฉพาะกลุ่มที่เลือก",
    ),
}


@dataclass(frozen=True)
class Row:
    """The figures of one group."""

    group: Group
    figures: Sequence[Figure]

    def figure(self, measure: str, method: str | None = None) -> Figure:
        """The one figure of that measure and method; StopIteration when there is none."""
        return next(f for f in self.figures if (f.measure, f.method) == (measure, method))


@dataclass(frozen=True)
class Table:
    """Rows that split `total`, in the order of their codes; no rows where nothing was split."""

    name: str
    by: tuple[str, ...]
    rows: Sequence[Row]
    total: Row


@dataclass(frozen=True)
class Provenance:
    """What the figures were made of and by.

    `taxonomies` and `models` give every version that assessed a record now in the read model;
    `last_update` is when the newest record's assessment was made.
    """

    method: str
    taxonomies: Mapping[str, Sequence[str]]
    models: Mapping[str, Sequence[str]]
    last_update: str | None
    synthetic: bool


@dataclass(frozen=True)
class Report:
    """`agreement` compares methods two by two over the whole selection."""

    name: str
    selection: Mapping[str, Any]
    tables: Sequence[Table]
    provenance: Provenance
    agreement: Sequence[Figure] = ()
    notes: Sequence[str] = ()
    subject: str | None = None


def protected_table(
    name: str, by: tuple[str, ...], rows: Sequence[tuple[Group, list[Figure]]], total: list[Figure]
) -> Table:
    """The table after disclosure control."""
    safe, safe_total = protect([figures for _, figures in rows], total)
    groups = [group for group, _ in rows]
    return Table(
        name, by, [Row(*pair) for pair in zip(groups, safe, strict=True)], Row((), safe_total)
    )
