"""Versions of the model on disk: whole or not at all, and only sound ones ever run."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from skops import io

from deploy.cli import main
from services.matching.mismatch import ModelRefused, artefact, kept
from services.matching.mismatch.artefact import METRICS_FILE, MODEL_DIRECTORY, MODEL_FILE


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """One version of the deployment's own, equal to the shipped one."""
    found = tmp_path / "models" / "mismatch"
    shutil.copytree(MODEL_DIRECTORY, found / "own")
    return found


def described(model: Path, **more: object) -> None:
    """Metrics that fit the model file, whatever that holds."""
    digest = hashlib.sha256((model / MODEL_FILE).read_bytes()).hexdigest()
    figures = {"version": "own", "sha256": digest, "score_deciles": {}, **more}
    (model / METRICS_FILE).write_text(json.dumps(figures))


def test_a_tampered_version_is_never_promoted(models: Path) -> None:
    kept.promote(models, "own")
    kept.promote(models, kept.SHIPPED)
    with (models / "own" / MODEL_FILE).open("ab") as stored:
        stored.write(b"more")
    with pytest.raises(ModelRefused, match="SHA-256"):
        kept.promote(models, "own")
    assert kept.running_version(models) == kept.SHIPPED


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"version": "own"}', "\x00"])
def test_a_version_with_broken_figures_is_refused_by_name(models: Path, text: str) -> None:
    (models / "own" / METRICS_FILE).write_text(text)
    for refused in (lambda: kept.promote(models, "own"), lambda: kept.versions(models)):
        with pytest.raises(ModelRefused, match="own"):
            refused()
    listed = CliRunner().invoke(
        main, ["train", "--list"], env={"LMIS_DATA_DIR": str(models.parents[1])}
    )
    assert listed.exit_code == 1
    assert "Error: " in listed.output
    assert str(models / "own") in listed.output.replace("\n", "")


@pytest.mark.parametrize(
    "content", [{}, [], {"vertical": {}}, {"vertical": {"pipeline": 1}}, "text", 1]
)
def test_a_sound_file_that_holds_something_else_is_refused(models: Path, content: object) -> None:
    io.dump(content, models / "own" / MODEL_FILE)
    described(models / "own")
    with pytest.raises(ModelRefused, match="no mismatch model"):
        artefact.read(models / "own")


def test_a_file_that_is_no_archive_is_refused(models: Path) -> None:
    (models / "own" / MODEL_FILE).write_bytes(b"something else")
    described(models / "own")
    with pytest.raises(ModelRefused, match="no mismatch model"):
        kept.promote(models, "own")


def test_half_a_draft_is_no_version_and_hinders_nothing(models: Path) -> None:
    with kept.drafted(models, "new") as draft:
        (draft / METRICS_FILE).write_text('{"version"')
        shutil.copytree(draft, models / f"{draft.name}9")  # as a kill would leave it
        shutil.copytree(models / "own", draft, dirs_exist_ok=True)
    assert [found.version for found in kept.versions(models)] == [kept.SHIPPED, "new", "own"]
    for name in (f"{draft.name}9", "..", "", "none"):
        with pytest.raises(ModelRefused, match="no version"):
            kept.promote(models, name)
    kept.promote(models, "new")
    assert kept.running(models) == models / "new"


def test_a_kept_version_is_never_written_over_and_a_failed_draft_is_gone(models: Path) -> None:
    before = sorted(models.iterdir())
    with pytest.raises(OSError, match="own"), kept.drafted(models, "own") as draft:
        (draft / MODEL_FILE).write_bytes(b"another")
    assert sorted(models.iterdir()) == before
    artefact.check(models / "own")


def test_an_empty_name_of_what_runs_is_refused_and_mended_by_a_rollback(models: Path) -> None:
    (models / "running").write_text("")
    with pytest.raises(ModelRefused, match="--rollback"):
        kept.running(models)
    kept.promote(models, "own")
    assert kept.running(models) == models / "own"
