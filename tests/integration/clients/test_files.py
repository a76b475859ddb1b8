"""Whole files brought by the client: in pieces, gone on with, followed to their end."""

from pathlib import Path

import httpx
import pytest

from lmis_client import Batch, Client, Pace, Refused, Retrying, Unreachable
from tests.integration.clients.served import Served
from tests.integration.ingestion.uploading import adverts

PACE = Pace(piece=500, look=0.02)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "adverts.csv"
    path.write_bytes(adverts(40, _7={"title": ""}))
    return path


@pytest.mark.usefixtures("working")
def test_a_file_is_brought_and_followed_to_its_end(lmis: Served, file: Path) -> None:
    seen: list[Batch] = []
    with Client(lmis.url, key=lmis.employer) as client:
        batch = client.upload_file(file, "vacancies", "jobthai", progress=seen.append, pace=PACE)
        assert (batch["state"], batch["name"]) == ("finished", "adverts.csv")
        assert (batch["counts"]["read"], batch["counts"]["rejected"]) == (40, 1)
        assert seen[0]["state"] == "open"
        assert b"A-7" in client.rows_to_mend(batch["id"])


@pytest.mark.usefixtures("working")
def test_what_an_earlier_run_began_is_gone_on_with(lmis: Served, file: Path) -> None:
    class Breaking(httpx.HTTPTransport):
        """Carries five requests and is gone; the last of them arrives without an answer."""

        left = 5

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            self.left -= 1
            if self.left < 0:
                raise httpx.ConnectError("gone")
            answer = super().handle_request(request)
            if self.left == 0:
                answer.close()
                raise httpx.ReadError("gone")
            return answer

    begun: list[Batch] = []
    http = httpx.Client(transport=Breaking())
    breaking = Client(lmis.url, key=lmis.employer, http=http, retrying=Retrying(attempts=1))
    with breaking, pytest.raises(Unreachable, match="gone"):
        breaking.upload_file(file, "vacancies", "jobthai", progress=begun.append, pace=PACE)
    with Client(lmis.url, key=lmis.employer) as client:
        again = client.upload_file(file, "vacancies", batch_id=begun[0]["id"], pace=PACE)
    assert (again["id"], again["counts"]["read"]) == (begun[0]["id"], 40)


@pytest.mark.usefixtures("working")
def test_a_file_that_is_shorter_than_what_is_there_is_refused(lmis: Served, file: Path) -> None:
    with Client(lmis.url, key=lmis.employer) as client:
        begun: list[Batch] = []

        def stop(batch: Batch) -> None:
            begun.append(batch)
            raise InterruptedError

        with pytest.raises(InterruptedError):
            client.upload_file(file, "vacancies", "jobthai", progress=stop)
        found, content = begun[0]["id"], file.read_bytes()
        path = f"{lmis.url}/ingestion/v1/batches/{found}/content"
        headers = {"Authorization": f"Bearer {lmis.employer}", "Upload-Offset": "0"}
        httpx.patch(path, content=content[:300], headers=headers).raise_for_status()
        file.write_bytes(content[:200])
        with pytest.raises(Refused, match="300"):
            client.upload_file(file, "vacancies", batch_id=found, pace=PACE)


def test_a_refusal_is_told(lmis: Served, file: Path) -> None:
    client = Client(lmis.url, key=lmis.university)
    with client, pytest.raises(Refused, match="university"):
        client.upload_file(file, "vacancies", "jobthai")
