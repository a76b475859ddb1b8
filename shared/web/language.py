"""Thai or English, as the reader asks."""

from typing import Literal

from flask import has_request_context, request

Language = Literal["th", "en"]
_LANGUAGES: dict[str, Language] = {"th": "th", "en": "en"}


def reader_language(default: Language = "en") -> Language:
    """`?lang=` first, then Accept-Language, then `default`; anything else is ignored."""
    if not has_request_context():
        return default
    wanted = [(request.args.get("lang", ""), 1.0), *request.accept_languages]
    for tag, quality in wanted:
        language = _LANGUAGES.get(tag.lower().partition("-")[0])
        if language and quality > 0:
            return language
    return default
