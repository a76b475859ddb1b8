"""Forms read as a stream: the same however the bytes are cut, and refused when they are none."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.api.batch_forms import read_form
from shared.web.problem import Problem

BOUNDARY = "b0und"
CONTENT = "id,title\r\n1,\r\n--b0un\r\n2,ก\r\n".encode()


def part(name: str, content: bytes, file_name: str = "") -> bytes:
    named = f'; filename="{file_name}"' if file_name else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def a_form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def cut(body: bytes, size: int) -> Iterator[bytes]:
    yield from (body[at : at + size] for at in range(0, len(body), size))


@given(st.integers(1, 250))
def test_a_form_is_the_same_however_it_is_cut(size: int) -> None:
    whole = a_form(part("kind", b"vacancies"), part("file", CONTENT, "a.csv"))
    form = read_form(cut(whole, size), BOUNDARY)
    assert (form.fields, form.file_name) == ({"kind": "vacancies"}, "a.csv")
    assert b"".join(form.file) == CONTENT


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "broken_form"),
        (b"no form at all", "broken_form"),
        (part("file", CONTENT, "a.csv"), "broken_form"),
        (a_form(part("kind", b"vacancies")), "one_file"),
        (a_form(part("file", b"1", "a"), part("file", b"2", "b")), "one_file"),
        (a_form(part("file", b"1", "a"), part("kind", b"vacancies")), "after_file"),
        (a_form(part("kind", b"x" * 5_000), part("file", b"1", "a")), "too_long"),
        (a_form(*[part("kind", b"x")] * 30), "broken_form"),
    ],
)
def test_what_is_no_such_form_is_refused(body: bytes, code: str) -> None:
    def read() -> bytes:
        return b"".join(read_form(cut(body, 64), BOUNDARY).file)

    with pytest.raises(Problem) as found:
        read()
    assert [each.code for _, each in found.value.faults] == [code]
