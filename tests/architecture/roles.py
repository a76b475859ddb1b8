"""What runs where: settings, the example environment, and the processes of docker-compose.yml."""

import importlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any

from shared.settings import SERVICES, Settings

DEFAULTS = {spec.metadata["env"]: str(spec.default) for spec in fields(Settings)}
ABOUT = {spec.metadata["env"]: spec.metadata["about"] for spec in fields(Settings)}

FOR_TESTS = (
    "LMIS_TEST_KILLS",
    "LMIS_TEST_SEED",
    "LMIS_REQUIRE_BROWSER",
    "LMIS_REQUIRE_REAL_KAFKA",
    "LMIS_SHARED_DATA",
    "LMIS_TEST_EVERY",
    "LMIS_TEST_POSTS",
    "LMIS_TEST_KAFKA",
    "LMIS_TEST_POSTGRES",
    "LMIS_TEST_WITHOUT",
)
"""What only the tests, the training and the benchmarks read."""

OURS = "lmis:local"
"""The image that all our processes run from."""


def env_faults(text: str, defaults: Mapping[str, str], about: Mapping[str, str]) -> Iterator[str]:
    """A setting that the example leaves out, invents, gives another default or does not explain."""
    found = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    for name in defaults.keys() - found.keys():
        yield f"{name} is not in the example environment"
    for name in found.keys() - defaults.keys():
        yield f"{name} is no setting"
    for name in defaults.keys() & found.keys():
        if found[name] != defaults[name]:
            yield f"{name} has the default {defaults[name]!r}, not {found[name]!r}"
        if f"# {about[name]}\n{name}=" not in text:
            yield f"{name} is not explained as the settings explain it"


def unknown_settings(text: str, known: Collection[str], where: str) -> Iterator[str]:
    """A name of ours in a text that is no setting."""
    for name in sorted(set(re.findall(r"\bLMIS_[A-Z][A-Z_]*[A-Z]\b", text))):
        if name not in known:
            yield f"{where} names {name}, which is no setting"


def unknown_roles(compose: Mapping[str, Any], commands: Collection[str]) -> Iterator[str]:
    """A process that is not one of ours, or a process of ours that nobody runs."""
    run = set()
    for name, service in compose["services"].items():
        if service.get("image") != OURS:
            continue
        role = " ".join(service.get("command", []))
        run.add(role)
        fault = _fault_of(role, commands)
        if fault:
            yield f"{name} runs {role!r}: {fault}"
        for setting in service.get("environment", {}):
            if setting not in DEFAULTS:
                yield f"{name} sets {setting}, which is no setting"
    for role in sorted(_roles() - run):
        yield f"nothing runs {role!r}"


def _roles() -> set[str]:
    apis = {
        f"gunicorn --config deploy/gunicorn.conf.py services.{s}.app:create_app()" for s in SERVICES
    }
    workers = {f"python -m services.{s}.worker" for s in SERVICES}
    return apis | workers | {"lmis migrate", "lmis topics"}


def _fault_of(role: str, commands: Collection[str]) -> str | None:
    if role.startswith("lmis "):
        return None if role.split()[1] in commands else "no such command"
    found = re.fullmatch(r"python -m (\S+)|gunicorn .* ([\w.]+):(\w+)\(\)", role)
    if not found:
        return "not a known role"
    try:
        module = importlib.import_module(found[1] or found[2])
    except ImportError as error:
        return str(error)
    return None if hasattr(module, found[3] or "workers") else f"has no {found[3] or 'workers'}"
