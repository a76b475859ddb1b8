"""A browser at the upload pages, as far as a test without one goes."""

import io
import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.access import Role
from tests.integration.ingestion.door import OpenDoor

GRADUATES = "เลขที่,หลักสูตร,ปี\nA-1,<script>alert(1)</script>,2566\nA-2,การบัญชี,25x6\n".encode()
BY_HAND = {"profile": "", "column.0": "reference", "column.1": "programme"}


class Reader:
    """A browser that wants pages, in English unless it says otherwise."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **request: Any) -> TestResponse:
        return self._ask("GET", path, **request)

    def post(self, path: str, **request: Any) -> TestResponse:
        return self._ask("POST", path, **request)

    def sign_in(self, key: str, **request: Any) -> TestResponse:
        return self.post("/ingestion/sign-in", data={"key": key}, **request)

    def bring(self, content: bytes, name: str = "file.csv") -> TestResponse:
        """A file in the form of the first page."""
        return self.post("/ingestion/uploads", data={"file": (io.BytesIO(content), name)})

    def columns(self, content: bytes, name: str = "file.csv") -> str:
        """Where the columns of a file that was brought are matched."""
        answer = self.bring(content, name)
        assert answer.status_code == 303
        return str(answer.headers["Location"])

    def _ask(self, method: str, path: str, **request: Any) -> TestResponse:
        asked = {"Accept": "text/html", "Accept-Language": "en", **request.pop("headers", {})}
        return self.client.open(path, method=method, headers=asked, **request)


def new_key(door: OpenDoor, organisation: str, role: Role, **scopes: Any) -> str:
    door.access.add_organisation(organisation, organisation, role)
    return door.access.issue_key(organisation, **scopes).text


def said(answer: TestResponse) -> str:
    """The words of a page's content."""
    assert answer.mimetype == "text/html"
    content = answer.get_data(as_text=True).partition("<main")[2].partition("</main")[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", content)))
