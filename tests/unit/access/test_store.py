"""Organisations and keys: who a key belongs to, from making to its end."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from shared.access import AccessStore, Caller, NewKey, Role, Scope, UnknownOrganisation
from shared.access.store import OrganisationExists, UnknownKey
from shared.access.tables import api_keys, metadata
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from tests.support.postgres import PostgresServer

POSTGRES = pytest.mark.postgres


class Clock:
    """A time that passes only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def postgres_access(postgres_server: PostgresServer) -> Iterator[str]:
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=POSTGRES)])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A database for all tests here: making one takes longer than most of them."""
    url = f"sqlite:///{tmp_path_factory.mktemp('access')}/access.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_access")
    engine = make_engine(url)
    upgrade(engine, "shared.access.migrations")
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine, clock: Clock) -> AccessStore:
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    store = AccessStore(engine, clock)
    store.add_organisation("cu", "จุฬาลงกรณ์มหาวิทยาลัย", Role.UNIVERSITY)
    return store


def works(store: AccessStore, key: NewKey) -> bool:
    return store.authenticate(key.text) is not None


def test_a_key_tells_the_organisation_and_its_role(store: AccessStore) -> None:
    key = store.issue_key("cu")
    caller = Caller("cu", "จุฬาลงกรณ์มหาวิทยาลัย", Role.UNIVERSITY, key.key_id, frozenset(Scope))
    assert store.authenticate(key.text) == caller


def test_the_key_itself_is_nowhere_in_the_database(store: AccessStore) -> None:
    key = store.issue_key("cu")
    with store.engine.connect() as connection:
        (row,) = connection.execute(select(api_keys)).all()
    assert key.text not in str(row)
    assert key.text.split("_", 2)[2] not in str(row)


def test_an_organisation_may_have_several_keys_and_lose_one(store: AccessStore) -> None:
    old, new = store.issue_key("cu"), store.issue_key("cu")
    assert store.revoke(old.key_id) is True
    assert store.revoke(old.key_id) is False
    assert store.authenticate(old.text) is None
    assert store.authenticate(new.text) is not None


def test_a_known_id_with_another_secret_is_nobody(store: AccessStore) -> None:
    key, other = store.issue_key("cu"), store.issue_key("cu")
    assert store.authenticate(f"lmis_{key.key_id}_{other.text.split('_', 2)[2]}") is None


@pytest.mark.parametrize("text", ["", "x", "lmis_\x00_x", "lmis_0123456789ab_x", "ก" * 100])
def test_nonsense_is_nobody(text: str, store: AccessStore) -> None:
    assert store.authenticate(text) is None


def test_the_list_shows_state_and_owner_and_no_key(store: AccessStore) -> None:
    first, second = store.issue_key("cu"), store.issue_key("cu")
    store.revoke(first.key_id)
    rows = {row.key_id: row for row in store.list_keys()}
    assert rows.keys() == {first.key_id, second.key_id}
    assert rows[first.key_id].revoked_at is not None
    assert rows[second.key_id].revoked_at is None
    assert rows[second.key_id].role is Role.UNIVERSITY


def test_a_key_needs_an_organisation(store: AccessStore) -> None:
    with pytest.raises(UnknownOrganisation):
        store.issue_key("nobody")
    assert store.revoke("nothing") is False


def test_registering_again_changes_nothing_and_another_role_is_refused(store: AccessStore) -> None:
    store.add_organisation("cu", "another name", Role.UNIVERSITY)
    key = store.issue_key("cu")
    caller = store.authenticate(key.text)
    assert caller is not None
    assert caller.name == "จุฬาลงกรณ์มหาวิทยาลัย"
    with pytest.raises(OrganisationExists):
        store.add_organisation("cu", "cu", Role.OPERATOR)


@pytest.mark.parametrize("organisation", ["", " ", "a/b", "/", "cu ", "c\x00u", "c\u200bu"])
def test_an_id_that_could_pass_for_another_ones_is_refused(
    organisation: str, store: AccessStore
) -> None:
    with pytest.raises(ValueError, match="an id has no slash"):
        store.add_organisation(organisation, "x", Role.UNIVERSITY)


def test_a_store_that_answers_can_be_pinged(store: AccessStore) -> None:
    store.ping()


def test_an_organisation_is_found_with_its_role(store: AccessStore) -> None:
    assert store.organisation("cu") == ("จุฬาลงกรณ์มหาวิทยาลัย", Role.UNIVERSITY)
    assert store.organisation("nobody") is None


def test_a_key_is_good_for_the_scopes_it_was_made_with(store: AccessStore) -> None:
    key = store.issue_key("cu", [Scope.RECORDS_WRITE, Scope.BATCHES_WRITE])
    caller = store.authenticate(key.text)
    assert caller is not None
    assert caller.scopes == {"records:write", "batches:write"}
    assert store.list_keys()[0].scopes == caller.scopes


def test_a_key_for_nothing_is_good_for_nothing(store: AccessStore) -> None:
    caller = store.authenticate(store.issue_key("cu", []).text)
    assert caller is not None
    assert caller.scopes == frozenset()


def test_a_key_ends_on_the_second_it_expires(store: AccessStore, clock: Clock) -> None:
    key = store.issue_key("cu", expires_at=clock.now + timedelta(days=1))
    clock.pass_(days=1, seconds=-1)
    assert works(store, key)
    clock.pass_(seconds=1)
    assert not works(store, key)


def test_the_zone_that_an_end_is_stated_in_does_not_matter(
    store: AccessStore, clock: Clock
) -> None:
    thai = datetime.fromisoformat("2026-03-01T20:00:00+07:00")  # 13:00 in UTC
    key = store.issue_key("cu", expires_at=thai)
    clock.pass_(minutes=59)
    assert works(store, key)
    clock.pass_(minutes=1)
    assert not works(store, key)


def test_a_replaced_key_works_until_the_grace_is_over(store: AccessStore, clock: Clock) -> None:
    old = store.issue_key("cu", [Scope.RECORDS_READ])
    new = store.rotate(old.key_id, timedelta(days=7))
    assert works(store, old)
    clock.pass_(days=7)
    assert not works(store, old)
    caller = store.authenticate(new.text)
    assert caller is not None
    assert (caller.organisation, caller.scopes) == ("cu", {"records:read"})
    rows = {row.key_id: row for row in store.list_keys()}
    assert rows[old.key_id].replaced_by == new.key_id
    assert rows[new.key_id].expires_at is None


def test_a_grace_does_not_lengthen_a_life_and_the_new_key_lives_as_long(
    store: AccessStore, clock: Clock
) -> None:
    old = store.issue_key("cu", expires_at=clock.now + timedelta(days=90))
    clock.pass_(days=88)
    new = store.rotate(old.key_id, timedelta(days=7))
    clock.pass_(days=2)
    assert not works(store, old)
    clock.pass_(days=88, seconds=-1)
    assert works(store, new)
    clock.pass_(seconds=1)
    assert not works(store, new)


def test_without_a_grace_the_old_key_ends_at_once(store: AccessStore) -> None:
    old = store.issue_key("cu")
    new = store.rotate(old.key_id, timedelta(0))
    assert not works(store, old)
    assert works(store, new)


def test_only_a_valid_key_that_was_not_replaced_is_replaced(
    store: AccessStore, clock: Clock
) -> None:
    revoked, replaced = store.issue_key("cu"), store.issue_key("cu")
    expired = store.issue_key("cu", expires_at=clock.now)
    store.revoke(revoked.key_id)
    store.rotate(replaced.key_id, timedelta(days=7))
    for key_id in (revoked.key_id, replaced.key_id, expired.key_id, "nothing"):
        with pytest.raises(UnknownKey):
            store.rotate(key_id, timedelta(days=7))
    assert len(store.list_keys()) == 4


def test_of_many_who_replace_a_key_at_once_one_does(store: AccessStore) -> None:
    key = store.issue_key("cu")

    def rotate(_: int) -> bool:
        try:
            store.rotate(key.key_id, timedelta(days=7))
        except UnknownKey:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(rotate, range(4))) == [False, False, False, True]
    assert len(store.list_keys()) == 2


def test_the_day_a_key_was_last_used_is_kept_and_no_more(store: AccessStore, clock: Clock) -> None:
    key = store.issue_key("cu")
    assert store.list_keys()[0].last_used_on is None
    for hours in (0, 5, 24):
        clock.pass_(hours=hours)
        assert works(store, key)
    assert store.list_keys()[0].last_used_on == "2026-03-02"


def test_a_failed_try_is_no_use_of_the_key(store: AccessStore) -> None:
    key = store.issue_key("cu")
    store.authenticate(key.text + "x")
    assert store.list_keys()[0].last_used_on is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_caller_gets_in_where_services_may_only_read(
    store: AccessStore, caplog: pytest.LogCaptureFixture
) -> None:
    key = store.issue_key("cu")
    readers = AccessStore(
        make_engine(f"sqlite:///file:{store.engine.url.database}?mode=ro&uri=true")
    )
    with caplog.at_level(logging.WARNING):
        assert [readers.authenticate(key.text) is not None for _ in range(3)] == [True] * 3
    assert len(caplog.records) == 1  # tried once a day, not with each request
    readers.engine.dispose()
