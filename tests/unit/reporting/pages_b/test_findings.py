"""What views 5 to 8 say: only what the figures bear out, in both languages."""

import pytest

from services.reporting.data_sets import Publication
from services.reporting.pages.choice import Choice
from services.reporting.pages.language import Reader
from services.reporting.pages.programmes import largest
from services.reporting.pages.scene import Scene
from services.reporting.pages.views import programmes, shortage, skills, trend
from shared.web.language import Language
from tests.support.whole_publication import OCCUPATIONS, a_whole_publication, set_figure

VIEWS = {"trend": trend, "skills": skills, "programmes": programmes, "shortage": shortage}


def a_scene(
    publication: Publication | None = None, language: Language = "en", **chosen: str
) -> Scene:
    return Scene(
        publication or a_whole_publication(),
        Choice(**chosen),
        Reader(language),
        ["1.0.0"],
        "https://lmis.example/reporting",
        "https://lmis.example/reporting/",
    )


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", VIEWS)
def test_each_view_has_all_its_parts_in_both_languages(name, language):
    panel = VIEWS[name].view(a_scene(language=language))
    other = VIEWS[name].view(a_scene(language="en" if language == "th" else "th"))
    assert panel.id == name
    for part in ("question", "finding", "about"):
        assert getattr(panel, part)
        assert getattr(panel, part) != getattr(other, part)
    assert panel.quality
    assert panel.notes
    for table in panel.tables:
        assert table.caption != table.head
        for line in table.lines:
            assert len(line.cells) == len(table.columns)
    assert set(panel.source.indicators) <= set(
        a_whole_publication().data_sets[panel.source.data_set].definition.position
    )


def with_gaps(gaps: dict[str, float]) -> Publication:
    publication = a_whole_publication()
    for skill, gap in gaps.items():
        for name, value in (("share_gap", gap), ("demand_share", 20 + gap), ("supply_share", 20)):
            set_figure(publication.data_sets["skills"], name, value, skill=skill)
    return publication


def test_skills_stand_by_the_width_of_their_gap_and_only_sure_ones_are_named():
    scene = a_scene(with_gaps({"python": 0.5, "welding": 6, "nursing": -4}))
    panel = skills.view(scene)
    assert [line.label for line in panel.tables[0].lines] == ["welding", "python", "nursing"]
    assert panel.finding == "Asked for more often than graduates show it: welding"


def test_no_skill_is_said_to_be_lacking_when_every_interval_holds_zero():
    scene = a_scene(with_gaps({"python": 0.5, "welding": 0.2, "nursing": -0.4}))
    assert "No skill" in skills.view(scene).finding


def test_programmes_are_best_paid_first_and_hidden_pay_says_so():
    publication = a_whole_publication()
    table = publication.data_sets["programme-outcomes"]
    for institution, pay in (("cmu", 18_000), ("kku", 25_000)):
        for name, value in (("graduates", 100), ("pay_p25", pay - 3000), ("pay_p50", pay)):
            set_figure(table, name, value, institution=institution, field="06")
    found = largest(table, "_T", "_T", "_T")
    paid = [programme.pay for programme in found.shown]
    known = [pay for pay in paid if pay is not None]
    assert known == sorted(known, reverse=True)
    assert paid == known + [None] * (len(paid) - len(known))
    assert len(found.shown) + found.more + found.hidden == 4
    texts = [
        cell.text for line in programmes.view(a_scene()).tables[0].lines for cell in line.cells
    ]
    assert "hidden" in texts


def test_programmes_of_a_field_are_those_of_its_parts():
    table = a_whole_publication().data_sets["programme-outcomes"]
    codes = {one.field.code for one in largest(table, "2024", "6", "06").shown}
    assert codes == {"061"}
    assert {one.field.code for one in largest(table, "_T", "_T", "0613").shown} <= {"0613"}


def test_occupations_are_ranked_at_the_finest_detail_that_has_enough_of_them():
    publication = a_whole_publication()
    table = publication.data_sets["shortage"]
    for i, code in enumerate(OCCUPATIONS[1:]):
        set_figure(table, "shortage_index", i - 3.0, occupation=code)
    found = shortage.hardest(table)
    values = [one.index.value or 0.0 for one in found]
    assert values == sorted(values, reverse=True)
    assert {len(one.occupation.code) for one in found} == {2}, "three unit groups are too few"
    assert shortage.view(a_scene(publication)).finding.startswith("Hardest to fill: ")


def test_no_occupation_below_the_mean_is_called_hard_to_fill():
    publication = a_whole_publication()
    for code in OCCUPATIONS[1:]:
        set_figure(publication.data_sets["shortage"], "shortage_index", -1.0, occupation=code)
    assert shortage.view(a_scene(publication)).finding == "No occupation stands out as hard to fill"


def test_a_province_is_shown_with_the_market_of_its_region_and_says_so():
    panel = trend.view(a_scene(region="TH-50"))
    assert panel.source.codes["region"] == ["north"]
    assert "region" in panel.unfiltered
    assert trend.view(a_scene(region="north")).unfiltered == ""
