"""Who acts: the organisation and the key behind the work that is being done."""

from contextvars import ContextVar
from typing import NamedTuple


class Actor(NamedTuple):
    """An organisation and the id of the key it showed; both None for the system itself."""

    organisation: str | None
    key: str | None


SYSTEM = Actor(None, None)
acting: ContextVar[Actor] = ContextVar("acting", default=SYSTEM)
