"""Organisations and keys: who a key belongs to, from making to revoking."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from shared.access import AccessStore, Caller, Role, UnknownOrganisation
from shared.access.store import OrganisationExists, api_keys
from shared.db.engine import make_engine
from shared.db.migrate import upgrade


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AccessStore]:
    url = f"sqlite:///{tmp_path}/access.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    store = AccessStore(make_engine(url))
    upgrade(store.engine, "shared.access.migrations")
    store.add_organisation("cu", "จุฬาลงกรณ์มหาวิทยาลัย", Role.UNIVERSITY)
    yield store
    store.engine.dispose()


def test_a_key_tells_the_organisation_and_its_role(store: AccessStore) -> None:
    key = store.issue_key("cu")
    assert store.authenticate(key.text) == Caller("cu", "จุฬาลงกรณ์มหาวิทยาลัย", Role.UNIVERSITY)


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
