"""Publications in the reporting database: releases are added, never changed; live is replaced."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import Connection, Engine, delete, insert, literal, select, union_all

from services.reporting.cube.memory import Memory
from services.reporting.data_sets import Publication
from services.reporting.data_sets.publication import LIVE
from services.reporting.publication.files import Files, from_files
from services.reporting.publication.shelf import KeptFile, ReleaseEntry
from services.reporting.publication.signing import MANIFEST, digest
from services.reporting.publication.versions import NoSuchVersion, resolve
from services.reporting.store import hidden_counts, live, live_files, release_files, releases

_MOST_OPEN = 3
"""Publications kept in memory; a table of a whole country takes some tens of megabytes."""

_ISSUED = union_all(
    select(releases.c.version, releases.c.issued), select(literal(LIVE), live.c.issued)
)
"""When each was made; together with the version that names what will not change."""


class KeptShelf:
    """The shelf of one reporting database; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: OrderedDict[tuple[str, str], Publication] = OrderedDict()
        self._lock = threading.Lock()
        self._loading: dict[tuple[str, str], threading.Lock] = {}

    def releases(self) -> Sequence[ReleaseEntry]:
        """Every release, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(releases).order_by(releases.c.number.desc())).all()
        return [_entry(row._mapping) for row in rows]

    def open(self, pin: str) -> Publication:
        """The release that the pin means, or the live figures; raises NoSuchVersion."""
        if lasting := self._lasting(pin):
            return lasting
        with self._engine.connect() as connection:
            issued = {row.version: row.issued for row in connection.execute(_ISSUED)}
        version = resolve(pin, [found for found in issued if found != LIVE])
        if version not in issued:
            raise NoSuchVersion(version)
        made = issued[version]
        return self._known(version, made) or self._loaded(version, made)

    def _lasting(self, pin: str) -> Publication | None:
        """A release asked for by its version: it is what it was, so nothing is looked up."""
        with self._lock:
            for key in self._open:
                if key[0] == pin != LIVE:
                    self._open.move_to_end(key)
                    return self._open[key]
        return None

    def _known(self, version: str, issued: str) -> Publication | None:
        with self._lock:
            known = self._open.get((version, issued))
            if known:
                self._open.move_to_end((version, issued))
            return known

    def _loaded(self, version: str, issued: str) -> Publication:
        """Once, however many ask for it together; who asks for another need not wait."""
        with self._lock:
            loading = self._loading.setdefault((version, issued), threading.Lock())
        with loading:
            return self._known(version, issued) or self._load(version, issued)

    def _load(self, version: str, issued: str) -> Publication:
        with self._engine.connect() as connection:
            found = from_files(_files(connection, version))
        with self._lock:
            for key in [key for key in self._open if key[0] == version]:
                del self._open[key]  # live figures that these are in the place of
            self._open[version, issued] = found
            self._loading.pop((version, issued), None)
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        return found

    def files(self, version: str) -> Sequence[KeptFile]:
        """The files of a release, manifest and signature included; raises NoSuchVersion."""
        kept = release_files.c
        wanted = select(kept.path, kept.sha256, kept.size).where(kept.version == version)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(kept.path)).all()
        if not rows:
            raise NoSuchVersion(version)
        return [KeptFile(*row) for row in rows]

    def read(self, version: str, path: str) -> bytes:
        """One file of a release; raises NoSuchVersion, KeyError."""
        kept = release_files.c
        wanted = select(kept.content).where(kept.version == version, kept.path == path)
        with self._engine.connect() as connection:
            content = connection.scalar(wanted)
        if content is None:
            self.files(version)
            raise KeyError(path)
        return bytes(content)


def newest(connection: Connection) -> ReleaseEntry | None:
    """The release made last."""
    row = connection.execute(select(releases).order_by(releases.c.number.desc()).limit(1)).first()
    return None if row is None else _entry(row._mapping)


def add_release(connection: Connection, entry: ReleaseEntry, files: Files, memory: Memory) -> None:
    """Keep a release for good; what the one before hid need not be remembered any more.

    Its number follows that of the release it was compared with, so that of two made at once from
    the same one, whatever their versions, the second raises IntegrityError.
    """
    before = select(releases.c.number).where(releases.c.version == entry.changes["since"])
    number = connection.scalar(before) or 0
    connection.execute(
        insert(releases).values(
            version=entry.version,
            number=number + 1,
            issued=entry.issued,
            digest=entry.digest,
            synthetic=entry.synthetic,
            entry=msgspec.json.encode(
                {"positions": entry.positions, "changes": entry.changes}
            ).decode(),
        )
    )
    rows = [
        {"version": entry.version, "path": p, "sha256": digest(c), "size": len(c), "content": c}
        for p, c in sorted(files.items())
    ]
    connection.execute(insert(release_files), rows)
    remember(connection, "release", memory)


def replace_live(
    connection: Connection, issued: str, made_from: str, files: Files, memory: Memory
) -> None:
    """Put live figures in the place of those before."""
    connection.execute(delete(live))
    connection.execute(delete(live_files))
    connection.execute(insert(live).values(one=1, issued=issued, made_from=made_from))
    rows = [{"path": path, "content": content} for path, content in sorted(files.items())]
    connection.execute(insert(live_files), rows)
    remember(connection, LIVE, memory)


def live_made_from(connection: Connection) -> str | None:
    """What the live figures were made from, to tell whether they are current."""
    return connection.scalar(select(live.c.made_from))


def remember(connection: Connection, publication: str, memory: Memory) -> None:
    """Keep the exact counts of the newest release, or the live figures, and what was hidden."""
    connection.execute(delete(hidden_counts).where(hidden_counts.c.publication == publication))
    connection.execute(
        insert(hidden_counts).values(
            publication=publication,
            keys=memory.keys.astype("<u8").tobytes(),
            counts=memory.counts.astype("<i8").tobytes(),
            hidden=np.packbits(memory.hidden).tobytes(),
        )
    )


def remembered(connection: Connection, *publications: str) -> Memory:
    """The exact counts of these, and what they hid."""
    found = []
    wanted = hidden_counts.c.publication.in_(publications)
    rows = select(hidden_counts).where(wanted).order_by(hidden_counts.c.publication.desc())
    for row in connection.execute(rows):
        keys, counts = np.frombuffer(row.keys, "<u8"), np.frombuffer(row.counts, "<i8")
        hidden = np.unpackbits(np.frombuffer(row.hidden, np.uint8), count=len(keys)) > 0
        found.append(Memory(keys, counts, hidden))
    return Memory.of_all(found)


def _files(connection: Connection, version: str) -> dict[str, bytes]:
    kept = live_files if version == LIVE else release_files
    wanted = select(kept.c.path, kept.c.content)
    if version != LIVE:
        wanted = wanted.where(release_files.c.version == version)
    return {row.path: bytes(row.content) for row in connection.execute(wanted)}


def _entry(row: Mapping[Any, Any]) -> ReleaseEntry:
    found = msgspec.json.decode(row["entry"])
    return ReleaseEntry(
        version=row["version"],
        issued=row["issued"],
        digest=row["digest"],
        synthetic=row["synthetic"],
        positions=found["positions"],
        changes=found["changes"],
    )


def manifest_digest(files: Files) -> str:
    """What a release is cited by."""
    return digest(files[MANIFEST])
