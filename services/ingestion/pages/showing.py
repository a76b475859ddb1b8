"""Batches as the pages show them."""

from collections.abc import Mapping
from typing import Any

from flask import request

from services.ingestion.pages.language import msgid

HTML = {"type": "string"}
STATES: Mapping[str, str] = {
    "open": msgid("to be matched and sent"),
    "received": msgid("waiting"),
    "processing": msgid("being read"),
    "finished": msgid("finished"),
    "failed": msgid("broke off"),
    "cancelled": msgid("cancelled"),
}
KINDS: Mapping[str, str] = {"graduates": msgid("graduates"), "vacancies": msgid("vacancies")}
COUNTS: Mapping[str, str] = {
    "read": msgid("rows read"),
    "created": msgid("new"),
    "updated": msgid("changed"),
    "unchanged": msgid("as before"),
    "rejected": msgid("to mend"),
    "warned": msgid("with a warning"),
}
LIVELY = ("received", "processing")
"""States that pass by themselves."""


def onward() -> dict[str, Any]:
    """What a link to another page carries on: the language that was asked for."""
    return {"lang": request.args["lang"]} if request.args.get("lang") in ("th", "en") else {}
