"""`lmis recode`: what would change is said first, and what was said before is kept."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import main
from deploy.databases import migrate_all
from services.matching.tables import former_assessments
from shared.db.engine import make_engine
from shared.settings import Settings
from tests.builders import a_vacancy
from tests.integration.matching.shop import Shop
from tests.unit.matching.fakes import coders


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path)})
    migrate_all(made)
    return made


def lmis(settings: Settings, arguments: Sequence[str]) -> str:
    done = CliRunner().invoke(main, arguments, env={"LMIS_DATA_DIR": settings.data_dir})
    assert done.exit_code == 0, done.output
    return done.output


def test_records_coded_by_older_coders_are_compared_then_re_coded(settings: Settings) -> None:
    engine = make_engine(settings.database("matching"))
    shop = Shop(engine, coders(titles={"แพทย์": "5321"}))
    shop.take(a_vacancy(title="แพทย์"), a_vacancy("v2", occupation="2221"))
    compared = lmis(settings, ["recode", "--dry-run"])
    assert "2 records, of which 2 would be assessed otherwise" in compared
    assert "5321" in compared
    assert shop.vacancy("firm/v1").occupation.code == "5321"
    assert "of which 2 were assessed otherwise" in lmis(settings, ["recode"])
    code = shop.vacancy("firm/v1").occupation.code
    assert code is not None
    assert code.startswith("221")
    assert "of which 0 were assessed otherwise" in lmis(settings, ["recode"])
    assert len(shop.rows(former_assessments)) == 2
    engine.dispose()
