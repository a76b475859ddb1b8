"""Signing in to pages: the key in a sealed cookie for some hours, never in a page or a script.

A view marked `by_session` takes the key from the cookie as others take it from `Authorization`,
and asks the database about it each time, so that a revoked key ends here too. Writes must come
from our own pages: the cookie goes with no other site's request (SameSite=Strict), and what the
browser says of the request's origin is checked besides (OWASP, cross-site request forgery).
"""

import base64
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Response, current_app, redirect, request, url_for

from shared.web.problem import MEDIA_TYPE, Problem

View = TypeVar("View", bound=Callable[..., Any])
COOKIE = "lmis_session"
SECONDS = 8 * 3600
LONGEST_KEY = 2000
"""Characters; a browser keeps no cookie above 4 KiB."""
_WRITES = ("POST", "PUT", "PATCH", "DELETE")


class Sessions:
    """Cookies that hold keys, sealed with a secret; `sign_in` is the endpoint that gives them."""

    def __init__(self, secret: bytes, sign_in: str) -> None:
        derived = HKDF(SHA256(), 32, None, b"lmis sessions of pages").derive(secret)
        self._seal = Fernet(base64.urlsafe_b64encode(derived))
        self.sign_in = sign_in

    def begin(self, response: Response, key: str) -> None:
        """Keep the key in the browser for `SECONDS`."""
        response.set_cookie(
            COOKIE,
            self._seal.encrypt(key.encode()).decode(),
            max_age=SECONDS,
            path=_path(),
            secure=request.is_secure,
            httponly=True,
            samesite="Strict",
        )
        response.headers["Cache-Control"] = "no-store"

    def end(self, response: Response) -> None:
        """Let the browser forget the key."""
        response.delete_cookie(
            COOKIE, path=_path(), secure=request.is_secure, httponly=True, samesite="Strict"
        )

    def key(self) -> str | None:
        """The key behind the current request's cookie; None without one, or one outlived."""
        try:
            sealed = request.cookies.get(COOKIE, "").encode()  # as bytes it may hold anything
            return self._seal.decrypt(sealed, ttl=SECONDS).decode()
        except InvalidToken:
            return None


def by_session(view: View) -> View:
    """This view is a page: whoever has signed in may see it, as the rule says."""
    vars(view)["is_page"] = True
    return view


def install(app: Flask, sessions: Sessions) -> None:
    """Let the app's pages be seen by whoever has signed in."""
    app.extensions["sessions"] = sessions


def session_key(view: Any) -> str | None:
    """The key of whoever asks for a page; None for a view that is none, or without a session.

    Raises:
        Problem: `forbidden` for a write that another site sent.
    """
    sessions: Sessions | None = current_app.extensions.get("sessions")
    if sessions is None or not getattr(view, "is_page", False):
        return None
    key = sessions.key()
    if key is not None:
        refuse_other_sites()
    return key


def to_sign_in(view: Any) -> Response | None:
    """Where a browser that asks for a page without a session is sent; None for other callers."""
    sessions: Sessions | None = current_app.extensions.get("sessions")
    accepted = request.accept_mimetypes
    wants_page = accepted.quality("text/html") > accepted.quality(MEDIA_TYPE)
    if sessions is None or not getattr(view, "is_page", False) or not wants_page:
        return None
    language = request.args.get("lang")
    return redirect(url_for(sessions.sign_in, lang=language), 303)  # type: ignore[return-value]


def refuse_other_sites() -> None:
    """Raise `forbidden` unless a write comes from a page of ours, as far as browsers tell."""
    if request.method not in _WRITES:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        is_ours = site == "same-origin"
    else:  # an older browser, or no browser at all
        is_ours = origin is None or urlsplit(origin).netloc == request.host
    if not is_ours:
        raise Problem("forbidden")


def _path() -> str:
    return f"{request.script_root}/"
