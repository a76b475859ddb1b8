"""ISCED-F 2013: fields of education at two (broad), three (narrow) and four (detailed) digits."""

from functools import cache

from shared.taxonomy.tables import CodeList, Language, rows

VERSION = "ISCED-F 2013; Thai names lmis-1"


@cache
def _codes() -> CodeList:
    labels: dict[str, dict[Language, str]] = {
        row["code"]: {"en": row["label_en"], "th": row["label_th"]}
        for row in rows("isced_f_2013.csv")
    }
    return CodeList("ISCED-F 2013", labels, {})


def is_code(code: str) -> bool:
    """Whether `code` is a broad, narrow or detailed field. 9999 (unknown) is not a field."""
    return _codes().is_code(code)


def label(code: str, lang: Language = "en") -> str:
    """The field's name; the Thai one is this project's wording. Raises UnknownCode."""
    return _codes().label(code, lang)


def ancestors(code: str) -> tuple[str, ...]:
    """`0613` -> (`06`, `061`). Raises UnknownCode."""
    return _codes().ancestors(code)


def groups(digits: int) -> list[str]:
    """All codes with that many digits, in order."""
    return _codes().groups(digits)
