"""One way to tidy text at the door and one way to fold it for look-ups, Thai and English alike."""

import re
import unicodedata

_LEFT_OUT = ("Cc", "Cf", "Cs")
_NIKHAHIT = "\u0e4d"
_SARA_AM = re.compile(_NIKHAHIT + "([\u0e48-\u0e4b]?)\u0e32")
_DOUBLE_SARA_E = "\u0e40\u0e40"
_ASCII_NOT_KEY = re.compile(r"[^a-z0-9+#]+")


def tidy(text: str) -> str:
    """The same text in one spelling: NFC, visible characters only, single spaces, stripped.

    Thai is put in the order a keyboard gives it: nikhahit + sara aa (U+0E4D U+0E32) becomes
    sara am (U+0E33), also around a tone mark, and two sara e become sara ae.
    """
    visible = "".join(map(_visible, text)) if not text.isprintable() else text
    if visible.isascii():
        return _single_spaced(visible)
    composed = unicodedata.normalize("NFC", visible)
    if _NIKHAHIT in composed:
        composed = _SARA_AM.sub("\\1\u0e33", composed)
    return _single_spaced(composed.replace(_DOUBLE_SARA_E, "\u0e41"))


def match_key(text: str) -> str:
    """A key under which spellings of one name meet: case, width and punctuation folded.

    Letters, vowel and tone marks and digits stay, as do `+` and `#` (C++, C#); all else is a
    space.
    """
    if text.isascii() and text.isprintable():
        return _ASCII_NOT_KEY.sub(" ", text.lower()).strip()
    folded = unicodedata.normalize("NFD", tidy(text)).casefold()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
    return tidy("".join(character if _in_key(character) else " " for character in tidy(folded)))


def _single_spaced(visible: str) -> str:
    """Among visible characters the only space is the common one, mostly where it belongs."""
    if "  " in visible or visible[:1] == " " or visible[-1:] == " ":
        return " ".join(visible.split())
    return visible


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _LEFT_OUT else character


def _in_key(character: str) -> bool:
    return character in "+#" or unicodedata.category(character)[0] in "LMN"
