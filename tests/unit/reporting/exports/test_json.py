"""JSON: cells with their figures, as a query tells them."""

import json

from services.reporting.exports.json import to_json
from tests.unit.reporting.exports.extracts import a_part, expected


def test_every_figure_stands_under_its_cell_and_indicator():
    extract = a_part()
    told = json.loads(to_json(extract))
    found = {
        (*result["cell"].values(), name): figure
        for result in told["results"]
        for name, figure in result["figures"].items()
    }
    for key, figure in expected(extract).items():
        stated = {"confidence": 0.9, **vars(figure)}
        del stated["indicator"]
        assert found.pop(key) == stated
    assert not found


def test_what_holds_for_all_figures_is_said_once():
    told = json.loads(to_json(a_part()))
    assert (told["data_set"], told["version"], told["provisional"], told["synthetic"]) == (
        "graduate-outcomes", "1.2.0", False, True,
    )  # fmt: skip
