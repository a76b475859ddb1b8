"""ISIC Rev.4 industries, section letter to four-digit class, and TSIC 2552 at five digits."""

from functools import cache

from shared.taxonomy.tables import CodeList, Language, rows

VERSION = "ISIC Rev.4, TSIC 2552; Thai section names lmis-1"


@cache
def _codes() -> CodeList:
    thai = {row["code"]: row["label_th"] for row in rows("isic_sections_th.csv")}
    labels: dict[str, dict[Language, str]] = {}
    parents = {}
    for row in [*rows("isic4.csv"), *rows("tsic2552.csv")]:
        code = row["code"]
        labels[code] = {"en": row["label_en"]}
        if code in thai:
            labels[code]["th"] = thai[code]
        if row["parent"]:
            parents[code] = row["parent"]
    # TSIC gives an undivided class a fifth digit 0 and no activity of a divided one: 62010 can
    # only be the whole of 6201.
    for code in [code for code in labels if len(code) == 4]:
        labels.setdefault(f"{code}0", labels[code])
    return CodeList("ISIC Rev.4 or TSIC 2552", labels, parents)


def is_code(code: str) -> bool:
    """Whether `code` is an ISIC section, division, group or class, or a TSIC activity, also a
    class in TSIC's five digits (`62010`)."""
    return _codes().is_code(code)


def label(code: str, lang: Language = "en") -> str:
    """The title; Thai for sections only, English below them. Raises UnknownCode."""
    return _codes().label(code, lang)


def ancestors(code: str) -> tuple[str, ...]:
    """`0111` -> (`A`, `01`, `011`). Raises UnknownCode."""
    return _codes().ancestors(code)


def groups(digits: int) -> list[str]:
    """All codes of that many characters: 1 sections, 2 divisions, 3 groups, 4 classes, 5 TSIC."""
    return _codes().groups(digits)
