"""Fields of the labour market: tidy text, classification codes, years and dates of two eras."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import marshmallow as ma
from marshmallow import fields

from shared.identifiers import mask, personal_identifier
from shared.taxonomy import isced_f, isco, isic, levels, regions
from shared.text import tidy
from shared.web.faults import fault
from shared.web.fields import Number as Number
from shared.web.fields import TrueOrFalse as TrueOrFalse

BUDDHIST_OFFSET = 543
_LONGEST_LEVEL = 200
_FIRST_YEAR, _LAST_YEAR = 1940, 2100
_LONGER_ROUTES = ("closing", "duplicate", "fitting", "graduates")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Text(fields.String):
    """Text in one Unicode spelling; an empty text is a missing one.

    A kind of text states what is kept of it in `read`, which raises ValidationError as well.
    """

    def __init__(self, *, longest: int, shortest: int = 1, **kwargs: Any) -> None:
        kwargs.setdefault("validate", ma.validate.Length(shortest, longest))
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return self.read(super()._deserialize(value, attr, data, **kwargs))

    def read(self, text: str) -> str:
        """The text as it is kept."""
        return tidy(text)


class ImpersonalText(Text):
    """Text about a person in which no identifier of that person may stand."""

    def read(self, text: str) -> str:
        tidied = tidy(text)
        kind = personal_identifier(tidied)
        if kind:
            raise ma.ValidationError([fault("personal_identifier", kind=kind)])
        return tidied


class MaskedText(Text):
    """Text that is not about one person: identifiers that stand in it all the same are masked."""

    def read(self, text: str) -> str:
        return mask(tidy(text))


class AddressableText(Text):
    """Text that can stand as the last part of a URL's path, so that it can be asked for."""

    def read(self, text: str) -> str:
        tidied = tidy(text)
        parts = tidied.split("/")
        is_longer_route = len(parts) > 1 and parts[-1] in _LONGER_ROUTES
        if (tidied and {"", ".", ".."}.intersection(parts)) or is_longer_route:
            raise ma.ValidationError([fault("not_addressable")])
        return tidied


class Code(fields.String):
    """A code of one classification."""

    def __init__(self, classification: str, is_code: Callable[[str], bool], **kwargs: Any) -> None:
        self._classification = classification
        self._is_code = is_code
        kwargs.setdefault("metadata", {"description": f"code of {classification}"})
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        code = super()._deserialize(value, attr, data, **kwargs).strip()
        if not self._is_code(code):
            shown = code[:40]
            raise ma.ValidationError(
                [fault("unknown_code", value=shown, classification=self._classification)]
            )
        return code


def occupation_code(**kwargs: Any) -> Code:
    """ISCO-08, one to four digits."""
    return Code("ISCO-08", isco.is_code, **kwargs)


def field_code(**kwargs: Any) -> Code:
    """ISCED-F 2013, two to four digits."""
    return Code("ISCED-F 2013", isced_f.is_code, **kwargs)


def industry_code(**kwargs: Any) -> Code:
    """ISIC Rev.4 section letter or two to four digits, or five of TSIC 2552."""
    return Code("ISIC Rev.4", isic.is_code, **kwargs)


def region_code(**kwargs: Any) -> Code:
    """ISO 3166-2 of a Thai province, or a country."""
    return Code("ISO 3166-2", regions.is_region, **kwargs)


class Level(fields.Field[int]):
    """A Thai degree level by name or code, or an ISCED 2011 level; loads as the ISCED level."""

    def __init__(self, **kwargs: Any) -> None:
        about = {"description": "Thai degree level or ISCED 2011 level, 0–8"}
        super().__init__(metadata={**about, "type": ["string", "integer"]}, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        known = isinstance(value, str | int) and not isinstance(value, bool)
        level = _isced_level(value) if known and len(str(value)) <= _LONGEST_LEVEL else None
        if level is None:
            raise ma.ValidationError([fault("unknown_level", value=str(value)[:40])])
        return level


@lru_cache(maxsize=1000)
def _isced_level(value: str | int) -> int | None:
    """A university writes the same few levels again and again."""
    return levels.isced_level(value)


class Year(fields.Integer):
    """A year of either era; loads as the common era's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        number = super()._deserialize(value, attr, data, **kwargs)
        return common_era(number or 0)


class EraDate(fields.String):
    """A date YYYY-MM-DD of either era; loads as ISO 8601 in the common era."""

    def __init__(self, **kwargs: Any) -> None:
        about = "YYYY-MM-DD, Buddhist or common era; kept as common era"
        super().__init__(metadata={"description": about}, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        found = _ISO_DATE.fullmatch(text.strip())
        if not found:
            raise ma.ValidationError([fault("not_date")])
        year, month, day = (int(part) for part in found.groups())
        try:
            return date(common_era(year), month, day).isoformat()
        except ValueError as error:
            raise ma.ValidationError([fault("not_date")]) from error


def common_era(year: int) -> int:
    """The common-era year of a year of either era; ValidationError when it is in neither."""
    for candidate in (year, year - BUDDHIST_OFFSET):
        if _FIRST_YEAR <= candidate <= _LAST_YEAR:
            return candidate
    raise ma.ValidationError([fault("impossible_year", value=year)])


def refuse_mixed_eras(posted: Any, *paths: tuple[str, ...]) -> None:
    """One record speaks one era.

    Raises:
        ValidationError: at the first of `paths` whose era differs from the one before.
    """
    first: bool | None = None
    for path in paths:
        is_buddhist = _is_buddhist(_at(posted, path))
        if first is None:
            first = is_buddhist
        elif is_buddhist not in (None, first):
            messages: Any = [fault("mixed_eras")]
            for step in reversed(path):
                messages = {step: messages}
            raise ma.ValidationError(messages)


def _at(posted: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        posted = posted.get(step) if isinstance(posted, dict) else None
    return posted


def _is_buddhist(value: Any) -> bool | None:
    """Whether a year or a date is of the Buddhist era; None for what does not begin with a year."""
    if not isinstance(value, str | int):
        return None
    if value.__class__ is int:
        return value > _LAST_YEAR if 1000 <= value <= 9999 else None
    text = str(value).strip()
    is_year = text[:4].isdecimal() and len(text) >= 4 and not text[4:5].isdecimal()
    return int(text[:4]) > _LAST_YEAR if is_year else None
