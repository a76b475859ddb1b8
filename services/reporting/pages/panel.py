"""A view as the page frames it: question, finding, drawing, table, quality and ways onward."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.pages.quality import Facts
from services.reporting.pages.scene import Scene
from services.reporting.pages.source import Source, call, citation
from services.reporting.pages.table import Table


@dataclass(frozen=True)
class Chart:
    """A drawing, `width` × `height` units of its own; `template` has a macro `draw` for it."""

    template: str
    drawing: Any
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One view. Texts are in the reader's language.

    `chart` is what the picture to download shows; on the page too, unless `body` names a
    template of its own for `content`, and on a phone `narrow` instead. `notes` say how to read
    it, `unfiltered` which filters do not bear on it. Some figures may be from `further` tables.
    """

    id: str
    question: str
    finding: str
    about: str
    chart: Chart
    narrow: Chart | None = None
    body: str | None = None
    content: Any = None
    notes: Sequence[str] = ()
    tables: Sequence[Table]
    quality: Facts
    unfiltered: str = ""
    source: Source
    further: Sequence[Source] = ()
    wide: bool = True


@dataclass(frozen=True)
class Call:
    """One table's part of a view: as a call to the API, as a file, and how to name it."""

    title: str
    api: str
    csv: str
    citation: str


View = Callable[[Scene], Panel]


def calls(scene: Scene, panel: Panel) -> list[Call]:
    """The ways from a view to its figures."""
    return [
        Call(
            title=scene.reader.name(scene.data_set(source.data_set).definition.titles),
            api=call(scene, source),
            csv=call(scene, source, "csv"),
            citation=citation(scene, source, panel.id),
        )
        for source in (panel.source, *panel.further)
    ]
