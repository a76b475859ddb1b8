"""The deployment's own answers make a model of its own, when they say something new."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from deploy.cli import main
from services.matching import store
from services.matching.app import MIGRATIONS
from services.matching.brain import check_artefacts
from services.matching.mismatch import GraduateJudge, ModelRefused, held_job, kept
from services.matching.mismatch.artefact import METRICS_FILE, MODEL_FILE
from services.matching.pairs import as_coded
from services.matching.refitting import TooFewAnswers, refit_models
from shared.contracts import AssessedGraduate, Pay
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from tests.builders import a_graduate, a_survey, an_assessed_graduate


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    engine = make_engine(f"sqlite:///{tmp_path / 'matching.db'}")
    upgrade(engine, MIGRATIONS)
    return engine


def answered(number: int, **facts: object) -> AssessedGraduate:
    """Programmers who program; every third of them calls the job unrelated."""
    survey = a_survey(
        job_relation="close" if number % 3 else "none",
        level_required=6,
        pay=Pay(low=15_000 + number, high=15_000 + number),
    )
    record = a_graduate(f"g{number}", level=6, tracer=survey, **facts)
    return an_assessed_graduate(record, field="0613", occupation="2512")


def keep(engine: Engine, graduates: list[AssessedGraduate]) -> None:
    with transaction(engine) as connection:
        rows = [store.graduate_row(graduate, "") for graduate in graduates]
        store.keep(connection, store.graduates, rows)


def test_answers_that_say_something_new_are_learned_and_promoted(
    database: Engine, tmp_path: Path
) -> None:
    keep(database, [answered(number) for number in range(600)])
    models = tmp_path / "mismatch"
    with database.connect() as connection:
        found = refit_models(connection, models, "one")
        again = refit_models(connection, models, "two")
    assert found.promoted
    assert found.comparisons["horizontal"].candidate < found.comparisons["horizontal"].running
    assert not again.promoted
    assert kept.running_version(models) == "one"
    facts = held_job(as_coded(answered(1)))
    [[_, before]], [[_, after]] = (
        [answers[-2:] for answers in GraduateJudge.load(directory).judge_facts([facts])]
        for directory in (kept.directory_of(models, kept.SHIPPED), kept.running(models))
    )
    assert before.probability < 0.15 < after.probability < 0.45


def test_the_persons_compared_by_are_never_fitted_on_and_made_up_ones_never_count(
    database: Engine, tmp_path: Path
) -> None:
    keep(database, [answered(number) for number in range(300)])
    keep(database, [answered(number, synthetic=True) for number in range(300, 600)])
    with database.connect() as connection:
        found = refit_models(connection, tmp_path / "mismatch", "one")
    assert {30 < comparison.n < 90 for comparison in found.comparisons.values()} == {True}
    figures = json.loads((tmp_path / "mismatch" / "one" / METRICS_FILE).read_text())
    assert figures["comparisons"].keys() == {"vertical", "horizontal"}
    assert len(figures["pay_scale"]["percentiles"]) == 99


def test_too_few_answers_are_refused_and_leave_nothing(database: Engine, tmp_path: Path) -> None:
    keep(database, [answered(number) for number in range(199)])
    with database.connect() as connection, pytest.raises(TooFewAnswers, match="199"):
        refit_models(connection, tmp_path / "mismatch", "one")
    assert not (tmp_path / "mismatch").exists()


def test_the_command_refits_lists_and_rolls_back(database: Engine, tmp_path: Path) -> None:
    keep(database, [answered(number) for number in range(600)])
    environment = {"LMIS_DATA_DIR": str(tmp_path)}

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["train", *arguments], env=environment)
        assert result.exit_code == 0, result.output
        return result.output

    assert "promoted" in run()
    own = kept.running_version(tmp_path / "models" / "mismatch")
    assert own in run("--list")
    run("--rollback", kept.SHIPPED)
    assert kept.running_version(tmp_path / "models" / "mismatch") == kept.SHIPPED
    unknown = CliRunner().invoke(main, ["train", "--rollback", "none"], env=environment)
    assert unknown.exit_code == 1
    assert "none" in unknown.output


def test_a_promoted_model_that_was_changed_is_refused_at_the_start(tmp_path: Path) -> None:
    models = tmp_path / "mismatch"
    shutil.copytree(kept.directory_of(models, kept.SHIPPED), models / "own")
    kept.promote(models, "own")
    check_artefacts(tmp_path)
    (models / "own" / MODEL_FILE).write_bytes(b"something else")
    with pytest.raises(ModelRefused, match="SHA-256"):
        check_artefacts(tmp_path)
    shutil.rmtree(models / "own")
    with pytest.raises(ModelRefused, match="own"):
        check_artefacts(tmp_path)
