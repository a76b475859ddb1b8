"""The eight views of the dashboard: from a scene, what is to be seen and said."""

from collections.abc import Mapping

from services.reporting.pages.panel import View
from services.reporting.pages.views import headline

VIEWS: Mapping[str, View] = {
    "headline": headline.view,
}
