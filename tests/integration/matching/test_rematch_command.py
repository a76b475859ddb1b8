"""`lmis rematch`: what each graduate would be shown, for all of them at once."""

from pathlib import Path

import msgspec
from click.testing import CliRunner

from deploy.cli import main
from deploy.databases import migrate_all
from shared.db.engine import make_engine, transaction
from shared.settings import Settings
from tests.builders import a_graduate, a_survey, a_vacancy
from tests.integration.matching.test_markets import put


def test_every_graduates_best_open_vacancies_are_written(tmp_path: Path) -> None:
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path)})
    migrate_all(settings)
    engine = make_engine(settings.database("matching"))
    with transaction(engine) as connection:
        put(
            connection,
            a_graduate("a", level=6, home_region="TH-10"),
            a_graduate("b", level=3),
            a_graduate("studying", tracer=a_survey(status="studying")),
            a_vacancy("near", level_required=6, region="TH-10"),
            a_vacancy("far", level_required=6, region="TH-90"),
            a_vacancy("closed", level_required=6, closed_on="2025-02-01"),
        )
    engine.dispose()
    out = tmp_path / "matches.ndjson"
    arguments = ["rematch", "--top", "1", "--on", "2025-06-01", "--out", str(out)]
    done = CliRunner().invoke(main, arguments, env={"LMIS_DATA_DIR": str(tmp_path)})
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("2 graduates")
    lines = {line["graduate"]: line["vacancies"] for line in decoded(out)}
    assert lines["uni/a"] == [{"key": "firm/near", "score": 1.0, "coverage": 0.28}]
    assert set(lines) == {"uni/a", "uni/b"}
    assert [path.name for path in tmp_path.glob("matches*")] == [out.name]


def test_a_rematch_by_no_process_is_refused(tmp_path: Path) -> None:
    arguments = ["rematch", "--processes", "0", "--out", str(tmp_path / "matches.ndjson")]
    refused = CliRunner().invoke(main, arguments, env={"LMIS_DATA_DIR": str(tmp_path)})
    assert (refused.exit_code, "--processes" in refused.output) == (2, True)


def decoded(path: Path) -> list[dict[str, list[dict[str, object]]]]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
