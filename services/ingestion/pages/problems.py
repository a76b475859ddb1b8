"""What went wrong, as a page for people."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from services.ingestion.pages.rendering import respond


def problem_page(problem: Mapping[str, Any]) -> Response:
    """The problem's title, what is wrong with what, and ways onward."""
    return respond("problem.html", problem=problem)
