"""What taking batches in needs, and how it says no."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.ingestion.batches.sealing import BatchKey, Purpose, Sealing
from services.ingestion.handlers import Door
from services.ingestion.store import Batch
from shared.settings import Settings
from shared.web.faults import Fault


@dataclass(frozen=True)
class Batches:
    """The door, what seals uploads, the largest upload, and how long results can be read."""

    door: Door
    sealing: Sealing
    most_bytes: int
    results_days: int

    @classmethod
    def of(cls, door: Door, settings: Settings) -> "Batches":
        """As the settings say."""
        return cls(
            door,
            Sealing(settings.upload_secret()),
            settings.max_upload_bytes,
            settings.results_days,
        )

    def key_of(self, batch: Batch, purpose: Purpose) -> BatchKey | None:
        """The key of the batch's content or results; None when that was deleted.

        Raises:
            KeyLost: the secret was changed since.
        """
        wrapped = batch.content_key if purpose == "content" else batch.results_key
        return None if wrapped is None else self.sealing.key(wrapped, batch.id, purpose)


class UnknownBatch(Exception):
    """The organisation has no such batch."""


class NotOpen(Exception):
    """The batch takes no content any more."""


class WrongOffset(Exception):
    """Content was offered for another place than the one it goes on at: `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"goes on at {offset}")
        self.offset = offset


class TooLarge(Exception):
    """More content than is taken, or than was announced."""


class BatchRefused(Exception):
    """What was asked for cannot be done: field -> fault, as pointers."""

    def __init__(self, faults: Sequence[tuple[str, Fault]]) -> None:
        super().__init__("; ".join(f"{pointer}: {fault}" for pointer, fault in faults))
        self.faults = faults
