"""The log in memory keeps the contract."""

import time

import pytest

from shared.bus.log import Log
from shared.bus.memory import MemoryLog
from tests.contracts.log_contract import LogContract, OpenLog


class TestMemoryLog(LogContract):
    @pytest.fixture
    def new_log(self) -> OpenLog:
        log = MemoryLog(session_seconds=self.session)
        return lambda: log

    def compact(self, log: Log, topic: str, later_ms: int) -> None:
        assert isinstance(log, MemoryLog)
        log.compact(int(time.time() * 1000) + later_ms)
