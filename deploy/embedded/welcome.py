"""What `make run` prints once everything asked of it has arrived in the reports."""

import sys
import threading
import time
from collections.abc import Mapping

from deploy.embedded.system import System
from shared.bus.log import LogUnavailable
from shared.settings import Settings

_LONGEST_WAIT = 120.0


def welcome_when_settled(settings: Settings, system: System, keys: Mapping[str, str]) -> None:
    """Print where to look and with which keys, when the log is drained; returns at once."""

    def wait() -> None:
        deadline = time.monotonic() + _LONGEST_WAIT
        quiet = 0
        while quiet < 3 and time.monotonic() < deadline:
            quiet = quiet + 1 if _is_settled(system) else 0
            time.sleep(0.1)
        sys.stdout.write(_text(settings, keys))
        sys.stdout.flush()

    threading.Thread(target=wait, name="welcome", daemon=True).start()


def _is_settled(system: System) -> bool:
    try:
        return system.backlog() == 0
    except LogUnavailable:
        return False


def _text(settings: Settings, keys: Mapping[str, str]) -> str:
    base = f"http://{settings.host}:{settings.port}"
    lines = [
        "",
        f"  Dashboard   {base}/",
        f"  Ingestion   {base}/ingestion/docs",
        f"  Matching    {base}/matching/docs",
        f"  Reporting   {base}/reporting/docs",
        "",
    ]
    if keys:
        lines += ["  Demonstration mode: all data is synthetic (ข้อมูลสังเคราะห์). Keys:", ""]
        lines += [f"    {role:<12} {key}" for role, key in keys.items()]
        lines += ["", *_examples(base, keys), ""]
    return "\n".join(lines) + "\n"


def _examples(base: str, keys: Mapping[str, str]) -> list[str]:
    graduate = '{"reference":"1","programme":"วศ.บ. วิศวกรรมคอมพิวเตอร์","level":"ปริญญาตรี","graduation_year":2568,"study_region":"TH-20"}'  # noqa: E501
    return [
        f"  curl {base}/ingestion/v1/graduates -H 'Authorization: Bearer {keys['university']}' \\",
        f"    -H 'Content-Type: application/json' -d '{graduate}'",
        f"  curl '{base}/reporting/v1/reports/balance?by=region'",
    ]
