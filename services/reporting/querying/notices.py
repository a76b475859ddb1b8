"""What a reader must be told beside the figures: some are hidden, or there is no such cell."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from services.reporting.data_sets import DataSet, Extract
from services.reporting.data_sets.table import STATUSES

_MOST_CUTS = 200
_SUPPRESSED = (
    "Figures of this page are suppressed: they rest on too few records, or would give away one "
    "that does. They are not zero.",
    "ตัวเลขบางส่วนในหน้านี้ถูกปกปิด เพราะมีข้อมูลน้อยเกินไปหรืออาจเปิดเผยตัวเลขอื่นที่ถูกปกปิด ตัวเลขเหล่านี้ไม่ใช่ศูนย์",
)
_NO_CELLS = (
    "No cell answers to this: nothing was recorded for the combination, or the table is not split "
    "this way. `cuts` lists the depths by which it is split together.",
    "ไม่มีช่องข้อมูลที่ตรงตามเงื่อนไข อาจไม่มีข้อมูลในกลุ่มนี้ หรือไม่ได้จำแนกตารางด้วยวิธีนี้ "
    "cuts แสดงระดับความละเอียดที่จำแนกร่วมกัน",
)
_SYNTHETIC = (
    "Synthetic demonstration figures: not to be cited or acted upon.",
    "ข้อมูลสังเคราะห์เพื่อการสาธิต ห้ามนำไปใช้อ้างอิงหรือตัดสินใจ",
)
_PROVISIONAL = (
    "Provisional figures that no release holds yet; they change with the next records.",
    "ตัวเลขชั่วคราว ยังไม่ได้เผยแพร่เป็นทางการ และจะเปลี่ยนเมื่อมีข้อมูลใหม่",
)


def notices(extract: Extract, total: int) -> Iterator[Mapping[str, Any]]:
    """Each with a code and its texts; `count` is of figures of this page."""
    if extract.publication.synthetic:
        yield _notice("synthetic", _SYNTHETIC)
    if extract.publication.is_live:
        yield _notice("provisional", _PROVISIONAL)
    hidden = suppressed(extract)
    if hidden:
        yield _notice("suppressed_cells", _SUPPRESSED, count=hidden)
    if not total:
        yield _notice("no_cells", _NO_CELLS, cuts=cuts(extract.data_set))


def suppressed(extract: Extract) -> int:
    """How many figures of the extract are hidden."""
    columns = [extract.data_set.definition.position[name] for name in extract.indicators]
    found = extract.data_set.figures.status[extract.rows][:, columns]
    return int(np.count_nonzero(found == STATUSES.index("suppressed")))


def cuts(table: DataSet) -> list[Mapping[str, str]]:
    """The depths of the dimensions that occur together, coarse ones first."""
    levels = [
        list(dict.fromkeys(member.level for member in dimension.members))
        for dimension in table.dimensions
    ]
    sizes = [len(found) for found in levels]
    key = np.zeros(len(table), np.int64)
    for i, dimension in enumerate(table.dimensions):
        depth = np.array([levels[i].index(member.level) for member in dimension.members])
        key = key * sizes[i] + depth[table.cells[:, i]]
    found = np.flatnonzero(np.bincount(key))[:_MOST_CUTS]
    places = np.array(np.unravel_index(found, sizes)).T.tolist()
    names = table.definition.dimensions
    return [
        {name: levels[i][place] for i, (name, place) in enumerate(zip(names, row, strict=True))}
        for row in places
    ]


def _notice(code: str, texts: tuple[str, str], **more: Any) -> Mapping[str, Any]:
    return {"code": code, **more, "texts": {"en": texts[0], "th": texts[1]}}
