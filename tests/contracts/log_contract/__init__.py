"""What every adapter of the log does; each adapter's test module runs all of it.

An adapter's module derives one class from `LogContract` and supplies `new_log`.
"""

from tests.contracts.log_contract.appending import Appending
from tests.contracts.log_contract.ground import OpenLog, after, message, texts, texts_by_key
from tests.contracts.log_contract.groups import Groups
from tests.contracts.log_contract.keeping import Keeping
from tests.contracts.log_contract.members import Members

__all__ = ["LogContract", "OpenLog", "after", "message", "texts", "texts_by_key"]


class LogContract(Appending, Groups, Members, Keeping):
    """All of it; derive, and supply `new_log` and `compact`."""
