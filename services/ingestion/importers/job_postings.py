"""Job postings of schema.org (JSON-LD), alone, in lists or in web pages, as flat rows."""

import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from services.ingestion.importers.json_rows import LARGEST_RECORD, as_text
from services.ingestion.importers.rows import Broken, Row
from services.ingestion.importers.unpacking import Readable
from services.ingestion.importers.unreadable import UnreadableFile
from shared.web.faults import fault

_DEEPEST = 12
_LARGEST_PAGE = 16 * 1024 * 1024
_LONGEST_TAG = 1_000
_BREAKS = re.compile(r"<(?:/p|/li|/div|/h\d|br\s*/?)>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
_PLAIN_REFERENCE = re.compile(r"[\w.:-]{1,100}")
_WEEKS_A_YEAR = 52
_PERIODS = {"HOUR": "hour", "DAY": "day", "MONTH": "month", "YEAR": "year", "ANNUAL": "year"}
_PLAIN = (
    "title", "datePosted", "validThrough", "employmentType", "industry", "skills",
    "qualifications", "responsibilities", "totalJobOpenings", "workHours", "url",
)  # fmt: skip


def page_records(source: Readable) -> Iterator[tuple[int, Any]]:
    """Ordinal and content of each JSON-LD script in a web page."""
    page = _whole(source)
    folded = page.lower()
    number = at = 0
    while (at := folded.find("<script", at)) >= 0:
        end = folded.find(">", at, at + _LONGEST_TAG)
        is_linked_data = "ld+json" in folded[at : max(end, at)]
        at = end + 1 if end >= 0 else at + 1
        if not is_linked_data:
            continue
        close = folded.find("</script", at)
        script, at = page[at : close if close >= 0 else None], close if close >= 0 else len(page)
        number += 1
        yield number, _decoded(script)
    if not number:
        raise UnreadableFile("no_postings")


def _whole(source: Readable) -> str:
    page = bytearray()
    while block := source.read(1024 * 1024):
        page += block
        if len(page) > _LARGEST_PAGE:
            raise UnreadableFile("too_long_line", max=_LARGEST_PAGE)
    return page.decode("utf-8", "replace")


def _decoded(script: str) -> Any:
    try:
        return msgspec.json.decode(script[:LARGEST_RECORD])
    except msgspec.DecodeError as error:
        return Broken(fault("malformed_json", reason=str(error)), script[:200])
    except RecursionError:
        return Broken(fault("malformed_json", reason="nested too deeply"), script[:200])


def posting_rows(records: Iterable[tuple[int, Any]]) -> Iterator[Row]:
    """A row for each posting that stands anywhere in the records, numbered in order.

    Raises:
        UnreadableFile: `no_postings`, when all is read and there was none.
    """
    number = 0
    for _, record in records:
        if isinstance(record, Broken):
            number += 1
            yield Row(number, fault=record.fault, text=record.text)
            continue
        for posting in _postings(record, _DEEPEST):
            number += 1
            yield _row(number, posting)
    if not number:
        raise UnreadableFile("no_postings")


def _row(number: int, posting: Mapping[str, Any]) -> Row:
    try:
        return Row(number, {name: text for name, text in _columns(posting) if text})
    except (ValueError, RecursionError):
        return Row(number, fault=fault("malformed_json", reason="nested too deeply"))


def _postings(node: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, list):
        for item in node if depth else ():
            yield from _postings(item, depth - 1)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(str(kind).rpartition("/")[2] == "JobPosting" for kind in kinds):
            yield node
            return
        for inner in node.values() if depth else ():
            if isinstance(inner, dict | list):
                yield from _postings(inner, depth - 1)


def _columns(posting: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _PLAIN:
        yield name, _text(posting.get(name))
    yield "description", _plain_text(_text(posting.get("description")))
    employer = posting.get("hiringOrganization")
    yield "hiringOrganization.name", _named(employer)
    yield from _place(posting.get("jobLocation"))
    yield from _pay(posting.get("baseSalary"))
    yield from _required(posting)
    yield from _occupation(posting.get("occupationalCategory"))
    yield "reference", _reference(posting, _named(employer))


def _reference(posting: Mapping[str, Any], employer: str) -> str:
    """The posting's own identifier, else a digest of what tells it from others."""
    identifier = posting.get("identifier")
    own = _text(identifier.get("value") if isinstance(identifier, dict) else identifier)
    if _PLAIN_REFERENCE.fullmatch(own):
        return own
    parts = [own or _text(posting.get("url"))]
    if not parts[0]:
        parts = [_text(posting.get("title")), employer, _text(posting.get("datePosted"))]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _place(locations: Any) -> Iterator[tuple[str, str]]:
    """Region, town and country on which all places of the job agree."""
    places = locations if isinstance(locations, list) else [locations]
    addresses = [place.get("address") if isinstance(place, dict) else place for place in places]
    for part in ("addressRegion", "addressLocality", "addressCountry"):
        found = {_named(a.get(part)) for a in addresses if isinstance(a, dict)}
        yield f"jobLocation.{part}", found.pop() if len(found) == 1 else ""
    texts = {_text(address) for address in addresses if isinstance(address, str)}
    yield "jobLocation.address", texts.pop() if len(texts) == 1 else ""


def _pay(salary: Any) -> Iterator[tuple[str, str]]:
    """Amounts only where the time that they are for is stated; a week's are made a year's."""
    if not isinstance(salary, dict):
        return
    value = salary.get("value")
    amounts = value if isinstance(value, dict) else {**salary, "value": value}
    unit = _text(amounts.get("unitText") or salary.get("unitText")).upper()
    times = _WEEKS_A_YEAR if unit == "WEEK" else 1
    period = "year" if unit == "WEEK" else _PERIODS.get(unit)
    if period is None:
        return
    for name in ("value", "minValue", "maxValue"):
        yield f"baseSalary.{name}", _amount(amounts.get(name), times)
    yield "baseSalary.currency", _text(salary.get("currency") or amounts.get("currency")).upper()
    yield "baseSalary.period", period


def _amount(written: Any, times: int) -> str:
    text = _text(written).replace(",", "")
    try:
        return text if times == 1 else f"{float(text) * times:.2f}"
    except ValueError:
        return text


def _required(posting: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    education = posting.get("educationRequirements")
    many = education if isinstance(education, list) else [education]
    kinds = [_text(e.get("credentialCategory")) if isinstance(e, dict) else _text(e) for e in many]
    yield "educationRequirements", "\n".join(kind for kind in kinds if kind)
    experience = posting.get("experienceRequirements")
    if isinstance(experience, dict):
        months = _text(experience.get("monthsOfExperience"))
        yield "experienceRequirements.years", _years(months)
    else:
        yield "experienceRequirements", _text(experience)


def _years(months: str) -> str:
    try:
        return f"{float(months) / 12:.4g}"
    except ValueError:
        return months


def _occupation(category: Any) -> Iterator[tuple[str, str]]:
    """A code counts as ISCO-08 only where its code set says so."""
    if isinstance(category, dict):
        code_set = _named(category.get("inCodeSet") or category.get("inDefinedTermSet")).upper()
        code = _text(category.get("codeValue") or category.get("termCode"))
        if "ISCO" in code_set:
            yield "occupationalCategory.isco08", code
        yield "occupationalCategory", _text(category.get("name"))
    else:
        yield "occupationalCategory", _text(category)


def _named(thing: Any) -> str:
    """A thing's name, or the text that stands for it."""
    if isinstance(thing, list) and len(thing) == 1:
        thing = thing[0]
    return _text(thing.get("name")) if isinstance(thing, dict) else _text(thing)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value", value.get("name"))
    return as_text(value).strip()


def _plain_text(marked_up: str) -> str:
    """A description's words without its HTML, escaped once or twice."""
    text = html.unescape(marked_up)
    text = _TAG.sub(" ", _BREAKS.sub("\n", text))
    return html.unescape(text).strip()
