"""What was kept before assessments counted revisions goes on in the new numbering."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from services.matching.app import MIGRATIONS
from services.matching.outbox import AssessmentOutbox
from services.matching.tables import vacancies
from shared.contracts import assessment_version
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade

ROW = (
    "INSERT INTO vacancies (key, version, published_version, correlation_id)"
    " VALUES (:key, :version, :published, '')"
)


def test_versions_are_brought_over_and_what_was_told_stays_told(database_url: str) -> None:
    engine = make_engine(database_url)
    config = Config()
    config.set_main_option("script_location", str(files(MIGRATIONS)))
    with transaction(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for key, version, published in (("told", 7, 7), ("untold", 7, 6)):
            row = {"key": key, "version": version, "published": published}
            connection.execute(text(ROW), row)
    upgrade(engine, MIGRATIONS)
    [waiting] = AssessmentOutbox(engine, vacancies).unpublished(10)
    assert (waiting.key, waiting.version) == ("untold", assessment_version(7))
    engine.dispose()
