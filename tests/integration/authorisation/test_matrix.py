"""Every route, every role, every state of a key, one's own and others' things: who gets what.

Generated from the OpenAPI documents: a new route is taken in by itself, and when it names a kind of
thing that `owned.py` does not know, the test says what to add there.
"""

from collections.abc import Iterator

import pytest

from shared.access import Role, Scope
from shared.settings import SERVICES
from tests.integration.authorisation.document import Operation
from tests.integration.authorisation.house import House, neighbour, open_house, owner
from tests.integration.authorisation.making import Make
from tests.integration.authorisation.owned import (
    NAMED_BY_WHO_ASKS,
    NOT_FOUND_BY_ITS_OWNER,
    QUERY,
    REQUESTS,
    made_by,
)

ADD = "add to tests/integration/authorisation/owned.py"
PROBLEM = "urn:lmis:problem:"


@pytest.fixture(scope="module", params=SERVICES)
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with open_house(request.param, tmp_path_factory.mktemp(request.param)) as opened:
        yield opened


def test_every_caller_is_answered_as_the_document_says(house: House) -> None:
    assert [fault for operation in house.operations for fault in answers(house, operation)] == []


def answers(house: House, operation: Operation) -> Iterator[str]:
    """Callers who are answered otherwise than the operation's roles and scopes promise."""
    for who, key, expected in expectations(house, operation):
        answer = house.ask(key, operation)
        is_problem = answer.status_code >= 400 and answer.is_json
        kind = answer.json["type"].removeprefix(PROBLEM) if is_problem else "welcome"
        refused = {"unauthenticated", "forbidden", "insufficient-scope"}
        if (kind if kind in refused else "welcome") != expected or answer.status_code >= 500:
            yield f"{operation.name} answers {who} {answer.status_code} {kind}, not {expected}"


def expectations(house: House, operation: Operation) -> Iterator[tuple[str, str | None, str]]:
    """Each caller, the key, and how the caller is to be received."""
    closed = "welcome" if operation.is_public else "unauthenticated"
    yield "without a key", None, closed
    yield "with a key that never was", "lmis_000000000000_x", closed
    for state, key in house.dead_keys.items():
        yield f"with a key that is {state}", key, closed
    for role in () if operation.is_public else Role:
        name, full = owner(role), house.key(owner(role))
        is_allowed = role in operation.roles
        yield name, full, "welcome" if is_allowed else "forbidden"
        if is_allowed:
            others = frozenset(Scope) - operation.scopes
            yield f"{name} (scope)", house.key(name, operation.scopes), "welcome"
            yield f"{name} (other scopes)", house.key(name, others), "insufficient-scope"


def test_every_closed_route_states_roles_and_one_scope(house: House) -> None:
    for operation in house.operations:
        if not operation.is_public:
            assert operation.roles <= set(Role), operation.name
            assert operation.roles, operation.name
            assert len(operation.scopes & set(Scope)) == 1, operation.name


def test_what_belongs_to_others_is_not_there(house: House) -> None:
    faults = []
    for operation in house.operations:
        if "{" in operation.path and operation.owners:
            make = made_by(house.service, operation)
            if make is None:
                faults.append(f"{operation.name}: {ADD} how to make what the path names: OWNED")
            else:
                faults += intrusions(house, operation, make)
    assert faults == []


def intrusions(house: House, operation: Operation, make: Make) -> Iterator[str]:
    """Organisations that learn of another's thing, or an owner who doesn't find the own one."""
    request = REQUESTS.get(operation.name, {})
    for role in operation.owners:
        path = operation.filled(make(house, owner(role)))
        for intruder in intruders(operation, role):
            key = house.key(intruder)
            found = house.ask(key, operation, path, **request)
            missing = house.ask(key, operation, operation.filled("987654321"), **request)
            if found.status_code != 404 or told(found) != told(missing):
                yield f"{operation.name} answers {intruder} {found.status_code}: {found.text}"
        own = house.ask(house.key(owner(role)), operation, path, **request)
        is_served = own.status_code < 500 and own.status_code not in (401, 403, 404, 405, 415)
        if not is_served and not excused(operation):
            yield f"{operation.name} answers its owner {own.status_code}; {ADD}: REQUESTS"


def intruders(operation: Operation, role: Role) -> list[str]:
    """Who else may call the operation, and is not to find what an owner of the role has."""
    if operation.name in NAMED_BY_WHO_ASKS:
        return []
    return [neighbour(role), *(owner(other) for other in operation.owners if other is not role)]


def told(answer: object) -> dict[str, object]:
    """What an answer says, but for what differs between any two."""
    body = getattr(answer, "json", None) or {}
    return {name: body[name] for name in body if name not in ("instance", "correlation_id")}


def excused(operation: Operation) -> bool:
    return operation.name in NOT_FOUND_BY_ITS_OWNER


def test_lists_hold_nothing_of_others(house: House) -> None:
    lists = [o for o in house.operations if o.method == "GET" and "{" not in o.path and o.owners]
    assert [fault for operation in lists for fault in leaks(house, operation)] == []


def leaks(house: House, operation: Operation) -> Iterator[str]:
    """Neighbours whose lists hold what the owners made in the tests before."""
    for role in operation.owners:
        text = house.ask(house.key(neighbour(role)), operation).text
        if "whose-things-these-are" in text or "of-the-owner" in text:
            yield f"{operation.name} shows {neighbour(role)} another's things: {text}"


def test_no_query_names_a_thing_unnoticed(house: House) -> None:
    closed = [operation for operation in house.operations if operation.owners]
    unknown = {f"{o.name}?{name}" for o in closed for name in o.query - QUERY}
    assert not unknown, f"{ADD}: to QUERY, after making sure that they show nobody another's things"


def test_naming_another_provider_opens_nothing(house: House) -> None:
    for operation in house.operations:
        if "provider" in operation.query:
            for role in operation.owners:
                query = {"provider": owner(role), "record": "x", "noun": "graduates"}
                kept = {name: query[name] for name in query if name in operation.query}
                answer = house.ask(house.key(neighbour(role)), operation, query_string=kept)
                assert answer.status_code in (403, 404), operation.name
