"""The changes of a release in words, made of what comparing two releases gives."""

from services.reporting.pages.changes import told
from services.reporting.pages.language import Reader
from services.reporting.publication.comparing import changes_between
from tests.support.published import a_data_set, a_publication, an_indicator

ENGLISH, THAI = Reader("en"), Reader("th")


def test_the_first_release_has_new_tables_only():
    lines = dict(told(changes_between(None, a_publication()), ENGLISH))
    assert lines == {"graduate-outcomes": "new table, 48 new cells"}


def test_figures_indicators_and_methods_that_changed_are_told_in_both_languages():
    before = a_publication()
    table = a_data_set(indicators=(an_indicator("employment_rate"), an_indicator("kappa")), seed=9)
    after = a_publication("2.0.0", table, method="indicators-3")
    changes = changes_between(before, after)
    lines = dict(told(changes, ENGLISH))
    assert lines["Method"] == "indicators-2 became indicators-3"
    assert "new indicators: kappa" in lines["graduate-outcomes"]
    assert "indicators gone: graduates, pay_p50" in lines["graduate-outcomes"]
    assert "figures revised" in lines["graduate-outcomes"]
    assert dict(told(changes, THAI)).keys() != lines.keys()


def test_equal_releases_have_nothing_to_tell():
    one, other = a_publication("1.0.0"), a_publication("1.0.1")
    assert list(told(changes_between(one, other), ENGLISH)) == []
