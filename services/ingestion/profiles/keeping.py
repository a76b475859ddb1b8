"""Profiles as organisations keep them: found with their version, written, deleted."""

import re
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from services.ingestion import store
from services.ingestion.importers.profile import (
    Profile,
    ProfileFault,
    load_profile,
    parse_profile,
    shipped_profiles,
    shipped_text,
)
from services.ingestion.store import ProfileVersion
from shared.db.engine import transaction
from shared.db.repeatable import Once, plainly
from shared.web.faults import Fault, fault

MOST_PROFILES = 200
MOST_VERSIONS = 1_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_KNOWN = "known "
"""Stands before a version that was there, so that a request run again is told so again."""
_ROUTES = frozenset(("check", "suggest"))


class ProfileRefused(Exception):
    """A profile that cannot be kept, with what is wrong at which JSON pointer."""

    def __init__(self, *faults: tuple[str, Fault]) -> None:
        super().__init__(*(str(fault) for _, fault in faults))
        self.faults = faults


class OtherVersion(Exception):
    """Somebody else has written the profile in the meantime."""


@dataclass(frozen=True)
class KeptProfile:
    """A profile that can be used; `version` and `recorded_at` are None for a shipped one.

    `is_known` says that what was to be kept was there already.
    """

    profile: Profile
    text: str
    version: int | None = None
    recorded_at: str | None = None
    is_known: bool = False

    @property
    def etag(self) -> str:
        """The version, or a name for what comes with the product."""
        return str(self.version) if self.version is not None else f"shipped-{self.profile.name}"


def find_profile(
    engine: Engine, organisation: str, name: str, version: int | None = None
) -> KeptProfile | None:
    """The organisation's own profile, else the one of that name that comes with the product.

    An old `version` is found even when the profile was deleted since: batches name it.
    """
    if version is None and name in shipped_profiles():
        return KeptProfile(load_profile(name), shipped_text(name))
    with engine.connect() as connection:
        kept = store.find_profile(connection, organisation, name, version)
    return None if kept is None or kept.content is None else _usable(kept)


def own_profiles(
    engine: Engine, organisation: str, after: str = "", limit: int | None = None
) -> list[KeptProfile]:
    """The organisation's profiles by name, after the name `after`."""
    with engine.connect() as connection:
        return [_usable(p) for p in store.list_profiles(connection, organisation, after, limit)]


def all_shipped() -> list[KeptProfile]:
    """The profiles that come with the product."""
    return [KeptProfile(load_profile(name), shipped_text(name)) for name in shipped_profiles()]


def keep_profile(
    engine: Engine,
    organisation: str,
    name: str,
    text: str,
    *,
    must_be_new: bool = False,
    if_match: str | None = None,
    once: Once = plainly,
) -> KeptProfile:
    """A profile's text -> its next version, kept; the newest one where it says the same.

    Raises:
        ProfileRefused: the name or the text cannot be taken.
        OtherVersion: the newest version is not `if_match`.
    """
    _check_name(name)
    profile = parsed(name, text)
    with transaction(engine) as connection:

        def keep() -> str:
            known = store.find_profile(connection, organisation, name)
            is_there = known is not None and known.content is not None
            if must_be_new and is_there:
                raise ProfileRefused(("/name", fault("profile_known")))
            _check_match(known, if_match)
            if known is not None and known.content == text:
                return f"{_KNOWN}{known.version}"
            _check_room(connection, organisation, known)
            number, kind = _next(known), profile.kind
            _add(connection, ProfileVersion(organisation, name, number, kind, text, store.now()))
            return str(number)

        made = once(connection, keep)
        version = int(made.removeprefix(_KNOWN))
        kept = store.find_profile(connection, organisation, name, version)
    recorded_at = None if kept is None else kept.recorded_at
    return KeptProfile(profile, text, version, recorded_at, made.startswith(_KNOWN))


def delete_profile(
    engine: Engine, organisation: str, name: str, if_match: str | None = None
) -> int | None:
    """Take the profile off the list; the version that says so, None if there was no profile.

    Raises:
        OtherVersion: the newest version is not `if_match`.
    """
    with transaction(engine) as connection:
        known = store.find_profile(connection, organisation, name)
        if known is None or known.content is None:
            return None
        _check_match(known, if_match)
        gone = ProfileVersion(organisation, name, _next(known), known.kind, None, store.now())
        _add(connection, gone)
    return gone.version


def profile_text(written: object) -> str:
    """A profile given as YAML text, or as an object of JSON."""
    return written if isinstance(written, str) else msgspec.json.encode(written).decode()


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name in _ROUTES:
        raise ProfileRefused(("/name", fault("profile_name")))
    if name in shipped_profiles():
        raise ProfileRefused(("/name", fault("profile_shipped")))


def parsed(name: str, text: str) -> Profile:
    """The profile in the text. Raises ProfileRefused."""
    try:
        return parse_profile(name, text)
    except ProfileFault as error:
        raise ProfileRefused(("/profile", fault("profile_fault", reason=str(error)))) from error


def _check_match(known: ProfileVersion | None, if_match: str | None) -> None:
    if if_match is None:
        return
    newest = None if known is None or known.content is None else str(known.version)
    if newest is None or if_match not in ("*", newest):
        raise OtherVersion


def _is_full(connection: Connection, organisation: str) -> bool:
    return len(store.list_profiles(connection, organisation)) >= MOST_PROFILES


def _check_room(connection: Connection, organisation: str, known: ProfileVersion | None) -> None:
    is_there = known is not None and known.content is not None
    if not is_there and _is_full(connection, organisation):
        raise ProfileRefused(("", fault("too_many_profiles", max=MOST_PROFILES)))
    if known is not None and known.version >= MOST_VERSIONS:
        raise ProfileRefused(("/name", fault("too_many_versions", max=MOST_VERSIONS)))


def _next(known: ProfileVersion | None) -> int:
    return 1 if known is None else known.version + 1


def _add(connection: Connection, version: ProfileVersion) -> None:
    try:
        store.add_profile_version(connection, version)
    except IntegrityError as error:
        raise OtherVersion from error


def _usable(kept: ProfileVersion) -> KeptProfile:
    profile = parse_profile(kept.name, kept.content or "")
    return KeptProfile(profile, kept.content or "", kept.version, kept.recorded_at)
