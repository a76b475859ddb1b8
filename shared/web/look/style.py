"""The style sheet and the letters of all pages, served by each app that has pages."""

from flask import Blueprint, Flask

from shared.web.access import public

_STYLE = Blueprint("look", __name__, static_folder="static", static_url_path="/look")


def dress(app: Flask) -> None:
    """Serve /look/look.css and its fonts; templates find it as `look.static`."""
    app.register_blueprint(_STYLE)
    public(app.view_functions["look.static"])
