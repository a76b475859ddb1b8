"""What the views say in one line, and that they say no more than the figures bear out."""

import pytest

from services.reporting.data_sets import DataSet, Figure
from services.reporting.pages.views import fields, flows, headline, provinces
from tests.support.published import a_data_set, an_indicator
from tests.unit.reporting.pages.scenes import a_balance, a_scene, put


@pytest.fixture
def balance() -> DataSet:
    return a_balance()


def test_fields_clearly_off_balance_are_named_and_others_are_not(balance: DataSet):
    put(balance, "share_gap", 5.0, field="06")
    put(balance, "share_gap", -4.0, field="04")
    put(balance, "share_gap", 0.5, field="01")
    scene = a_scene(balance)
    gaps = fields.by_gap(scene)
    assert [code for code, _ in gaps] == ["04", "01", "06"]
    found = fields.finding(scene, gaps)
    assert found == "ICT: wanted more than taught; Business & law: taught more than wanted"


def test_no_field_is_named_where_every_interval_holds_zero(balance: DataSet):
    for code in ("01", "04", "06"):
        put(balance, "share_gap", 0.5, field=code)
    scene = a_scene(balance)
    assert "No field" in fields.finding(scene, fields.by_gap(scene))


def test_provinces_short_of_jobs_are_counted_without_those_hidden(balance: DataSet):
    put(balance, "openings_per_100_graduates", 40.0, region="TH-10")
    put(balance, "openings_per_100_graduates", 180.0, region="TH-50")
    put(balance, "openings_per_100_graduates", None, region="TH-57")
    scene = a_scene(balance)
    shown = provinces.provinces(scene)
    figures = {
        m.code: scene.figure("field-balance", provinces.INDICATOR, region=m.code) for m in shown
    }
    found = provinces.finding(scene, figures)
    assert found == "Provinces with fewer jobs than graduates: 1, with more: 1"


def test_a_region_shows_its_own_provinces(balance: DataSet):
    codes = [member.code for member in provinces.provinces(a_scene(balance, region="north"))]
    assert codes == ["TH-50", "TH-57"]


@pytest.mark.parametrize(
    ("low", "value", "high", "look"),
    [
        (80, 90, 99, "surplus"),
        (95, 101, 108, "balance"),
        (101, 120, 140, "shortage"),
        (None, 96, None, "balance"),
        (None, 90, None, "surplus"),
        (None, 110, None, "shortage"),
        (None, None, None, "none"),
    ],
)
def test_balance_is_called_only_as_far_as_the_interval_tells(
    low: float | None, value: float | None, high: float | None, look: str
):
    assert headline.look_of(Figure("openings_per_100_graduates", "ok", value, low, high)) == look


def test_a_change_inside_the_intervals_is_no_change():
    before = Figure("employment_rate", "ok", 70.0, 65.0, 75.0)
    assert headline.overlapping(before, Figure("employment_rate", "ok", 74.0, 69.0, 79.0))
    assert not headline.overlapping(before, Figure("employment_rate", "ok", 85.0, 80.0, 90.0))


def a_flow(field: str, below: Figure | None) -> flows.Flow:
    return flows.Flow(field, f"field {field}", shares=(), below=below)


def test_fields_are_called_under_used_only_above_half_with_the_whole_interval():
    scene = a_scene(a_data_set("graduate-outcomes", indicators=(an_indicator("over_normative_b"),)))
    low, high = Figure("over_normative_b", "ok", 52.0, 48, 56), Figure("o", "ok", 60.0, 55, 65)
    assert flows.finding(scene, [a_flow("01", low), a_flow("04", high)]).endswith(": field 04")
    most = flows.finding(scene, [a_flow("01", None), a_flow("06", low)])
    assert most == "52.0% of those in work are below their level in field 06, the most under-used"
    alone = flows.finding(scene, [a_flow("06", low)])
    assert alone == "52.0% of those in work are below their level in field 06"
    assert "cannot be told" in flows.finding(scene, [a_flow("01", None)])
