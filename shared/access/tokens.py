"""Bearer tokens of a government's single sign-on: JSON Web Tokens of one OpenID Connect issuer.

Only signatures with the issuer's private keys count. Which claim tells the role, what its values
mean and which claim names the organisation are settings; the organisation must be registered here,
under that role, as for an API key.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from shared.access.callers import Caller
from shared.access.issuer import Issuer, UnknownSigningKey, is_trustworthy
from shared.access.roles import ALL_SCOPES, Role
from shared.access.store import AccessStore
from shared.settings import Settings, SettingsError

LEEWAY_SECONDS = 60
ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519"),
)
_TYPES = ("jwt", "at+jwt", "application/at+jwt")
_LONGEST_HEADER = 4096


class InvalidToken(Exception):
    """Not a token of the issuer for us, or not any more; the message may be shown."""


class NoPlace(Exception):
    """A valid token of somebody who has no role or no organisation here."""


@dataclass(frozen=True)
class Reading:
    """How tokens are read: who they must be for, and what their claims mean."""

    audience: str
    role_claim: str
    roles: Mapping[str, Role]
    organisation_claim: str

    @classmethod
    def of(cls, settings: Settings) -> "Reading":
        """As the settings say; without LMIS_OIDC_ROLES, the claim's values are our roles.

        Raises:
            SettingsError: a part of LMIS_OIDC_ROLES is not value=role.
        """
        parts = [part.strip() for part in settings.oidc_roles.split(",") if part.strip()]
        roles = {role.value: role for role in Role} if not parts else {}
        for part in parts:
            value, sign, role = part.rpartition("=")
            if not sign or role.strip() not in list(Role):
                raise SettingsError(f"LMIS_OIDC_ROLES: {part!r} is not value=role")
            roles[value.strip()] = Role(role.strip())
        return cls(
            settings.oidc_audience,
            settings.oidc_role_claim,
            roles,
            settings.oidc_organisation_claim,
        )


class TokenReader:
    """Finds the caller behind a token."""

    def __init__(
        self,
        issuer: Issuer,
        reading: Reading,
        store: AccessStore,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.issuer = issuer
        self._reading = reading
        self._store = store
        self._registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        self._registry.max_header_length = _LONGEST_HEADER
        self._rules = JWTClaimsRegistry(
            now=lambda: int(clock()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer.url},
            aud={"essential": True, "value": reading.audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    @classmethod
    def of(cls, settings: Settings, store: AccessStore) -> "TokenReader | None":
        """The reader that the settings ask for; None where they name no issuer.

        Raises:
            SettingsError: the issuer or the roles cannot be what was meant.
        """
        if not settings.oidc_issuer:
            return None
        if not is_trustworthy(settings.oidc_issuer) or "?" in settings.oidc_issuer:
            raise SettingsError(
                "LMIS_OIDC_ISSUER: must be https, on this machine also http, without a query"
            )
        return cls(Issuer(settings.oidc_issuer), Reading.of(settings), store)

    def caller(self, text: str) -> Caller:
        """The organisation that the token's bearer acts for.

        Raises:
            InvalidToken: it is not a token of the issuer for us that is valid now.
            NoPlace: its bearer has no role here, or no registered organisation.
            IssuerAway: the issuer's keys cannot be had.
        """
        claims = self._claims(text)
        stated = _claim(claims, self._reading.organisation_claim)
        found = self._store.organisation(stated) if isinstance(stated, str) else None
        if found is None or found[1] not in self._roles(claims):
            raise NoPlace
        return Caller(str(stated), *found, _name_of(claims), _scopes(claims))

    def _claims(self, text: str) -> dict[str, Any]:
        try:
            header = jws.extract_compact(text.encode(), registry=self._registry).headers()
            if header["alg"] not in ALGORITHMS or not _is_bearer_type(header.get("typ", "JWT")):
                raise InvalidToken("not a token that is taken here")
            kid = header.get("kid")
            key = self.issuer.key(kid if isinstance(kid, str) else None)
            claims = jwt.decode(text, key, registry=self._registry).claims
            self._rules.validate(claims)
        except UnknownSigningKey as error:
            raise InvalidToken("not signed by the issuer") from error
        except ExpiredTokenError as error:
            raise InvalidToken("expired") from error
        except (JoseError, ValueError, RecursionError) as error:
            raise InvalidToken("not a valid token") from error
        return claims

    def _roles(self, claims: dict[str, Any]) -> set[Role]:
        stated = _claim(claims, self._reading.role_claim)
        values = stated if isinstance(stated, list) else [stated]
        known = self._reading.roles
        return {known[value] for value in values if isinstance(value, str) and value in known}


def _is_bearer_type(stated: Any) -> bool:
    """Logout and identity-assertion tokens of the same issuer say so in their type (RFC 8725)."""
    return isinstance(stated, str) and stated.lower() in _TYPES


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its whole name, else by the path that dots in it make: realm_access.roles."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for step in name.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _name_of(claims: Mapping[str, Any]) -> str:
    """What names the bearer in the audit: no identifier of the issuer's is kept."""
    told = f"{claims['iss']} {claims['sub']}".encode()
    return f"token:{hashlib.sha256(told).hexdigest()[:16]}"


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    """Those of ours that the token names; all, when it names none of ours."""
    stated = claims.get("scope")
    named = ALL_SCOPES.intersection(stated.split() if isinstance(stated, str) else ())
    return named or ALL_SCOPES
