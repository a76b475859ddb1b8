"""Compaction of the log in SQLite, one stream at a time and without stopping its writers."""

from collections.abc import Mapping, Sequence

from shared.bus.compaction import delete_retention_ms, is_due
from shared.bus.log import LogUnavailable
from shared.bus.sqlite_tables import PAGE, LogFile, Rows, end_of

_TO_BE_REWRITTEN = 1
"""Kept in the file itself, so that a compaction that was cut short is finished by the next."""


def stream_is_due(rows: Rows, stream: int, settings: Mapping[str, str], now_ms: int) -> bool:
    """Whether the stream is to be compacted by its topic's settings."""
    total = _first(rows, "SELECT COUNT(*) FROM records WHERE stream = ?", stream)
    clean_to = _first(rows, "SELECT clean_to FROM streams WHERE id = ?", stream) or 0
    dirty = _first(
        rows, "SELECT COUNT(*) FROM records WHERE stream = ? AND position >= ?", stream, clean_to
    )
    oldest_dirty = _first(
        rows,
        "SELECT timestamp FROM records WHERE stream = ? AND position >= ?"
        " ORDER BY position LIMIT 1",
        stream,
        clean_to,
    )
    oldest_tombstone = _first(
        rows, "SELECT MIN(timestamp) FROM records WHERE stream = ? AND value IS NULL", stream
    )
    return is_due(
        settings,
        dirty=dirty or 0,
        total=total or 0,
        oldest_dirty_ms=oldest_dirty,
        oldest_tombstone_ms=oldest_tombstone,
        now_ms=now_ms,
    )


def compact_stream(
    file: LogFile, rows: Rows, stream: int, settings: Mapping[str, str], now_ms: int
) -> None:
    """Delete what later records of the same key replaced, then tombstones past their retention.

    Only up to the end as it was at the start: a tombstone written meanwhile must outlive the
    records that it erases.
    """
    end = end_of(rows, stream)
    _delete(file, rows, _replaced(rows, stream, end))
    _delete(file, rows, _expired(rows, stream, end, now_ms - delete_retention_ms(settings)))
    with file.writing(rows):
        rows.execute("UPDATE streams SET clean_to = ? WHERE id = ?", (end, stream))


def give_back(rows: Rows) -> None:
    """Rewrite the file without what was deleted, and empty the write-ahead log.

    SQLite's secure_delete clears what is deleted, but not the copies that its b-trees left
    where they moved rows from one page to another. Only a file written anew is free of them.

    Raises LogUnavailable: what was deleted may still be in the files; the next call goes on.
    """
    if _first(rows, "PRAGMA user_version") != _TO_BE_REWRITTEN:
        return
    rows.execute("VACUUM")
    if _first(rows, "PRAGMA wal_checkpoint(TRUNCATE)"):
        raise LogUnavailable("a reader kept the write-ahead log from being emptied")
    rows.execute("PRAGMA user_version=0")


def _replaced(rows: Rows, stream: int, end: int) -> list[int]:
    found = rows.execute(
        "SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY key ORDER BY position DESC)"
        " AS age FROM records WHERE stream = ? AND position < ?) WHERE age > 1",
        (stream, end),
    )
    return [record for (record,) in found]


def _expired(rows: Rows, stream: int, end: int, written_before_ms: int) -> list[int]:
    found = rows.execute(
        "SELECT id FROM records WHERE stream = ? AND value IS NULL AND position < ?"
        " AND timestamp < ?",
        (stream, end, written_before_ms),
    )
    return [record for (record,) in found]


def _delete(file: LogFile, rows: Rows, records: Sequence[int]) -> None:
    for first in range(0, len(records), PAGE):
        with file.writing(rows):
            rows.execute(f"PRAGMA user_version={_TO_BE_REWRITTEN}")
            rows.executemany(
                "DELETE FROM records WHERE id = ?",
                [(record,) for record in records[first : first + PAGE]],
            )


def _first(rows: Rows, sql: str, *parameters: int) -> int | None:
    """The first column of the first row; the statement is read to its end and so finished."""
    found = list(rows.execute(sql, parameters))
    return found[0][0] if found else None
