"""What a catalogue lists: the newest tables, the releases that hold each, who publishes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from services.reporting.data_sets import DataSet, Publication
from services.reporting.publication.shelf import KeptFile, ReleaseEntry, Shelf
from services.reporting.publication.versions import LATEST
from shared.taxonomy.tables import Language

TIMES = ("year", "period")


@dataclass(frozen=True)
class Publisher:
    """Who answers for the figures; `contact` is an e-mail address, empty where there is none."""

    name: str
    contact: str = ""


@dataclass(frozen=True)
class Addresses:
    """URLs of the interface, absolute, below `base`."""

    base: str

    @property
    def catalogue(self) -> str:
        return f"{self.base}/v1/catalogue"

    @property
    def interface(self) -> str:
        return f"{self.base}/v1"

    @property
    def description(self) -> str:
        """The OpenAPI document."""
        return f"{self.base}/openapi.json"

    def data_set(self, name: str) -> str:
        return f"{self.base}/v1/data-sets/{name}"

    def version(self, name: str, version: str) -> str:
        return f"{self.data_set(name)}?version={version}"

    def series(self, name: str) -> str:
        return f"{self.data_set(name)}/versions"

    def structure(self, name: str, version: str) -> str:
        return f"{self.data_set(name)}/structure?version={version}"

    def query(self, name: str, version: str, form: str) -> str:
        """All of a table in one of the forms."""
        return f"{self.data_set(name)}/query?version={version}&format={form}"

    def archive(self, version: str) -> str:
        return f"{self.base}/v1/releases/{version}/archive"

    def file(self, version: str, path: str) -> str:
        return f"{self.base}/v1/releases/{version}/files/{path}"


@dataclass(frozen=True)
class Edition:
    """A table as one release has it, with the files that hold it there."""

    release: ReleaseEntry
    files: tuple[KeptFile, ...]


@dataclass(frozen=True)
class Listing:
    """Everything published. `editions` are by table, newest first."""

    publication: Publication
    publisher: Publisher
    editions: dict[str, Sequence[Edition]]

    def __iter__(self) -> Iterator[DataSet]:
        return iter(self.publication.data_sets.values())


def listing(shelf: Shelf, publisher: Publisher) -> Listing:
    """The newest tables: of the newest release, or the live ones when there is none yet."""
    publication = shelf.open(LATEST)
    editions: dict[str, Sequence[Edition]] = {name: [] for name in publication.data_sets}
    held = [(release, shelf.files(release.version)) for release in shelf.releases()]
    for name in editions:
        editions[name] = [
            Edition(release, tuple(file for file in files if _holds(file, name)))
            for release, files in held
            if release.version == publication.version or any(_holds(f, name) for f in files)
        ]
    return Listing(publication, publisher, editions)


def years(data_set: DataSet) -> tuple[int, int] | None:
    """The first and the last year (CE) that a table tells of; None for one without time."""
    found = [
        int(member.code[:4])
        for dimension in data_set.dimensions
        if dimension.name in TIMES
        for member in dimension.members
        if member.code[:4].isdigit()
    ]
    return (min(found), max(found)) if found else None


def keywords(data_set: DataSet) -> list[tuple[str, Language]]:
    """Words to find the table by: its own and the names of its dimensions."""
    own = [(word, _language(word)) for word in data_set.definition.keywords]
    named = [(text, code) for d in data_set.dimensions for code, text in d.labels.items()]
    return list(dict.fromkeys([*own, *named]))


def _holds(file: KeptFile, name: str) -> bool:
    path = PurePosixPath(file.path)
    return name in (path.stem, *path.parts[:-1])


def _language(word: str) -> Language:
    return "th" if any("ก" <= letter <= "๛" for letter in word) else "en"
