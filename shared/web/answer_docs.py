"""What operations answer beside what their views say: problems, and what was done before.

Stated once, from the method, the access rule and the parameters, so that no route forgets any.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.web.access import rule_of
from shared.web.idempotency import HEADER, LONGEST_KEY, REPLAYED, is_repeatable
from shared.web.problem import MEDIA_TYPE, TITLES, TYPE_OF_STATUS

_BODIES = frozenset(("post", "put", "patch"))
_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
_PAGE = {"schema": {"type": "string"}}
_SECONDS = {"description": "seconds to wait", "schema": {"type": "integer"}}
_TEXT = {"type": "string"}
_STANDING = {
    "RateLimit-Policy": {"description": "the quota, and its window in seconds", "schema": _TEXT},
    "RateLimit": {"description": "what is left, seconds until all of it is back", "schema": _TEXT},
}
_HEADERS: Mapping[int, Mapping[str, Any]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    409: {"Retry-After": _SECONDS},
    429: {"Retry-After": _SECONDS, **_STANDING},
    503: {"Retry-After": _SECONDS},
}
_KEY = {
    "in": "header",
    "name": HEADER,
    "description": "Names this request, so that it can be sent again and is done once: within a "
    "day the same request gets the same answer again. With or without quotation marks.",
    "schema": {
        "type": "string",
        "maxLength": LONGEST_KEY,
        "pattern": r'^("[!#-\[\]-~]+"|[!#-\[\]-~]+)$',
    },
}
_REFERENCE = {"$ref": f"#/components/parameters/{HEADER}"}
_BARE: Mapping[str, Any] = {}
_REPLAYED = {
    "description": "true: the answer to an earlier request with the same key",
    "schema": {"type": "string", "enum": ["true"]},
}


def add_components(spec: dict[str, Any], *, has_pages: bool) -> None:
    """What `state_answers` refers to; a problem is a page too where the app has pages."""
    components = spec.setdefault("components", {})
    content = {MEDIA_TYPE: _PROBLEM} | ({"text/html": _PAGE} if has_pages else {})
    responses = components.setdefault("responses", {})
    responses.pop("DEFAULT_ERROR", None)
    for status, kind in TYPE_OF_STATUS.items():
        answer = {"description": TITLES[kind][1], "content": content}
        headers = _HEADERS.get(status)
        responses[_name(status)] = answer | ({"headers": headers} if headers else {})
    components.setdefault("parameters", {})[HEADER] = _KEY


def state_answers(operation: dict[str, Any], path: str, method: str, view: Any) -> None:
    """State every problem the operation may answer with, and the key it may carry."""
    responses = operation.setdefault("responses", {})
    responses.pop("default", None)
    stated = (int(status) for status, answer in responses.items() if _is_bare(answer))
    for status in {*stated, *_problems(operation, path, method, view)}:
        if _is_bare(responses.get(str(status), _BARE)) and status in TYPE_OF_STATUS:
            responses[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    if is_repeatable(view, method.upper()):
        parameters = operation.setdefault("parameters", [])
        if _REFERENCE not in parameters:  # two rules may lead to one path
            parameters.append(_REFERENCE)
        for status, answer in responses.items():
            if status.startswith("2"):
                answer.setdefault("headers", {})[REPLAYED] = _REPLAYED


def _problems(operation: Mapping[str, Any], path: str, method: str, view: Any) -> Iterator[int]:
    yield from (400, 429, 503)
    if rule_of(view, method.upper()) != "public":
        yield from (401, 403)
    if "{" in path or operation.get("parameters") or method in _BODIES:
        yield 404  # what is named in any of them may not be there
    if is_repeatable(view, method.upper()):
        yield from (409, 422)
    if method in _BODIES:
        yield from (413, 415, 422)
    if operation.get("parameters"):
        yield 422


def _is_bare(answer: Mapping[str, Any]) -> bool:
    """Whether a view names a status and says no more of its body than that it is a problem."""
    media = answer.get("content", {}).get("application/json")
    return "$ref" in answer or "content" not in answer or media == _PROBLEM


def _name(status: int) -> str:
    return f"Problem{status}"
