"""What answering a report needs: the read model and the date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine


@dataclass(frozen=True)
class Window:
    """`today` decides which vacancies are open."""

    engine: Engine
    today: Callable[[], date]
