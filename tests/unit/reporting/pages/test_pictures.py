"""Pictures of views: lines that fit, Thai that is shaped right."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.pages.charts.lettering import width
from services.reporting.pages.pictures import broken, drawn

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="60" '
    "font-family=\"'IBM Plex Sans Thai'\"><text x='4' y='40' font-size='30'>{text}</text></svg>"
)


@given(st.text(alphabet="abc ผู้ที่", max_size=80), st.integers(60, 300))
def test_broken_text_is_all_there_and_fits(text: str, room: int):
    lines = broken(text, 14, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 14) <= room for line in lines)


def test_a_picture_is_a_png_of_the_size_stated():
    found = drawn(_SVG.format(width=321, text="x"))
    assert found.startswith(b"\x89PNG")
    assert struct.unpack(">II", found[16:24]) == (321, 60)


def test_sara_am_is_drawn_as_its_two_parts_are():
    """Without that the letter after it would stand on top of it."""
    whole, parts = drawn(_SVG.format(width=200, text="น้ำที่")), "น\u0e4d\u0e49าที่"
    assert whole == drawn(_SVG.format(width=200, text=parts))
