"""What was accepted of an upload, in a file, so that one that broke off goes on where it was."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lmis_client.problems import Fault

_FINISHED = {"finished": True}


@dataclass(frozen=True)
class ChunkOutcome:
    """What became of a chunk's records; `faults` by their place in the chunk."""

    created: int
    updated: int
    unchanged: int
    invalid: int
    faults: Mapping[str, Sequence[Fault]] = field(default_factory=dict)


class Journal:
    """A line for every chunk that was accepted, by the digest of its records.

    It holds no record, no reference and no key. A journal of another upload, or of one that was
    finished, is begun anew: posting again what is kept already changes nothing.
    """

    def __init__(self, path: Path, upload: Mapping[str, Any]) -> None:
        self._path = path
        self.accepted: dict[str, ChunkOutcome] = {}
        lines = _whole_lines(path)
        if lines and lines[0] == upload and lines[-1] != _FINISHED:
            for line in lines[1:]:
                self.accepted[line["digest"]] = _outcome(**line["outcome"])
        self._begin(upload)

    def accept(self, digest: str, outcome: ChunkOutcome) -> None:
        """Remember a chunk, whatever happens next."""
        self.accepted[digest] = outcome
        self._append(_line(digest, outcome))

    def finish(self) -> None:
        """The next upload starts from its beginning."""
        self._append(_FINISHED)

    def _begin(self, upload: Mapping[str, Any]) -> None:
        """Write what is known to a new file: a crash may have left half a line in the old one."""
        draft = self._path.with_name(f".{self._path.name}.part")
        known = [_line(digest, outcome) for digest, outcome in self.accepted.items()]
        draft.write_text("".join(f"{json.dumps(line)}\n" for line in (upload, *known)))
        draft.replace(self._path)

    def _append(self, line: Mapping[str, Any]) -> None:
        with self._path.open("a") as file:
            file.write(f"{json.dumps(line)}\n")
            file.flush()
            os.fsync(file.fileno())


def _line(digest: str, outcome: ChunkOutcome) -> Mapping[str, Any]:
    return {"digest": digest, "outcome": asdict(outcome)}


def _outcome(faults: Mapping[str, Sequence[Any]], **counts: int) -> ChunkOutcome:
    of_records = {place: [Fault(**told) for told in found] for place, found in faults.items()}
    return ChunkOutcome(**counts, faults=of_records)


def _whole_lines(path: Path) -> list[Any]:
    """The lines up to the first that cannot be read; none of a file that is not there."""
    found: list[Any] = []
    if not path.exists():
        return found
    for line in path.read_text().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            break
    return found
