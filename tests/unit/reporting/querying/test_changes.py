"""What a release changed of a data set, out of the release's list of changes."""

from services.reporting.publication.shelf import ReleaseEntry
from services.reporting.querying.changes import changes_of, releases_with


def entry(version, since, **tables):
    return ReleaseEntry(
        version=version, issued="2026-11-23", digest="", synthetic=True, positions={},
        changes={"since": since, "methods": {}, "data_sets": tables},
    )  # fmt: skip


RELEASES = [
    entry("1.1.1", "1.1.0", outcomes={"change": "changed", "figures_revised": 7}),
    entry("1.1.0", "1.0.0", vacancies={"change": "added", "cells_new": 12}),
    entry("1.0.0", None, outcomes={"change": "added", "cells_new": 30}),
]


def test_changes_name_the_release_before_and_count_what_was_revised():
    assert changes_of(RELEASES[0], "outcomes") == {
        "data_set": "outcomes",
        "version": "1.1.1",
        "since": "1.1.0",
        "methods": {},
        "change": "changed",
        "figures_revised": 7,
    }
    assert changes_of(RELEASES[0], "vacancies")["change"] == "unchanged"


def test_a_data_set_is_in_the_releases_since_it_was_added():
    def versions(name):
        return [found.version for found in releases_with(RELEASES, name)]

    assert versions("vacancies") == ["1.1.1", "1.1.0"]
    assert versions("outcomes") == ["1.1.1", "1.1.0", "1.0.0"]
