"""The deployment's own answers make a model of its own, when they say something new."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from deploy.cli import main
from services.matching import store
from services.matching.app import MIGRATIONS, create_app
from services.matching.brain import check_artefacts
from services.matching.mismatch import GraduateJudge, ModelRefused, artefact, held_job, kept
from services.matching.mismatch.artefact import METRICS_FILE, MODEL_DIRECTORY, MODEL_FILE
from services.matching.pairs import as_coded
from services.matching.refitting import TooFewAnswers, refit_models
from services.matching.worker import workers
from shared.bus.memory import MemoryLog
from shared.contracts import AssessedGraduate, Pay
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from shared.settings import Settings
from tests.builders import a_graduate, a_survey, an_assessed_graduate


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    engine = make_engine(f"sqlite:///{tmp_path / 'matching.db'}")
    upgrade(engine, MIGRATIONS)
    return engine


def answered(
    number: int, relation_asked: bool = True, pay: float | None = None, **facts: object
) -> AssessedGraduate:
    """Programmers who program; every third of them calls the job unrelated."""
    amount = pay or 15_000 + number
    survey = a_survey(
        job_relation=("close" if number % 3 else "none") if relation_asked else None,
        level_required=6,
        pay=Pay(low=amount, high=amount),
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


def test_one_dimension_promoted_leaves_the_other_as_it_was(
    database: Engine, tmp_path: Path
) -> None:
    graduates = [answered(number, relation_asked=False) for number in range(600)]
    keep(database, graduates)
    models = tmp_path / "mismatch"
    with database.connect() as connection:
        found = refit_models(connection, models, "one")
    assert found.promoted
    assert found.comparisons.keys() == {"vertical"}
    before, after = (GraduateJudge.load(path) for path in (MODEL_DIRECTORY, models / "one"))
    facts = [held_job(as_coded(graduate)) for graduate in graduates[::20]]
    changed = {
        was.dimension
        for one, another in zip(before.judge_facts(facts), after.judge_facts(facts), strict=True)
        for was, now in zip(one, another, strict=True)
        if was != now
    }
    assert changed == {"vertical"}
    assert after.score_deciles["horizontal"] == before.score_deciles["horizontal"]


def test_drift_is_measured_from_the_scores_of_the_model_that_runs(
    database: Engine, tmp_path: Path
) -> None:
    graduates = [answered(number) for number in range(300)]
    keep(database, graduates)
    with database.connect() as connection:
        found = refit_models(connection, tmp_path / "mismatch", "one")
    assert found.comparisons["vertical"].is_better
    judge = GraduateJudge.load(tmp_path / "mismatch" / "one")
    judged = judge.judge([as_coded(graduate) for graduate in graduates])
    scores = [a.probability for answers in judged for a in answers if a.dimension == "vertical"]
    below = [score < judge.score_deciles["vertical"][4] for score in scores if score is not None]
    assert 0.3 < sum(below) / len(below) < 0.7


def test_the_pay_of_persons_held_out_is_on_no_scale(database: Engine, tmp_path: Path) -> None:
    graduates = [answered(number) for number in range(300)]
    rich = [
        answered(number, pay=900_000) if held_out(graduate) else graduate
        for number, graduate in enumerate(graduates)
    ]
    assert rich != graduates
    keep(database, rich)
    with database.connect() as connection:
        refit_models(connection, tmp_path / "mismatch", "one")
    found = artefact.read(tmp_path / "mismatch" / "one").dimensions["horizontal"].pay_scale
    assert found is not None
    assert max(found.amounts) < 16_000


def held_out(graduate: AssessedGraduate) -> bool:
    return hashlib.sha256(graduate.record.key.encode()).digest()[0] % 5 == 0


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


def test_neither_app_nor_worker_starts_with_a_changed_model(tmp_path: Path) -> None:
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path)})
    models = settings.models() / "mismatch"
    shutil.copytree(kept.directory_of(models, kept.SHIPPED), models / "own")
    kept.promote(models, "own")
    (models / "own" / MODEL_FILE).write_bytes(b"something else")
    with pytest.raises(ModelRefused, match="SHA-256"):
        create_app(settings, MemoryLog())
    with pytest.raises(ModelRefused, match="SHA-256"):
        workers(settings, MemoryLog(), CollectorRegistry())
