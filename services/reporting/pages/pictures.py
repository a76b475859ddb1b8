"""A view as a PNG that says by itself what it shows and where it is from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from flask import render_template
from resvg import render, usvg

from services.reporting.pages.charts.lettering import width
from services.reporting.pages.filters import described
from services.reporting.pages.panel import Panel
from services.reporting.pages.scene import Scene
from services.reporting.pages.source import citation

FONTS = resources.files("services.reporting.pages") / "fonts"
FONT = "IBM Plex Sans Thai"
SCALE = 2
"""Picture points per unit of a drawing, so that it stays sharp in print."""
MARGIN = 28
_NARROWEST = 620
# resvg puts SARA AM over the letter after it; its two parts, as the font draws them, stay apart.
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")
_APART = "\u0e4d\\1\u0e32"


@dataclass(frozen=True)
class TextLine:
    """One line of text at its height in the picture."""

    text: str
    y: float
    size: float
    weight: int
    colour: str


def png(scene: Scene, panel: Panel) -> bytes:
    """The view's chart with its finding above and its source below."""
    return drawn(svg(scene, panel))


def svg(scene: Scene, panel: Panel) -> str:
    """The picture as SVG; SVG text never wraps, so lines are broken here."""
    across = max(panel.chart.width, _NARROWEST)
    above = [
        *_lines(panel.finding, 21, 600, "#1f2d38", across),
        *_lines(panel.about, 14, 400, "#52626f", across),
        *_lines(described(scene), 14, 600, "#52626f", across),
        *_lines(panel.unfiltered, 14, 400, "#52626f", across),
    ]
    below = list(_lines(" · ".join(panel.notes), 12, 400, "#52626f", across))
    if scene.publication.synthetic:
        warning = scene.reader.say("Synthetic demonstration data — not real statistics")
        below += _lines(warning, 14, 600, "#8a3d06", across)
    below += _lines(citation(scene, panel.source, panel.id), 11, 400, "#52626f", across)
    top, heading = _stacked(above, MARGIN / 2)
    bottom, footing = _stacked(below, top + 14 + panel.chart.height)
    return render_template(
        "picture.svg",
        chart=panel.chart,
        heading=heading,
        footing=footing,
        size=(across + 2 * MARGIN, bottom + MARGIN),
        margin=MARGIN,
        top=top + 10,
        scale=SCALE,
        font=FONT,
    )


def drawn(text: str) -> bytes:
    """SVG as PNG, with the pages' own font."""
    tree = usvg.Tree.from_str(_SARA_AM.sub(_APART, text), _options())
    return bytes(render(tree, (1, 0, 0, 0, 1, 0)))


def _options() -> usvg.Options:
    """Made for each picture: resvg aborts when another thread uses, or drops, those of one."""
    options = usvg.Options.default()
    for face in _faces():
        options.load_font_data(face)
    options.font_family = FONT
    return options


@cache
def _faces() -> list[bytes]:
    names = (f"IBMPlexSansThai-{face}.ttf" for face in ("Regular", "SemiBold"))
    return [(FONTS / name).read_bytes() for name in names]


def _lines(text: str, size: float, weight: int, colour: str, room: float) -> Iterator[TextLine]:
    for line in broken(text, size, room):
        yield TextLine(line, 0, size, weight, colour)


def broken(text: str, size: float, room: float) -> list[str]:
    """The text in lines that fit, broken at spaces; a longer word is broken anywhere."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= room:
            lines[-1] = longer
            continue
        *whole, rest = _pieces(word, size, room)
        lines += [*whole, rest]
    return [line for line in lines if line]


def _pieces(word: str, size: float, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _stacked(lines: Sequence[TextLine], top: float) -> tuple[float, list[TextLine]]:
    """The lines one below the other, and where they end."""
    placed = []
    for line in lines:
        top += line.size * 1.45
        placed.append(TextLine(line.text, round(top, 1), line.size, line.weight, line.colour))
    return top, placed
