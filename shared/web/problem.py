"""Errors as problem+json (RFC 9457), with one entry per faulty field, in Thai and English."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import marshmallow as ma
import msgspec
from flask import Response, current_app, request

from shared.web.faults import Fault
from shared.web.language import Language, reader_language

MEDIA_TYPE = "application/problem+json"
PAGE = "problem_page"
"""Place in an app's `extensions` of what shows a problem to a person: its members -> a page."""
Page = Callable[[Mapping[str, Any]], Response]

TITLES: dict[str, tuple[int, str, str]] = {
    # type: (status, English, Thai)
    "malformed": (400, "The request cannot be read", "อ่านคำขอไม่ได้"),
    "unauthenticated": (401, "A valid API key is needed", "ต้องใช้คีย์ API ที่ถูกต้อง"),
    "forbidden": (403, "This key may not do that", "คีย์นี้ไม่มีสิทธิ์ดำเนินการดังกล่าว"),
    "insufficient-scope": (
        403,
        "This key was not made for that: it lacks a scope",
        "คีย์นี้ไม่ได้ออกไว้สำหรับการดำเนินการนี้ เพราะไม่มีขอบเขต (scope) ที่ต้องใช้",
    ),
    "not-found": (404, "There is nothing here", "ไม่พบข้อมูลที่ขอ"),
    "method-not-allowed": (405, "This method is not allowed here", "ไม่รองรับวิธีเรียกนี้"),
    "not-acceptable": (406, "No such format is offered", "ไม่มีรูปแบบข้อมูลที่ขอ"),
    "in-progress": (
        409,
        "This very request is being worked on",
        "กำลังดำเนินการคำขอนี้อยู่",
    ),
    "conflict": (
        409,
        "The request does not fit what is there by now",
        "คำขอไม่สอดคล้องกับข้อมูลปัจจุบัน",
    ),
    "cursor-expired": (
        410,
        "The figures have changed since the first page",
        "ตัวเลขเปลี่ยนไปแล้วหลังจากหน้าแรก",
    ),
    "precondition-failed": (
        412,
        "What is kept is no longer what If-Match names",
        "ข้อมูลที่เก็บไว้ไม่ตรงกับรุ่นที่ระบุใน If-Match แล้ว",
    ),
    "too-large": (413, "The request is too large", "คำขอมีขนาดใหญ่เกินไป"),
    "unsupported-media-type": (
        415,
        "This content type is not taken here",
        "ไม่รองรับชนิดเนื้อหานี้",
    ),
    "invalid": (422, "Some values are not valid", "มีข้อมูลบางค่าไม่ถูกต้อง"),
    "key-reused": (
        422,
        "This Idempotency-Key belongs to another request",
        "Idempotency-Key นี้เป็นของคำขออื่น",
    ),
    "too-many": (429, "There are too many of these already", "มีรายการประเภทนี้มากเกินไปแล้ว"),
    "rate-limited": (
        429,
        "Too many requests in too short a time",
        "ส่งคำขอถี่เกินไป",
    ),
    "unavailable": (
        503,
        "The request cannot be kept right now; try again",
        "ขณะนี้บันทึกคำขอไม่ได้ โปรดลองใหม่",
    ),
    "internal": (500, "Something went wrong on our side", "เกิดข้อผิดพลาดในระบบ"),
}
TYPE_OF_STATUS = {status: kind for kind, (status, _, _) in reversed(TITLES.items())}
"""Of several kinds with one status the first, which says the least."""


@dataclass
class Problem(Exception):
    """Raise it anywhere under a request; the web skeleton renders it."""

    kind: str
    detail: str | None = None
    faults: Sequence[tuple[str, Fault]] = ()
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return TITLES[self.kind][0]


class FaultSchema(ma.Schema):
    """One faulty field."""

    pointer = ma.fields.String(metadata={"description": "JSON pointer (RFC 6901) to the value"})
    code = ma.fields.String()
    detail = ma.fields.String(metadata={"description": "in the reader's language"})
    messages = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


class ProblemSchema(ma.Schema):
    """RFC 9457 problem details."""

    type = ma.fields.String()
    title = ma.fields.String(metadata={"description": "in the reader's language"})
    titles = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())
    status = ma.fields.Integer()
    detail = ma.fields.String()
    instance = ma.fields.String()
    correlation_id = ma.fields.String()
    errors = ma.fields.List(ma.fields.Nested(FaultSchema))


def fault_entry(pointer: str, fault: Fault, language: Language) -> dict[str, Any]:
    """One faulty field as it is shown to callers."""
    return {
        "pointer": pointer,
        "code": fault.code,
        "detail": fault.text(language),
        "messages": {"th": fault.text("th"), "en": fault.text("en")},
    }


def render(problem: Problem, correlation_id: str) -> Response:
    """The problem as a response: a page in a browser of an app that has pages, else JSON."""
    page = _page()
    language = reader_language("th" if page else "en")
    status, english, thai = TITLES[problem.kind]
    body: dict[str, Any] = {
        "type": f"urn:lmis:problem:{problem.kind}",
        "title": thai if language == "th" else english,
        "titles": {"th": thai, "en": english},
        "status": status,
        "instance": request.path,
        "correlation_id": correlation_id,
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.faults:
        body["errors"] = [fault_entry(p, f, language) for p, f in problem.faults]
    response = page(body) if page else Response(msgspec.json.encode(body), content_type=MEDIA_TYPE)
    response.status_code = status
    response.headers.update(problem.headers)
    response.headers["Content-Language"] = language
    response.vary.update(("Accept", "Accept-Language"))
    return response


def _page() -> Page | None:
    """What shows problems as pages, for a reader who would rather have one than JSON."""
    accepted = request.accept_mimetypes
    wants_page = accepted.quality("text/html") > accepted.quality(MEDIA_TYPE)
    page: Page | None = current_app.extensions.get(PAGE)
    return page if wants_page else None
