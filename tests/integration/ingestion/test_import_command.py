"""`lmis import`: the same uploads, from a file of this machine."""

import csv
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import main
from services.ingestion.importers.profile import shipped_text
from shared.access import Role
from shared.settings import Settings
from tests.integration.ingestion.door import OpenDoor
from tests.integration.ingestion.uploading import adverts, batch


@pytest.fixture
def door_settings(tmp_path: Path) -> Settings:
    """Files alone: how rows are kept is tried on both databases elsewhere."""
    return Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path / "data")})


@pytest.fixture
def run(door: OpenDoor, tmp_path: Path) -> "Run":
    return Run(door, tmp_path)


class Run:
    """Runs the command on a file."""

    def __init__(self, door: OpenDoor, directory: Path) -> None:
        self.directory = directory
        self._environment = {"LMIS_DATA_DIR": door.settings.data_dir}

    def __call__(self, content: bytes, *options: str) -> Result:
        file = self.directory / "ads.csv"
        file.write_bytes(content)
        rejects = str(self.directory / "rejects.csv")
        arguments = ["import", "vacancies", str(file), "--organisation", "acme"]
        return CliRunner(env=self._environment).invoke(
            main, [*arguments, "--rejects", rejects, *options]
        )


def test_a_file_is_taken_and_its_rejects_are_listed(run: Run, door: OpenDoor) -> None:
    said = run(adverts(5, _2={"title": ""}), "--profile", "jobthai")
    assert said.exit_code == 0, said.output
    assert "read 5: created 4, updated 0, unchanged 0, rejected 1" in said.output
    listed = run.directory / "rejects.csv"
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600
    with listed.open(encoding="utf-8-sig", newline="") as stream:
        (line,) = csv.DictReader(stream)
    assert (line["row"], line["field"], line["code"]) == ("4", "title", "required")
    employer = door.caller("acme", Role.EMPLOYER)
    (shown,) = employer.get("batches").json["batches"]
    assert (shown["state"], shown["name"]) == ("finished", "ads.csv")
    assert run(adverts(5), "--profile", "jobthai", "--dry-run").exit_code == 0
    assert len(door.rows("vacancies")) == 4


def test_a_profile_of_a_file_becomes_the_organisations(run: Run, door: OpenDoor) -> None:
    profile = run.directory / "Our Ads.yaml"
    profile.write_text(shipped_text("jobthai"), encoding="utf-8")
    for _ in range(2):
        said = run(adverts(2), "--profile", str(profile))
        assert said.exit_code == 0, said.output
    employer = door.caller("acme", Role.EMPLOYER)
    shown = [batch(employer, b["id"]) for b in employer.get("batches").json["batches"]]
    assert {(b["profile"], b["profile_version"]) for b in shown} == {("our-ads", 1)}


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (b"%PDF-1.7", ("--profile", "jobthai"), "neither CSV"),
        (b"id\n", ("--profile", "nowhere"), "no mapping profile nowhere"),
        (b"id\n", ("--profile", "jobsdb-titles"), "on which day"),
    ],
)
def test_what_cannot_be_imported_is_said(
    content: bytes, options: tuple[str, ...], said: str, run: Run
) -> None:
    result = run(content, *options)
    assert result.exit_code == 1
    assert said in result.output
