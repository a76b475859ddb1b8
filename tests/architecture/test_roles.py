"""Settings and processes: what is documented is what there is."""

from typing import Any

import pytest
import yaml
from click import Context

from deploy.cli import main
from tests.architecture.imports import ROOT
from tests.architecture.roles import (
    ABOUT,
    DEFAULTS,
    FOR_TESTS,
    env_faults,
    unknown_roles,
    unknown_settings,
)

EXAMPLE = (ROOT / "deploy/env/example.env").read_text(encoding="utf-8")
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
KNOWN = {*DEFAULTS, *FOR_TESTS}


@pytest.fixture
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE)
    return found


def test_the_example_environment_has_every_setting_with_its_default_and_meaning() -> None:
    assert list(env_faults(EXAMPLE, DEFAULTS, ABOUT)) == []


def test_a_setting_that_the_example_gets_wrong_is_found() -> None:
    wrong = (
        EXAMPLE.replace("LMIS_PORT=8000", "LMIS_PORT=80")
        .replace("LMIS_HOST=127.0.0.1\n", "")
        .replace("# level of the JSON logs", "# loudness")
    )
    found = sorted(env_faults(wrong + "LMIS_EXTRA=1\n", DEFAULTS, ABOUT))
    assert found == [
        "LMIS_EXTRA is no setting",
        "LMIS_HOST is not in the example environment",
        "LMIS_LOG_LEVEL is not explained as the settings explain it",
        "LMIS_PORT has the default '8000', not '80'",
    ]


@pytest.mark.parametrize(
    "name",
    ["README.md", "Makefile", "docker-compose.yml", "docs", "deploy", "shared", "services"],
)
def test_no_text_names_a_setting_that_there_is_not(name: str) -> None:
    start = ROOT / name
    paths = [start] if start.is_file() else start.rglob("*")
    texts = {p: p.read_text("utf-8") for p in paths if p.suffix in (".md", ".py", ".yml", ".sh", "")
             and p.is_file()}  # fmt: skip
    assert texts
    for path, text in texts.items():
        assert list(unknown_settings(text, KNOWN, str(path))) == []


def test_an_unknown_setting_is_found() -> None:
    found = list(unknown_settings("set LMIS_PROT=1, LMIS_PORT=2", KNOWN, "README.md"))
    assert found == ["README.md names LMIS_PROT, which is no setting"]


def test_every_process_of_the_composition_is_a_known_role(compose: dict[str, Any]) -> None:
    assert list(unknown_roles(compose, main.list_commands(Context(main)))) == []


def test_a_process_that_cannot_run_is_found(compose: dict[str, Any]) -> None:
    services = compose["services"]
    services["migrate"]["command"] = ["lmis", "migrat"]
    services["matching-worker"]["command"] = ["python", "-m", "services.matching.workers"]
    services["ingestion-api"]["command"][-1] = "services.ingestion.app:make()"
    services["reporting-api"]["environment"] = {"LMIS_PROT": "1"}
    services["topics"]["command"] = ["bash"]
    found = "\n".join(unknown_roles(compose, main.list_commands(Context(main))))
    for words in (
        "'lmis migrat': no such command",
        "No module named 'services.matching.workers'",
        "has no make",
        "reporting-api sets LMIS_PROT",
        "topics runs 'bash': not a known role",
        "nothing runs 'lmis topics'",
        "nothing runs 'python -m services.matching.worker'",
    ):
        assert words in found


def test_our_processes_run_without_privileges(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if service.get("image") == "lmis:local":
            assert service["user"] == "10001:10001", name
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name


def test_published_ports_are_on_loopback(compose: dict[str, Any]) -> None:
    ports = [port for s in compose["services"].values() for port in s.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_processes_that_stay_have_a_health_check(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if service.get("restart") == "unless-stopped":
            assert "healthcheck" in service, name
