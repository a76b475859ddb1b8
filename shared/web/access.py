"""Who may call which route: every view states its rule, and a view without one is closed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar, cast

from flask import Flask, current_app, g, request

from shared.access import AccessStore, Caller, Role, Scope
from shared.web.problem import Problem

View = TypeVar("View", bound=Callable[..., Any])
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


def guard(app: Flask, store: AccessStore) -> None:
    """Check every request against its view's rule, before anything of it is read."""

    @app.before_request
    def check() -> None:
        if request.endpoint is None or request.method == "OPTIONS":
            return
        view = current_app.view_functions[request.endpoint]
        rule = rule_of(view, request.method)
        if rule is None:
            raise Problem("forbidden")
        if rule != "public":
            g.caller = _authenticated(store)
            _admit(g.caller, rule)
        most = getattr(view_of(view, request.method), "body_limit", None)
        if most is not None:
            request.max_content_length = most


def _authenticated(store: AccessStore) -> Caller:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise Problem("unauthenticated", headers={"WWW-Authenticate": _CHALLENGE})
    found = store.authenticate(text.strip())
    if found is None:
        raise Problem("unauthenticated", headers=_challenge("invalid_token"))
    return found


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
