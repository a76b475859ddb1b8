"""Logs: one JSON object a line, with the correlation id, and nobody's reference."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from shared.correlation import correlation_id
from shared.db.engine import make_engine
from shared.logs import JsonFormatter, configure_logs


@pytest.fixture
def output() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(output: io.StringIO) -> Iterator[logging.Logger]:
    """A logger that writes to `output` as the services' do."""
    handler = logging.StreamHandler(output)
    handler.setFormatter(JsonFormatter())
    log = logging.Logger("lmis.test")
    log.addHandler(handler)
    token = correlation_id.set("")
    yield log
    correlation_id.reset(token)


def line(output: io.StringIO) -> dict[str, Any]:
    (written,) = output.getvalue().splitlines()
    found: dict[str, Any] = json.loads(written)
    return found


def test_a_line_tells_time_level_logger_message_and_correlation_id(
    log: logging.Logger, output: io.StringIO
) -> None:
    correlation_id.set("batch-7")
    log.warning("คิวเต็ม %d", 3)
    found = line(output)
    assert (found["level"], found["logger"]) == ("WARNING", "lmis.test")
    assert (found["message"], found["correlation_id"]) == ("คิวเต็ม 3", "batch-7")
    assert found["time"].endswith("+00:00")
    assert "คิวเต็ม" in output.getvalue()


def test_what_is_passed_beside_the_message_is_a_member_of_its_own(
    log: logging.Logger, output: io.StringIO
) -> None:
    log.info("request", extra={"route": "/v1/graduates/<reference>", "path": Path("x")})
    assert line(output)["route"] == "/v1/graduates/<reference>"
    assert line(output)["path"] == "x"


def test_a_message_of_several_lines_is_one_line(log: logging.Logger, output: io.StringIO) -> None:
    log.error('first\nsecond\r\n{"level": "forged"}')
    assert line(output)["level"] == "ERROR"


def test_an_exception_is_told_with_its_trace(log: logging.Logger, output: io.StringIO) -> None:
    try:
        int("few")
    except ValueError:
        log.exception("broke")
    assert "ValueError: invalid literal" in line(output)["exception"]


def test_a_databases_complaint_does_not_repeat_what_was_posted(
    log: logging.Logger, output: io.StringIO
) -> None:
    reference, engine = "student 6501234", make_engine("sqlite://")
    with engine.connect() as connection:
        with pytest.raises(OperationalError) as complaint:
            connection.exec_driver_sql("SELECT * FROM missing WHERE x = ?", (reference,))
        log.error("unavailable", exc_info=complaint.value)
    engine.dispose()
    assert reference not in output.getvalue()
    assert "missing" in line(output)["exception"]


def test_configuring_sends_everything_to_standard_error(
    capfd: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    handlers, level, kafka = root.handlers, root.level, logging.getLogger("kafka").level
    try:
        configure_logs("INFO")
        logging.getLogger("lmis.any").info("heard")
        logging.getLogger("lmis.any").debug("not heard")
        logging.getLogger("kafka").info("not heard either")
        logging.getLogger("kafka").warning("heard too")
    finally:
        root.handlers = handlers
        root.setLevel(level)
        logging.getLogger("kafka").setLevel(kafka)
    written = capfd.readouterr()
    assert written.out == ""
    assert [json.loads(x)["message"] for x in written.err.splitlines()] == ["heard", "heard too"]
