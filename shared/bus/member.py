"""One member of a consumer group of an embedded log: where it stands in each partition it holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Protocol, Self

from shared.bus.log import Positions, Record
from shared.bus.partitions import Partition


@dataclass(frozen=True)
class Claim:
    """The partitions a member holds; those `gained` may have been another's until now."""

    held: set[Partition]
    gained: set[Partition]


class Seat(Protocol):
    """A member's place in its group, as the log keeps it."""

    def claim(self) -> Claim:
        """Show that the member lives, pass partitions on and take over free ones."""

    def committed(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """The group's positions; 0 where it has none."""

    def read(self, partition: Partition, position: int, limit: int) -> Sequence[Record]:
        """Up to `limit` records from `position` on."""

    def commit(self, positions: Positions) -> None:
        """Keep the positions of the partitions that the member still holds."""

    def wait(self, timeout: float) -> None:
        """Return when something may have changed since `claim`, or after `timeout` seconds."""

    def leave(self) -> None:
        """Free the member's partitions for the others."""


class Member:
    """The `Consumer` of the embedded logs."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._positions: dict[Partition, int] = {}
        self._turn = 0

    def poll(self, timeout: float, max_records: int) -> Sequence[Record]:
        deadline = monotonic() + timeout
        while True:
            self._follow(self._seat.claim())
            records = self._read(max_records)
            remaining = deadline - monotonic()
            if records or remaining <= 0:
                return records
            self._seat.wait(remaining)

    def _follow(self, claim: Claim) -> None:
        """Forget positions in partitions that were lost; start new ones where committed."""
        kept = claim.held - claim.gained
        self._positions = {p: at for p, at in self._positions.items() if p in kept}
        self._positions.update(self._seat.committed(claim.held - self._positions.keys()))

    def _read(self, max_records: int) -> list[Record]:
        records: list[Record] = []
        for partition in self._in_turn():
            found = self._seat.read(partition, self._positions[partition], max_records)
            if found:
                self._positions[partition] = found[-1].offset + 1
                records += found
                max_records -= len(found)
            if max_records <= 0:
                break
        return records

    def _in_turn(self) -> list[Partition]:
        """The partitions held, another one first each time so that none starves."""
        partitions = sorted(self._positions)
        self._turn = (self._turn + 1) % (len(partitions) or 1)
        return partitions[self._turn :] + partitions[: self._turn]

    def commit(self, positions: Positions) -> None:
        self._seat.commit(positions)

    def rewind(self) -> None:
        self._positions.update(self._seat.committed(self._positions))

    def close(self) -> None:
        self._seat.leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
