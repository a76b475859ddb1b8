"""One labour-market information system: its figures to read, its doors to post to."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import httpx

from lmis_client import releases, routes
from lmis_client.chunks import Record
from lmis_client.connection import Connection
from lmis_client.data_sets import DataSet
from lmis_client.documents import (
    Batch,
    Change,
    Changes,
    DoubtPage,
    KeptDoubt,
    Release,
    ReleaseSummary,
    Wanted,
)
from lmis_client.file_uploads import BatchProgress, Pace, announce, bring, follow
from lmis_client.problems import Language
from lmis_client.releases import KeptRelease
from lmis_client.retrying import Retrying
from lmis_client.uploads import Progress, Sizes, Upload, upload

LATEST, LIVE = "latest", "live"


class Client:
    """`base_url` is the address the system is opened by; `key` is only needed to post.

    What is wrong with a request is told in `language`. Every method raises `Refused` when the
    service answers with a problem and `Unreachable` when it does not answer. ValueError for a
    `base_url` that is none.
    """

    def __init__(
        self,
        base_url: str,
        key: str | None = None,
        language: Language = "en",
        retrying: Retrying | None = None,
        http: httpx.Client | None = None,
    ) -> None:
        self._connection = Connection(base_url, key, language, retrying or Retrying(), http)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; what was read stays."""
        self._connection.close()

    def data_sets(self, version: str = LATEST) -> list[DataSet]:
        """All published tables of a release, of `live` figures, or of a pin such as `1.*`."""
        found = self._connection.get(routes.DATA_SETS, version=version)["data_sets"]
        return [DataSet(self._connection, summary) for summary in found]

    def data_set(self, name: str, version: str = LATEST) -> DataSet:
        """One published table; the pin is settled now. Raises NotFound."""
        at = {"data_set": name}
        return DataSet(self._connection, self._connection.get(routes.DATA_SET, at, version=version))

    def releases(self) -> list[ReleaseSummary]:
        """Every release, newest first."""
        return self._connection.get(routes.RELEASES)["releases"]

    def release(self, version: str = LATEST) -> Release:
        """A release with its files and what differs from the one before."""
        return self._connection.get(routes.RELEASE, {"version": version})

    def download_release(
        self, directory: Path | str, version: str = LATEST, public_key: str | None = None
    ) -> KeptRelease:
        """Every file of a release, checked against its manifest and the manifest's signature.

        Give the `public_key` that the publisher told you by another way: without it the key that
        comes with the release is believed. Called again it fetches what is missing.

        Raises:
            NotTrusted: something is not what was signed.
            MissingExtra: cryptography is not installed.
        """
        return releases.download(self._connection, version, Path(directory), public_key)

    def changes(self, cursor: str | None = None) -> Changes:
        """All that was published and revised, oldest first; with a cursor what came after it."""
        found: list[Change] = []
        while True:
            page = self._connection.get(routes.CHANGES, cursor=cursor)
            found += page["changes"]
            cursor = page["cursor"]
            if not page["more"]:
                return {"changes": found, "cursor": cursor, "more": False}

    def feedback(
        self, data_set: str | None = None, indicator: str | None = None
    ) -> Iterator[KeptDoubt]:
        """Doubts that were answered, newest first."""
        cursor = None
        while True:
            page: DoubtPage = self._connection.get(
                routes.FEEDBACK, data_set=data_set, indicator=indicator, cursor=cursor
            )
            yield from page["feedback"]
            cursor = page["next"]
            if cursor is None:
                return

    def doubt_figure(
        self,
        message: str,
        data_set: str,
        indicator: str,
        cell: Mapping[str, str],
        version: str = LATEST,
    ) -> KeptDoubt:
        """Say that a figure looks wrong; `doubt` finds the answer by the reference given."""
        about = {"data_set": data_set, "version": version, "indicator": indicator}
        return self._doubted(message, {**about, "cell": dict(cell)})

    def doubt_code(
        self, message: str, text: str, code: str, classification: str = "ISCO-08"
    ) -> KeptDoubt:
        """Say that a text was given a wrong code of ISCO-08 or ISCED-F 2013."""
        about = {"classification": classification, "text": text, "code": code}
        return self._doubted(message, about)

    def doubt(self, reference: str) -> KeptDoubt:
        """What became of a doubt."""
        return self._connection.get(routes.KEPT_DOUBT, {"reference": reference})

    def post_graduates(
        self,
        records: Iterable[Record],
        journal: Path | str | None = None,
        progress: Progress | None = None,
        sizes: Sizes | None = None,
    ) -> Upload:
        """Post graduates, some thousand at once; records refused are told, the others kept.

        Posting one again changes nothing, so a crashed upload may be begun anew; with a `journal`
        it goes on where it was.
        """
        path = Path(journal) if journal else None
        return upload(self._connection, routes.GRADUATES, records, path, progress, sizes)

    def post_vacancies(
        self,
        records: Iterable[Record],
        journal: Path | str | None = None,
        progress: Progress | None = None,
        sizes: Sizes | None = None,
    ) -> Upload:
        """Post vacancies; as `post_graduates`."""
        path = Path(journal) if journal else None
        return upload(self._connection, routes.VACANCIES, records, path, progress, sizes)

    def upload_file(
        self,
        path: Path | str,
        kind: Literal["graduates", "vacancies"],
        profile: str = "",
        *,
        dry_run: bool = False,
        as_of: str | None = None,
        batch_id: str | None = None,
        progress: BatchProgress | None = None,
        pace: Pace | None = None,
    ) -> Batch:
        """Bring a whole file of any format that a mapping profile reads; the batch at its end.

        A connection that breaks is gone on with. To go on with a file that an earlier run began
        to bring, say its `batch_id`, which `progress` was told.
        """
        file, pace = Path(path), pace or Pace()
        if batch_id is None:
            wanted: Wanted = {
                "kind": kind,
                "profile": profile,
                "name": file.name,
                "dry_run": dry_run,
                "as_of": as_of,
                "size": None,
                "sha256": None,
            }
            batch_id = announce(self._connection, file, wanted)
        if progress:
            progress(self._connection.get(routes.BATCH, {"batch_id": batch_id}))
        bring(self._connection, batch_id, file, pace)
        return follow(self._connection, batch_id, pace, progress)

    def rows_to_mend(self, batch_id: str, form: Literal["csv", "xlsx"] = "csv") -> bytes:
        """The rows of an uploaded file that were rejected, with the reasons beside them."""
        return self._connection.get(routes.ROWS_TO_MEND, {"batch_id": batch_id}, format=form)

    def _doubted(self, message: str, about: Mapping[str, object]) -> KeptDoubt:
        doubt = {"about": about, "message": message, "language": self._connection.language}
        return self._connection.post(routes.DOUBT, doubt)
