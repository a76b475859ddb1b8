"""The id that ties a request, the events it caused and their log lines together."""

import uuid
from contextvars import ContextVar

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")


def new_correlation_id() -> str:
    """A fresh id for work that nobody named."""
    return uuid.uuid4().hex
