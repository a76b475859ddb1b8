"""Who may call which route: every view states its rule, and a view without one is closed."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request

from shared.access import AccessStore, Caller, Role
from shared.web.problem import Problem

View = TypeVar("View", bound=Callable[..., Any])
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="lmis"'}


def public(view: View) -> View:
    """Anyone may call this view."""
    vars(view)["access_rule"] = "public"
    return view


def allow(*roles: Role) -> Callable[[View], View]:
    """Only callers with one of `roles` may call this view."""

    def mark(view: View) -> View:
        vars(view)["access_rule"] = frozenset(roles)
        return view

    return mark


def rule_of(view: Any, method: str) -> Any:
    """`"public"`, a set of roles, or None where no rule was stated."""
    return getattr(view_of(view, method), "access_rule", None)


def view_of(view: Any, method: str) -> Any:
    """The function that answers the method, with the marks on it; None when there is none."""
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return view
    return getattr(view_class, "get" if method == "HEAD" else method.lower(), None)


def caller() -> Caller:
    """The organisation behind the current request; only where the rule is not public."""
    return cast(Caller, g.caller)


def guard(app: Flask, store: AccessStore) -> None:
    """Check every request against its view's rule, before anything of it is read."""

    @app.before_request
    def check() -> None:
        if request.endpoint is None or request.method == "OPTIONS":
            return
        rule = rule_of(current_app.view_functions[request.endpoint], request.method)
        if rule == "public":
            return
        if rule is None:
            raise Problem("forbidden")
        g.caller = _authenticated(store)
        if g.caller.role not in rule:
            raise Problem("forbidden")


def _authenticated(store: AccessStore) -> Caller:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    found = store.authenticate(key.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise Problem("unauthenticated", headers=_CHALLENGE)
    return found
