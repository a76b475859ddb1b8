"""`lmis taxonomy`: an ESCO release imported, put to use, and kept records re-coded under it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import main
from deploy.databases import migrate_all
from services.matching import former, store
from services.matching.brain import with_titles_of
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.taxonomy import releases
from tests.builders import a_vacancy
from tests.integration.matching.shop import Shop
from tests.unit.matching.fakes import coders
from tests.unit.taxonomy.bundles import a_bundle


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    yield Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path / "var")})
    releases.serve(tmp_path / "no releases")


def lmis(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"LMIS_DATA_DIR": settings.data_dir})


def imported(settings: Settings, directory: Path) -> str:
    done = lmis(settings, "taxonomy", "import", *map(str, a_bundle(directory)))
    assert done.exit_code == 0, done.output
    assert "relations: 5" in done.output
    return "esco-9.9.1"


def test_records_are_re_coded_under_a_release_and_old_assessments_stay_comparable(
    settings: Settings, tmp_path: Path
) -> None:
    migrate_all(settings)
    engine = make_engine(settings.database("matching"))
    shop = Shop(engine, coders())
    shop.take(a_vacancy(title="Coffee whisperer", skills=("talk to beans",)))
    assert shop.vacancy("firm/v1").skills == ()
    name = imported(settings, tmp_path)
    assert lmis(settings, "taxonomy", "use", name).exit_code == 0
    release = releases.serve(settings.taxonomies())
    assert release is not None
    recoder = Shop(engine, with_titles_of(release, coders())).recoder
    assert recoder.everything(lambda _: None).renewed == 1
    found = shop.vacancy("firm/v1")
    assert (found.skills, found.revision) == (("s1",), 1)
    assert found.occupation.code == "7515"
    assert found.versions["skills"].startswith("ESCO 9.9.1 (")
    assert "titles of ESCO 9.9.1" in found.versions["occupation_coder"]
    with engine.connect() as connection:
        [was] = former.of_record(connection, store.vacancies, "firm/v1")
    assert was["versions"]["skills"].startswith("ESCO 1.1.1;")
    engine.dispose()


def test_releases_are_listed_chosen_and_left_again(settings: Settings, tmp_path: Path) -> None:
    name = imported(settings, tmp_path)
    assert "again" not in lmis(settings, "taxonomy", "list").output
    again = lmis(settings, "taxonomy", "import", *map(str, a_bundle(tmp_path)))
    assert (again.exit_code, "imported before" in again.output) == (1, True)
    lmis(settings, "taxonomy", "use", name)
    assert releases.in_use(settings.taxonomies()) == name
    assert name in lmis(settings, "taxonomy", "list").output
    lmis(settings, "taxonomy", "use", "committed")
    assert releases.in_use(settings.taxonomies()) is None
    unknown = lmis(settings, "taxonomy", "use", "esco-0.0")
    assert (unknown.exit_code, "no release of that name" in unknown.output) == (1, True)


def test_nothing_starts_on_a_release_that_was_touched(settings: Settings, tmp_path: Path) -> None:
    name = imported(settings, tmp_path)
    lmis(settings, "taxonomy", "use", name)
    (settings.taxonomies() / name / releases.SKILLS).write_bytes(b"")
    for command in ("serve", "recode"):
        refused = lmis(settings, command)
        assert (refused.exit_code, "not what was imported" in refused.output) == (1, True)
    assert "not whole" in lmis(settings, "taxonomy", "list").output
    assert lmis(settings, "taxonomy", "use", "committed").exit_code == 0


def test_a_wrong_zip_is_refused_in_one_sentence(settings: Settings, tmp_path: Path) -> None:
    wrong = tmp_path / "v1.2 wrong.zip"
    wrong.write_bytes(b"no zip at all")
    refused = lmis(settings, "taxonomy", "import", str(wrong))
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: v1.2 wrong.zip: ")
    unnamed = tmp_path / "wrong.zip"
    unnamed.write_bytes(b"")
    assert "give --version" in lmis(settings, "taxonomy", "import", str(unnamed)).output
