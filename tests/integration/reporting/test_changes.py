"""The feed of changes: every release in order, once, and from where one left off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from services.reporting.publication.shelf import ReleaseEntry
from tests.integration.reporting.notices import Notices, faults, open_notices
from tests.integration.reporting.watching import a_release
from tests.support.published import ShelfOf


class Published(ShelfOf):
    """A shelf that more releases can be put on."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[ReleaseEntry] = []

    def publish(self, version: str, **of_data_sets: Any) -> None:
        release = a_release(version, 3.0)
        self._entries.insert(
            0,
            ReleaseEntry(
                version=version,
                issued=release.issued,
                digest=version[0] * 64,
                synthetic=True,
                positions={},
                changes={"data_sets": of_data_sets} if of_data_sets else {},
            ),
        )

    def releases(self) -> Sequence[ReleaseEntry]:
        return self._entries


@dataclass
class Feed:
    notices: Notices
    shelf: Published

    def since(self, cursor: str | None = None, limit: int = 100) -> dict[str, Any]:
        path = f"changes?limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        answer = self.notices.get("", path)
        assert answer.status_code == 200
        found: dict[str, Any] = answer.get_json()
        return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notices]:
    with open_notices(tmp_path_factory.mktemp("notices")) as opened:
        yield opened


@pytest.fixture
def feed(office: Notices) -> Feed:
    shelf = Published()
    office.begin(shelf)
    return Feed(office, shelf)


def names(found: dict[str, Any]) -> list[str]:
    return [f"{c['version']} {c['kind']} {c.get('data_set', '')}".strip() for c in found["changes"]]


def test_releases_and_their_data_sets_come_oldest_first(feed: Feed) -> None:
    feed.shelf.publish("1.0.0", skills={"change": "added"})
    feed.shelf.publish("1.1.0", skills={"revised_figures": 7}, shortage={"change": "removed"})
    found = feed.since()
    assert names(found) == [
        "1.0.0 release_published",
        "1.0.0 data_set_added skills",
        "1.1.0 release_published",
        "1.1.0 data_set_changed skills",
        "1.1.0 data_set_removed shortage",
    ]
    assert found["changes"][3]["changes"] == {"revised_figures": 7}
    assert found["changes"][0]["digest"] == "1" * 64
    assert found["more"] is False


def test_the_cursor_leads_on_without_gap_or_repeat(feed: Feed) -> None:
    for minor in range(4):
        feed.shelf.publish(f"1.{minor}.0", skills={"revised_figures": minor})
    whole = names(feed.since())
    pieces: list[str] = []
    cursor, more = None, True
    while more:
        found = feed.since(cursor, limit=3)
        pieces += names(found)
        cursor, more = found["cursor"], found["more"]
    assert pieces == whole
    assert feed.since(cursor) == {"changes": [], "cursor": cursor, "more": False}
    feed.shelf.publish("2.0.0")
    assert names(feed.since(cursor)) == ["2.0.0 release_published"]


def test_nothing_new_is_answered_in_one_line(feed: Feed) -> None:
    feed.shelf.publish("1.0.0")
    tag = feed.notices.get("", "changes").headers["ETag"]
    ask = {"headers": {"If-None-Match": tag}}
    again = feed.notices.client.get("/v1/changes", **ask)  # type: ignore[arg-type]
    assert (again.status_code, again.data) == (304, b"")
    feed.shelf.publish("1.1.0")
    assert feed.notices.client.get("/v1/changes", **ask).status_code == 200  # type: ignore[arg-type]


def test_before_the_first_release_the_feed_is_empty(feed: Feed) -> None:
    assert feed.since() == {"changes": [], "cursor": None, "more": False}


@pytest.mark.parametrize("cursor", ["x", "ก", "MS4wLjAgOQ", "'; --", "A" * 5000])
def test_a_cursor_that_was_never_given_out_is_refused(feed: Feed, cursor: str) -> None:
    feed.shelf.publish("1.0.0")
    answer = feed.notices.client.get("/v1/changes", query_string={"cursor": cursor})
    assert (answer.status_code, faults(answer)) == (422, {"?cursor": "bad_cursor"})
    none = feed.notices.client.get("/v1/changes", query_string={"limit": 0})
    assert faults(none) == {"?limit": "out_of_range"}
