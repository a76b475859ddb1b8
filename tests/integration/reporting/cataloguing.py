"""An app with nothing but the catalogue, over a shelf of small releases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

from services.reporting.api import catalogue, ckan
from services.reporting.api.listed import Listed
from services.reporting.catalogue.listing import Addresses, Listing, Publisher, listing
from shared.access import AccessStore
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.web.app import Service, close_app, make_app
from tests.support.published import ShelfOf, a_data_set, a_publication

PUBLISHER = Publisher("กระทรวงแรงงาน", "statistics@example.go.th")
VERSIONS = ("1.0.0", "1.1.0", "2.0.0")
AT = Addresses("http://localhost/reporting")


def a_shelf() -> ShelfOf:
    """Three releases; the table of skills is new in the last."""
    outcomes, skills = a_data_set(), a_data_set("skills", seed=2)
    older = [a_publication(version, outcomes) for version in VERSIONS[:-1]]
    files = {(version, "data/graduate-outcomes.parquet"): b"PAR1" for version in VERSIONS}
    files[VERSIONS[-1], "data/skills.parquet"] = b"PAR1"
    return ShelfOf(*older, a_publication(VERSIONS[-1], outcomes, skills), files=files)


def a_listing() -> Listing:
    return listing(a_shelf(), PUBLISHER)


@contextmanager
def a_client(shelf: ShelfOf, directory: Path) -> Iterator[FlaskClient]:
    access = AccessStore(make_engine(f"sqlite:///{directory / 'access.db'}"))
    listed = Listed(shelf, PUBLISHER)
    routes = [catalogue.blueprint(listed), ckan.blueprint(listed)]
    service = Service("reporting", "LMIS reporting", "1", routes, access)
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(directory)})
    app = make_app(service, settings)
    yield app.test_client()
    close_app(app)
