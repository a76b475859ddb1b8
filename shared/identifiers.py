"""Personal identifiers in free text: found, and blotted out."""

import re

# Digits are those of any script: ๐๘๑ is 081. Each pattern reads a text once, however long.
_THAI = "\\u0e00-\\u0e7f"
_EMAIL = re.compile(
    rf"""
    (?: [a-zA-Z0-9\u00c0-\u024f._%+-]++ | [{_THAI}]++ )  # taken without an address after it too,
    ( [@＠]                                               # so that no run is read twice
      (?: [a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+ | [\w{_THAI}-]+(?:\.[\w{_THAI}-]+)+ ) )?""",
    re.VERBOSE,
)
# What stands between groups of digits: nothing, a blank, a full stop or any dash.
_GAP = r"\)?\s?[-\u2010-\u2015\u2212.]?\s?"
_NATIONAL_ID = re.compile(rf"(?<!\d)\d{_GAP}\d{{4}}{_GAP}\d{{5}}{_GAP}\d{{2}}{_GAP}\d(?!\d)")
_SEVEN = rf"(?: \d{{3}}{_GAP}\d{{4}} | \d{{4}}{_GAP}\d{{3}} )"
_EIGHT = rf"\d{{4}}{_GAP}\d{{4}}"
_ANY = rf"\d (?: \d{_GAP}\d{{3}}{_GAP}\d{{3,4}} | {_GAP}{_SEVEN} )"
_MOBILE = rf"""
    [689๖๘๙] (?: {_GAP}{_EIGHT} | \d{_GAP}{_SEVEN}
               | \d{{2}}{_GAP}\d{{3}}{_GAP}\d{{3}} | \d{{3}}{_GAP}\d{{5}} )"""
_FOREIGN = r"""
    \d{10,14} | [1-9]\d{0,2}[-. ]
    (?: \d{4}[-. ]\d{4} | \(?\d{2,4}\)?[-. ]\d{3,4}[-. ]?\d{3,4} )"""
_PHONE = re.compile(
    rf"""
    (?= [(+＋0๐6] )
    (?: (?<!\d) \(?[0๐] (?: {_ANY} | {_GAP}(?: \d{{4}}(?!\d){_GAP}\d{{4}} | {_MOBILE} ) )
      | \(? (?: [+＋]\s?(?:66|๖๖) | (?<!\d)00(?:66|๖๖) ) {_GAP} (?: \(?[0๐]{_GAP} )?
        (?: {_ANY} | {_EIGHT} | {_MOBILE} )
      | (?<![\d.,]) \(?66{_GAP} (?: {_MOBILE} | \(0{_GAP}{_ANY} | 2(?=[)\s-]){_GAP}{_SEVEN} )
      | [+＋]\s? (?: {_FOREIGN} ) )
    (?!\d)""",
    re.VERBOSE,
)
_LINE_WORD = re.compile(r"(?<![a-z])(?:id)?line|ไลน์|lin(?:e\.me|\.ee)/", re.IGNORECASE)
_LINE = re.compile(  # an account of the messenger, not a production line
    r"""
    (?: (?: (?<![a-z])line | ไลน์ ) \s*+ (?:id|ไอดี) [\s:：=.-]*+             # Line ID: a.b-99
      | (?: (?<![a-z])id | ไอดี ) \s*+ (?: line(?![a-z]) | ไลน์ ) [\s:：=.-]*+
      | (?: (?: (?<![a-z]) (?<![a-z]\ ) | (?<![a-z])add\ ) line | ไลน์ )
        \s*+ (?:oa|official(?:\ account)?+)?+ \s*+ [:：=@＠] \s*+           # Line: a.b-99
      | line\.me/ | lin\.ee/ )
    [@＠]? [a-z0-9] [a-z0-9._/~-]{2,}+""",
    re.VERBOSE | re.IGNORECASE,
)
_LEAST_DIGITS = 9  # of a telephone number; a national id has more
_CLOSE_DIGITS = re.compile(r"\d(?:\D{0,4}\d){8}")
_NO_DIGITS = bytes(byte for byte in range(128) if not chr(byte).isdigit())

MARK = "["
"""What every text begins with that stands for something blotted out."""


def personal_identifier(text: str) -> str | None:
    """The kind of personal identifier found in `text`: email, line, national_id, phone, or None.

    A number is a Thai national id only when its check digit fits (weights 13…2, modulo 11).
    """
    if _has_at(text) and any(found[1] for found in _EMAIL.finditer(text)):
        return "email"
    if _has_line(text) and _LINE.search(text):
        return "line"
    if not _is_numerous(text):
        return None
    if any(_is_national_id(found.group()) for found in _NATIONAL_ID.finditer(text)):
        return "national_id"
    return "phone" if _PHONE.search(text) else None


def mask(text: str) -> str:
    """The text with e-mail addresses, LINE ids, national ids and telephone numbers blotted out."""
    if _has_at(text):
        text = _EMAIL.sub(lambda found: "[e-mail]" if found[1] else found.group(), text)
    if _has_line(text):
        text = _without_line(text)
    if not _is_numerous(text):
        return text
    text = _NATIONAL_ID.sub(
        lambda found: "[id]" if _is_national_id(found.group()) else found.group(), text
    )
    return _PHONE.sub("[phone]", text)


def _is_numerous(text: str) -> bool:
    """Whether nine digits stand close together; takes a tenth of the time of looking closely."""
    if text.isascii() and len(text.encode().translate(None, _NO_DIGITS)) < _LEAST_DIGITS:
        return False
    return _CLOSE_DIGITS.search(text) is not None


def _has_at(text: str) -> bool:
    return "@" in text or "＠" in text


def _has_line(text: str) -> bool:
    """Whether to look closely for a LINE id: most texts with `line` in them speak of deadlines."""
    lowered = text.lower()
    if not ("line" in lowered or "ไลน์" in lowered or "lin.ee" in lowered):
        return False
    return _LINE_WORD.search(text) is not None


def _without_line(text: str) -> str:
    """What stands before an account tells whether it is one, so what was masked may show more."""
    found = 1
    while found:
        text, found = _LINE.subn("[line]", text)
    return text


def _is_national_id(text: str) -> bool:
    digits = [int(character) for character in text if character.isdigit()]
    weighted = sum(
        weight * digit for weight, digit in zip(range(13, 1, -1), digits[:12], strict=True)
    )
    return (11 - weighted % 11) % 10 == digits[12]
