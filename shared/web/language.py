"""Thai or English, as the reader asks."""

from typing import Literal

from flask import has_request_context, request

Language = Literal["th", "en"]


def reader_language(default: Language = "en") -> Language:
    """`?lang=` first, then Accept-Language, then `default`; anything else is ignored."""
    if not has_request_context():
        return default
    asked = request.args.get("lang")
    if asked in ("th", "en"):
        return "th" if asked == "th" else "en"
    best = request.accept_languages.best_match(["th", "en"])
    return default if best is None else ("th" if best == "th" else "en")
