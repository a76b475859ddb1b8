"""Who stands behind what an Authorization header carries: a key's owner or a token's bearer."""

from shared.access.callers import Caller
from shared.access.store import AccessStore
from shared.access.tokens import InvalidToken, TokenReader


class Entrance:
    """API keys, and bearer tokens where an issuer of these is trusted."""

    def __init__(self, store: AccessStore, tokens: TokenReader | None = None) -> None:
        self._store = store
        self.tokens = tokens

    def caller(self, text: str) -> Caller:
        """The caller.

        Raises:
            InvalidToken: nobody is known by this.
            NoPlace: somebody is, who has no place here.
            IssuerAway: the issuer, who would know, does not answer.
        """
        if self.tokens is not None and text.count(".") == 2:
            return self.tokens.caller(text)
        found = self._store.authenticate(text)
        if found is None:
            raise InvalidToken
        return found
