"""Texts in both languages."""

from typing import TypedDict


class Texts(TypedDict):
    """A text in Thai and English."""

    th: str
    en: str
