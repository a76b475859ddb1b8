"""Who may call which route: every view states its rule, and a view without one is closed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar, cast

from flask import Flask, Response, current_app, g, request

from shared.access import Caller, Role, Scope
from shared.access.entrance import Entrance
from shared.access.issuer import IssuerAway
from shared.access.keys import key_id_of
from shared.access.tokens import InvalidToken, NoPlace
from shared.web.limits import Limits
from shared.web.problem import Problem
from shared.web.sessions import session_key, to_sign_in

View = TypeVar("View", bound=Callable[..., Any])
MOST_WITHOUT_KEY = 1024 * 1024
"""Bytes of a body that are taken of anybody, unless the view states a limit of its own."""
_CHALLENGE = 'Bearer realm="lmis"'


@dataclass(frozen=True)
class Rule:
    """Callers with one of the roles, by a key that has the scope."""

    roles: frozenset[Role]
    scope: Scope | None


def public(view: View) -> View:
    """Anyone may call this view."""
    vars(view)["access_rule"] = "public"
    return view


def allow(*roles: Role, scope: str | None = None) -> Callable[[View], View]:
    """Only callers with one of `roles`, by a key that has `scope`, may call this view.

    Without a scope, reading needs `records:read` and everything else `records:write`.

    Raises:
        ValueError: there is no such scope.
    """
    rule = Rule(frozenset(roles), None if scope is None else Scope(scope))

    def mark(view: View) -> View:
        vars(view)["access_rule"] = rule
        return view

    return mark


def body_limit(most: int) -> Callable[[View], View]:
    """This view takes bodies of up to so many bytes, where LMIS_MAX_BODY_BYTES is too few."""

    def mark(view: View) -> View:
        vars(view)["body_limit"] = most
        return view

    return mark


def uncounted(view: View) -> View:
    """This view is asked by machines that watch over the service: no limit counts it."""
    vars(view)["is_counted"] = False
    return view


def rule_of(view: Any, method: str) -> Rule | Literal["public"] | None:
    """The rule that a view states for a method; None where none was stated."""
    rule: Rule | Literal["public"] | None = getattr(view_of(view, method), "access_rule", None)
    if isinstance(rule, Rule) and rule.scope is None:
        reads = method in ("GET", "HEAD")
        return replace(rule, scope=Scope.RECORDS_READ if reads else Scope.RECORDS_WRITE)
    return rule


def view_of(view: Any, method: str) -> Any:
    """The function that answers the method, with the marks on it; None when there is none."""
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return view
    return getattr(view_class, "get" if method == "HEAD" else method.lower(), None)


def caller() -> Caller:
    """The organisation behind the current request; only where the rule is not public."""
    return cast(Caller, g.caller)


def guard(app: Flask, entrance: Entrance, limits: Limits) -> None:
    """Check every request against its view's rule and limits, before anything of it is read."""
    app.extensions["door"] = (entrance, limits)

    @app.before_request
    def check() -> Response | None:
        if request.method == "OPTIONS":
            return None
        view = current_app.view_functions.get(request.endpoint or "")
        rule = "public" if view is None else rule_of(view, request.method)
        mark = view_of(view, request.method)
        if rule == "public" or rule is None:
            if getattr(mark, "is_counted", True):
                limits.count_address()
            if rule is None:
                raise Problem("forbidden")
        else:
            asking = _authenticated(mark)
            if isinstance(asking, Response):
                return asking
            g.caller = asking
            limits.count_key(g.caller.key_id)
            _admit(g.caller, rule)
        most = getattr(mark, "body_limit", None)
        if most is None and rule == "public":
            most = min(MOST_WITHOUT_KEY, current_app.config["MAX_CONTENT_LENGTH"])
        if most is not None:
            request.max_content_length = most
        return None


def known_caller(text: str) -> Caller:
    """Who holds this key or token; for views that are given one in another way than the header.

    Raises:
        Problem: `unauthenticated`, `rate-limited` after many failures, `forbidden` when a
            token's bearer has no place here, `unavailable` when its issuer is away.
    """
    entrance, limits = _door()
    key_id = key_id_of(text)
    if key_id is not None:
        limits.check_failures(key_id)
    try:
        return entrance.caller(text)
    except InvalidToken as error:
        limits.count_address()
        if key_id is not None:
            limits.count_failure(key_id)
        why = {"error_description": str(error)} if str(error) else {}
        raise Problem("unauthenticated", headers=_challenge("invalid_token", **why)) from error
    except NoPlace as error:
        limits.count_address()
        raise Problem("forbidden") from error
    except IssuerAway as error:
        limits.count_address()
        raise Problem("unavailable", headers={"Retry-After": "30"}) from error


def _authenticated(view: Any) -> Caller | Response:
    """Who asks; for a page without a session, the way to sign in."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    key = text.strip() if scheme.lower() == "bearer" else session_key(view)
    if key:
        try:
            return known_caller(key)
        except Problem as problem:
            entry = to_sign_in(view) if problem.kind == "unauthenticated" else None
            if entry is None:
                raise
            return entry
    _door()[1].count_address()
    entry = to_sign_in(view)
    if entry is None:
        raise Problem("unauthenticated", headers={"WWW-Authenticate": _CHALLENGE})
    return entry


def _door() -> tuple[Entrance, Limits]:
    return cast(tuple[Entrance, Limits], current_app.extensions["door"])


def _admit(asking: Caller, rule: Rule) -> None:
    if asking.role not in rule.roles:
        raise Problem("forbidden")
    if rule.scope not in asking.scopes:
        headers = _challenge("insufficient_scope", scope=str(rule.scope))
        raise Problem("insufficient-scope", detail=str(rule.scope), headers=headers)


def _challenge(error: str, **more: str) -> dict[str, str]:
    """RFC 6750: what is wrong with what came, for programs."""
    parts = [f'error="{error}"', *(f'{name}="{value}"' for name, value in more.items())]
    return {"WWW-Authenticate": ", ".join([_CHALLENGE, *parts])}
