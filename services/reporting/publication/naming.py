"""Organisations' names as labels: they are registered under one name for both languages."""

from collections.abc import Mapping

from services.reporting.cube.graduates import Names


def named(organisations: Mapping[str, str]) -> Names:
    """Id -> labels."""
    return {code: {"th": name, "en": name} for code, name in organisations.items()}
