"""What a new assessment changes in a record's coding, as far as that is news to its provider."""

from typing import Any

from services.ingestion.notices.coding import PARTS, Row, shown_part


def change_of(before: Row | None, after: Row) -> dict[str, Any] | None:
    """Part -> its coding before and after; None when nothing changed that the provider did not do.

    A code that the provider gave itself is no news to it, however it stood before.
    """
    changed = {
        part: {"before": before and shown_part(before, part), "after": shown_part(after, part)}
        for part in PARTS
        if _is_news(before, after, part)
    }
    return changed or None


def _is_news(before: Row | None, after: Row, part: str) -> bool:
    if after[f"{part}_status"] in (None, "given"):
        return False
    names = f"{part}_status", f"{part}_code"
    return before is None or any(before[name] != after[name] for name in names)
