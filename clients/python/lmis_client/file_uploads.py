"""Whole files brought to an LMIS, gone on with where a connection broke, followed to their end."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lmis_client import routes
from lmis_client.connection import Connection
from lmis_client.documents import Batch, Wanted
from lmis_client.problems import Conflict, Unreachable

PIECE = 8 * 1024 * 1024
_TYPE = "application/partial-upload"


@dataclass(frozen=True)
class Pace:
    """Bytes in each piece, how often a broken one is sent again, seconds between looks."""

    piece: int = PIECE
    attempts: int = 10
    look: float = 0.5
    sleep: Callable[[float], None] = time.sleep


BatchProgress = Callable[[Batch], None]


def announce(connection: Connection, path: Path, wanted: Wanted) -> str:
    """Open a batch for the file; its id, under which the file can be brought again and again."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(PIECE):
            digest.update(block)
    stated = {**wanted, "size": path.stat().st_size, "sha256": digest.hexdigest()}
    known = {name: value for name, value in stated.items() if value is not None}
    return connection.post(routes.BATCHES, known)["id"]


def bring(connection: Connection, batch_id: str, path: Path, pace: Pace) -> None:
    """Send what is not there yet, piece by piece.

    Raises:
        Refused: the service does not take the file.
        Unreachable: a piece did not arrive however often it was sent.
    """
    at, size, failed = {"batch_id": batch_id}, path.stat().st_size, 0
    with path.open("rb") as file:
        while not (held := connection.get(routes.HELD_CONTENT, at))["complete"]:
            file.seek(held["received_bytes"])
            piece = file.read(pace.piece)
            is_last = file.tell() >= size  # or past it: the file was longer, which is told then
            headers = {
                "Content-Type": _TYPE,
                "Upload-Offset": str(held["received_bytes"]),
                "Upload-Complete": "?1" if is_last else "?0",
            }
            try:
                connection.send(routes.CONTENT, piece, at, headers)
            except (Unreachable, Conflict):  # it may have arrived all the same: ask
                failed += 1
                if failed == pace.attempts:
                    raise
            else:
                failed = 0


def follow(
    connection: Connection, batch_id: str, pace: Pace, progress: BatchProgress | None
) -> Batch:
    """The batch at its end."""
    while True:
        batch = connection.get(routes.BATCH, {"batch_id": batch_id})
        if progress:
            progress(batch)
        if batch["finished_at"]:
            return batch
        pace.sleep(pace.look)
