"""What `make run` prints: where to look, with which keys, and when the data has arrived."""

import sys
import threading
import time
from collections.abc import Mapping

from deploy.demonstration.publishing import release_once
from deploy.embedded.system import System
from shared.bus.log import LogUnavailable
from shared.settings import Settings

_LONGEST_WAIT = 300.0
_QUIET_LOOKS = 3


def welcome(settings: Settings, system: System, keys: Mapping[str, str]) -> None:
    """Print where to look; and, when all that was kept is in the reports, so and with which keys.

    The keys come last because what is posted while synthetic records are loaded waits its turn.
    """
    base = f"http://{settings.host}:{settings.port}"
    _say(_places(base))
    threading.Thread(
        target=_say_when_settled, args=(settings, system, base, keys), name="welcome", daemon=True
    ).start()


def _say_when_settled(
    settings: Settings, system: System, base: str, keys: Mapping[str, str]
) -> None:
    deadline = time.monotonic() + _LONGEST_WAIT
    quiet = 0
    while quiet < _QUIET_LOOKS and time.monotonic() < deadline:
        quiet = quiet + 1 if _is_settled(system) else 0
        time.sleep(0.1)
    settled = "Everything kept is in the reports." if quiet else "Records are still arriving."
    if not keys:
        _say(f"  {settled}\n\n")
        return
    released = f"The figures are frozen as release {release_once(settings)}."
    _say(f"  {settled}\n  {released}\n\n{_demonstration(base, keys)}")


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _is_settled(system: System) -> bool:
    try:
        return system.backlog() == 0
    except LogUnavailable:
        return False


def _places(base: str) -> str:
    return f"""
  Dashboard   {base}/
  Ingestion   {base}/ingestion/docs
  Matching    {base}/matching/docs
  Reporting   {base}/reporting/docs

"""


def _demonstration(base: str, keys: Mapping[str, str]) -> str:
    lines = [
        "  Demonstration mode: all data is synthetic (ข้อมูลสังเคราะห์). Keys:",
        "",
        *(f"    {role:<12} {key}" for role, key in keys.items()),
        "",
        *_examples(base, keys),
        "",
    ]
    return "\n".join(lines) + "\n"


def _examples(base: str, keys: Mapping[str, str]) -> list[str]:
    graduate = '{"reference":"1","programme":"วศ.บ. วิศวกรรมคอมพิวเตอร์","level":"ปริญญาตรี","graduation_year":2568,"study_region":"TH-20"}'  # noqa: E501
    return [
        f"  curl {base}/ingestion/v1/graduates -H 'Authorization: Bearer {keys['university']}' \\",
        f"    -H 'Content-Type: application/json' -d '{graduate}'",
        f"  curl '{base}/reporting/v1/data-sets/graduate-outcomes/query?version=live&field=06'",
    ]
