"""Every upload page there is, for the app to register."""

from flask_smorest import Blueprint

from services.ingestion.batches import Batches
from services.ingestion.pages import columns, entering, upload, uploads
from shared.settings import Settings


def blueprints(batches: Batches, settings: Settings) -> list[Blueprint]:
    """All pages for people; the first has the templates and texts of the others."""
    entrance = entering.blueprint(settings.upload_secret(), is_demonstration=settings.demonstration)
    return [entrance, *(pages.blueprint(batches) for pages in (uploads, columns, upload))]
