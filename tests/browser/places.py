"""Every page of reporting, and the figure the tests look for."""

from collections.abc import Mapping

from tests.browser.site import NEW, OLD

LANGUAGES = ("th", "en")
FIGURE = "/figures/graduate-outcomes/employment_rate?year=2025&region=TH-50"
DOUBT = "/doubts/new?table=graduate-outcomes&indicator=employment_rate&year=2025"
SCRIPT = "<script>alert(1)</script>"
PAGES: Mapping[str, str] = {
    # what is shown: its path
    "dashboard": "/",
    "dashboard, live": "/?release=live",
    "dashboard, narrowed": "/?year=2025&region=TH-50&level=6&field=06",
    "occupation": "/occupations/2512",
    "field": "/fields/06",
    "province": "/regions/TH-50",
    "institution": "/institutions/cmu",
    "search": "/search",
    "search, found": "/search?q=251",
    "search, a script": "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "methods": "/methods",
    "releases": "/releases",
    "release": f"/releases/{NEW}",
    "data": "/data",
    "data set": "/data/graduate-outcomes",
    "figure": FIGURE,
    "figure, two releases": f"{FIGURE}&against={OLD}",
    "doubt form": DOUBT,
    "doubts": "/doubts",
    "unknown page": "/nowhere",
    "unknown region": "/?region=XX",
}
