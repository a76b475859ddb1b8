"""Contracts between parts: every adapter of the log, every event ever released."""

import pytest

pytest.register_assert_rewrite("tests.contracts.log_contract")
