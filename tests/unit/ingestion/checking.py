"""What a schema finds wrong with a post."""

from typing import Any

import marshmallow as ma

from shared.web.faults import flatten


def faults_of(schema: ma.Schema, posted: Any) -> dict[str, str]:
    """JSON pointer -> code of every fault; empty for a good post."""
    try:
        schema.load(posted)
    except ma.ValidationError as error:
        return {pointer: fault.code for pointer, fault in flatten(error.messages)}
    return {}
