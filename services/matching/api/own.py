"""Whose record a caller may ask for."""

from shared.access import Role
from shared.web.access import caller
from shared.web.faults import fault
from shared.web.problem import Problem


def own_key(record: str, provider: str | None) -> str:
    """The key of a record of the caller, or of the provider that an operator names.

    Raises:
        Problem: `invalid` when an operator names nobody, `forbidden` when somebody else does.
    """
    asking = caller()
    if asking.role is Role.OPERATOR:
        if provider is None:
            raise Problem("invalid", faults=[("?provider", fault("required"))])
        return f"{provider}/{record}"
    if provider not in (None, asking.organisation):
        raise Problem("forbidden")
    return f"{asking.organisation}/{record}"
