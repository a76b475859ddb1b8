"""The eight views of the dashboard: from a scene, what is to be seen and said."""

from collections.abc import Mapping

from services.reporting.pages.panel import View
from services.reporting.pages.views import (
    fields,
    flows,
    headline,
    programmes,
    provinces,
    shortage,
    skills,
    trend,
)

VIEWS: Mapping[str, View] = {
    "headline": headline.view,
    "provinces": provinces.view,
    "fields": fields.view,
    "flows": flows.view,
    "trend": trend.view,
    "skills": skills.view,
    "programmes": programmes.view,
    "shortage": shortage.view,
}
