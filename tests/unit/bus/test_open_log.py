"""A setting's URL opens the log it names, or is refused with what was expected."""

from pathlib import Path

import pytest

from shared.bus.memory import MemoryLog
from shared.bus.open_log import open_log
from shared.bus.sqlite_log import SqliteLog


def test_a_path_opens_the_log_in_sqlite(tmp_path: Path) -> None:
    log = open_log(f"sqlite:///{tmp_path / 'log.db'}")
    assert isinstance(log, SqliteLog)
    assert (tmp_path / "log.db").is_file()
    log.close()


def test_memory_opens_a_log_that_is_gone_with_the_process() -> None:
    assert isinstance(open_log("memory://"), MemoryLog)


@pytest.mark.parametrize("url", ["", "kafka://", "redis://x", "sqlite://", "sqlite:///", "log.db"])
def test_anything_else_is_no_log(url: str) -> None:
    with pytest.raises(ValueError, match=r"not an? (SQLite )?log"):
        open_log(url)
