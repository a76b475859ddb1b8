"""A page as a response: what every page needs besides its own content."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, g, render_template, request, url_for

from services.ingestion.pages.language import LANGUAGE_NAMES, current_reader


@dataclass(frozen=True)
class Notice:
    """What happened, said once at the head of a page."""

    text: str
    is_fault: bool = False


def respond(template: str, status: int = 200, **content: Any) -> Response:
    """The page in the reader's language."""
    reader = current_reader()
    html = render_template(
        template,
        reader=reader,
        say=reader.say,
        lang=reader.language,
        language_names=LANGUAGE_NAMES,
        turned=_turned(reader.other),
        caller=g.get("caller"),
        is_demonstration=current_app.config["DEMONSTRATION"],
        **content,
    )
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Content-Language"] = reader.language
    response.headers["Cache-Control"] = "no-store"  # rows about persons belong in no cache
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _turned(other: str) -> str:
    """The same page in the other language: only what stands behind the ? of its address.

    What answers nothing but forms has no page to come back to: the first one then.
    """
    if request.url_rule is not None and "GET" not in (request.url_rule.methods or ()):
        return url_for("uploads.Uploads", lang=other)
    given = request.args.to_dict(flat=False)
    return f"?{urlencode({**given, 'lang': other}, doseq=True)}"
