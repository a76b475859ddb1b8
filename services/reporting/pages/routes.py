"""Every page there is, for the app to register."""

from flask_smorest import Blueprint

from services.reporting.pages import (
    doubts,
    figure_pages,
    methods,
    page,
    published_tables,
    release_pages,
    search,
)
from services.reporting.pages.entities import routes as entities
from services.reporting.window import Window

_PAGES = (
    page,
    search,
    entities,
    figure_pages,
    published_tables,
    methods,
    release_pages,
    doubts,
)
"""The dashboard first: the others use its templates and texts."""


def blueprints(window: Window) -> list[Blueprint]:
    """All pages for people; their calls for data are those of the API."""
    return [pages.blueprint(window) for pages in _PAGES]
