"""Every page there is, for the app to register."""

from flask_smorest import Blueprint

from services.reporting.pages import page
from services.reporting.window import Window


def blueprints(window: Window) -> list[Blueprint]:
    """The dashboard first: the others use its templates and texts."""
    return [page.blueprint(window)]
