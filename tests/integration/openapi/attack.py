"""A service's OpenAPI document taken at its word by schemathesis: what it finds that is not so.

`python -m tests.integration.openapi.attack` looks longer than the test suite does.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from schemathesis.engine import events, from_schema

from shared.access import Role
from shared.settings import SERVICES
from tests.integration.openapi.served import Keys, served

_DOCUMENT = "/openapi.json"
_METHODS = {"get", "put", "post", "patch", "delete", "head"}
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
    "use_after_free",
    "ensure_resource_availability",
)
"""Not `positive_data_acceptance`: classifications and dates say more than a schema can, and their
faults are documented as 422. Who may call what has a matrix of its own."""


@dataclass(frozen=True)
class Effort:
    """How long to look: examples an operation, sequences of linked calls, seconds at the most."""

    examples: int
    sequences: int
    coverage: bool
    seconds: int | None
    seed: int

    def role(self, allowed: Sequence[str]) -> str:
        """Who calls: one and the same for all that may be called by the same, others by seed."""
        turn = self.seed % len(Role)
        order = [*list(Role)[turn:], *list(Role)[:turn]]
        return next(role.value for role in order if role in allowed)


@dataclass
class Findings:
    """What does not hold, each once; and how much was asked."""

    operations: frozenset[str]
    faults: dict[tuple[str, str], str] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)

    def not_asked(self) -> set[str]:
        """Operations that nobody called."""
        return set(self.operations - self.calls.keys())

    def __str__(self) -> str:
        told = [f"{operation}\n{text}" for (operation, _), text in sorted(self.faults.items())]
        return "\n\n".join(told)


_OF_A_RECORD = ("allow_header_conformance", "unsupported_method", "use_after_free")
EXEMPT: Mapping[str, tuple[str, ...]] = {
    # a withdrawn correction stays on record; so do a cancelled batch and what is left of it
    "/v1/corrections/{number}": ("use_after_free",),
    "/v1/batches/{batch_id}": ("use_after_free",),
    "/v1/batches/{batch_id}/content": ("use_after_free",),
    "/v1/batches/{batch_id}/results": ("use_after_free",),
    "/v1/batches/{batch_id}/file": ("use_after_free",),
    # an open batch has none yet
    "/v1/batches/{batch_id}/quality": ("ensure_resource_availability", "use_after_free"),
    # a university's receipt may be asked for by an employer here, who finds none
    "/v1/erasures/{receipt}": ("ensure_resource_availability",),
    # the path of a record or a profile itself, by its name, takes these paths too; what
    # is held of a record that was erased can still be asked
    "/v1/profiles/check": _OF_A_RECORD,
    # a page shows a form again with what is wrong
    "/uploads/{batch_id}/columns": ("negative_data_rejection",),
    "/v1/profiles/suggest": _OF_A_RECORD,
    "/v1/vacancies/{reference}/closing": _OF_A_RECORD,
    "/v1/vacancies/{reference}/duplicate": _OF_A_RECORD,
    "/v1/graduates/{reference}/export": _OF_A_RECORD,
}


@schemathesis.serializer("application/partial-upload")
def _piece(_context: Any, value: Any) -> bytes:
    """A piece of a file is sent as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


def attack(app: Flask, keys: Keys, effort: Effort) -> Findings:
    """Ask every operation by callers that may, in all phases."""
    document = app.test_client().get(_DOCUMENT).get_json()
    schema = schemathesis.openapi.from_dict(document, config=_config(effort))
    schema.app = app
    schema.location = _DOCUMENT
    _sign(schema, keys, effort)
    findings = Findings(frozenset(_operations(document)))
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _note(event, findings)
        elif isinstance(event, events.NonFatalError):
            findings.faults[event.label, "error"] = str(event.value)
    return findings


def _operations(document: Mapping[str, Any]) -> Iterator[str]:
    """All but the document itself, which is read to begin with."""
    for path, operations in document["paths"].items():
        if path != _DOCUMENT:
            yield from (f"{method.upper()} {path}" for method in operations.keys() & _METHODS)


def _config(effort: Effort) -> schemathesis.Config:
    sequences = {"max-examples": effort.sequences}
    return schemathesis.Config.from_dict(
        {
            "seed": effort.seed,
            "headers": {"Accept-Encoding": "identity"},
            **({} if effort.seconds is None else {"max-time": effort.seconds}),
            "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
            "continue-on-failure": True,
            "operations": [
                {"include-path": path, "checks": {name: {"enabled": False} for name in checks}}
                for path, checks in EXEMPT.items()
            ],
            "generation": {
                "max-examples": effort.examples,
                "database": "none",
                "no-shrink": True,
                "with-security-parameters": False,
            },
            "phases": {
                "coverage": {"enabled": effort.coverage},
                "stateful": {"generation": sequences},
            },
        }
    )


def _sign(schema: Any, keys: Keys, effort: Effort) -> None:
    """Each call by one who may make it."""

    @schema.auth(refresh_interval=None)
    class _Keys:
        def get(self, _case: Any, context: Any) -> str | None:
            allowed = context.operation.definition.raw.get("x-roles", ())
            return None if allowed in (["public"], []) else keys[effort.role(allowed)]

        def set(self, case: Any, data: str, _context: Any) -> None:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


def _note(event: events.ScenarioFinished, findings: Findings) -> None:
    recorder = event.recorder
    for identity, node in recorder.cases.items():
        interaction = recorder.interactions.get(identity)
        label = node.value.operation.label
        if interaction is not None and interaction.response is not None:
            findings.calls[label] += 1
            findings.statuses[interaction.response.status_code] += 1
        for check in recorder.checks.get(identity, ()):
            if check.failure_info is not None and not _is_allowed(check.failure_info.failure):
                failure = check.failure_info.failure
                text = f"{failure.title}: {failure.message}\n{check.failure_info.code_sample}"
                findings.faults.setdefault((label, f"{check.name} {failure.title}"), text)


def _is_allowed(failure: Any) -> bool:
    """Hidden characters and outer space do not count; any request may have headers of its own."""
    said = failure.message
    is_long = "violates `maxLength`" in said and "violates `enum`" not in said
    return is_long or "in header - object with unexpected properties" in said


def main() -> int:
    """Attack all services, or those that are named; the exit status says whether all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("services", nargs="*", default=SERVICES)
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=4.0, help="for each service, at the most")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    effort = Effort(
        examples=asked.examples, sequences=asked.examples, coverage=True,
        seconds=int(asked.minutes * 60), seed=asked.seed,
    )  # fmt: skip
    found = [_told(service, effort) for service in asked.services]
    return int(any(found))


def _told(service: str, effort: Effort) -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place, served(service, Path(place)) as (app, keys):
        findings = attack(app, keys, effort)
    answers = ", ".join(
        f"{count} × {status}" for status, count in sorted(findings.statuses.items())
    )
    print(
        f"{service}: {findings.calls.total()} calls of {len(findings.calls)} operations in "
        f"{time.monotonic() - began:.0f} s, seed {effort.seed}; {answers}; "
        f"{len(findings.faults)} findings"
    )
    print(findings)
    return len(findings.faults)


if __name__ == "__main__":
    sys.exit(main())
