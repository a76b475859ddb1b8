"""Which partition a key lies in, and which member of a group reads which partition.

Used by the embedded adapters; Apache Kafka has its own partitioner and group coordinator.
"""

import zlib
from collections.abc import Mapping, Sequence

Partition = tuple[str, int]
"""(topic, number)."""


def partition_of(key: str, partitions: int) -> int:
    """The same number for the same key in every process and release."""
    return zlib.crc32(key.encode()) % partitions


def shares(members: Mapping[str, Sequence[str]], sizes: Mapping[str, int]) -> dict[Partition, str]:
    """Who should read what: each topic's partitions dealt out in turn among its subscribers.

    `members` maps a member to its topics, `sizes` a topic to its number of partitions. Topics
    start at different members, so that one-partition topics do not all fall to the first.
    """
    wanted: dict[Partition, str] = {}
    for turn, topic in enumerate(sorted(sizes)):
        readers = sorted(member for member, topics in members.items() if topic in topics)
        for number in range(sizes[topic] if readers else 0):
            wanted[topic, number] = readers[(turn + number) % len(readers)]
    return wanted


def handover(
    member: str, wanted: Mapping[Partition, str], held: Mapping[Partition, str]
) -> tuple[set[Partition], set[Partition]]:
    """What `member` must give up now, and what it may take because nobody holds it.

    A partition changes hands in two steps, so that it never has two holders.
    """
    give_up = {p for p, holder in held.items() if holder == member and wanted.get(p) != member}
    take = {p for p, reader in wanted.items() if reader == member and p not in held}
    return give_up, take
