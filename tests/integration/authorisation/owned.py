"""What organisations own: the tables to add a line to when a new route names a new thing.

`OWNED` has a line for each kind of thing that a path names. `REQUESTS` has what an operation needs
beside its path to get as far as looking for the thing. `QUERY` has the names that the queries of
closed routes use, so that no new one names somebody's thing unnoticed.
"""

from collections.abc import Mapping
from typing import Any

from tests.integration.authorisation import making
from tests.integration.authorisation.document import Operation
from tests.integration.authorisation.making import Make

OWNED: Mapping[str, Mapping[str, Make]] = {
    # service: path up to the name of a thing -> how to make one
    "ingestion": {
        "/v1/graduates/{reference}": making.a_posted_graduate,
        "/v1/vacancies/{reference}": making.a_posted_vacancy,
        "/v1/batches/{batch_id}": making.an_open_batch,
        "/uploads/{batch_id}": making.an_open_batch,
        "/v1/erasures/{receipt}": making.a_receipt,
        "/v1/webhooks/{number}": making.a_webhook,
        "/v1/profiles/{name}": making.a_profile,
    },
    "matching": {
        "/v1/graduates/{record}": making.an_assessed_graduate,
        "/v1/vacancies/{reference}": making.an_assessed_vacancy,
        "/v1/corrections/{number}": making.a_correction,
    },
    "reporting": {
        "/v1/alerts/{number}": making.an_alert,
    },
}

REQUESTS: Mapping[str, Mapping[str, Any]] = {
    # operation: what werkzeug's test client is given beside path and key
    "PUT /v1/vacancies/{reference}/closing": {"json": {"closed_on": "2568-02-01"}},
    "PUT /v1/vacancies/{reference}/duplicate": {"json": {"duplicate_of": None}},
    "PUT /v1/profiles/{name}": {"json": {"profile": making.PROFILE}},
    "PATCH /v1/batches/{batch_id}/content": {
        "data": b"x",
        "content_type": "application/partial-upload",
        "headers": {"Upload-Offset": "0"},
    },
}

NOT_FOUND_BY_ITS_OWNER: Mapping[str, str] = {
    # operation: why even the owner is answered 404 here
    "POST /v1/alerts/{number}/test": "nothing is published that it could tell",
    "GET /v1/batches/{batch_id}/quality": "an open batch has none yet",
}

NAMED_BY_WHO_ASKS: Mapping[str, str] = {
    # operation: why a name that another uses may be used by everybody
    "PUT /v1/profiles/{name}": "each organisation has names of its own, this makes the first",
}

QUERY = frozenset(
    (
        *("lang", "cursor", "limit"),  # of lists
        *("provider", "record", "noun"),  # own_key: the caller's own, or of who is named
        *("kind", "name", "profile", "dry_run", "as_of", "size", "sha256"),  # of a new batch
        *("format", "version", "of"),  # of an answer
    )
)


def made_by(service: str, operation: Operation) -> Make | None:
    """How to make the thing that the operation's path names."""
    paths = [path for path in OWNED[service] if operation.path.startswith(path)]
    return OWNED[service][max(paths, key=len)] if paths else None
