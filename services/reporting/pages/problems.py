"""What went wrong, as a page for people."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from services.reporting.pages.language import current_reader
from services.reporting.pages.rendering import respond


def problem_page(problem: Mapping[str, Any]) -> Response:
    """The problem's title, what is wrong with which part of the address, and ways onward."""
    return respond("problem.html", current_reader(), None, problem=problem)
