"""Job postings of schema.org (JSON-LD), alone, in lists or in web pages, as flat rows."""

import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
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
_PERIODS = {
    "HOUR": "hour", "HOURLY": "hour", "HUR": "hour", "DAY": "day", "DAILY": "day",
    "WEEK": "week", "WEEKLY": "week", "WEE": "week", "MONTH": "month", "MONTHLY": "month",
    "MON": "month", "YEAR": "year", "YEARLY": "year", "ANNUAL": "year", "ANNUALLY": "year",
    "ANN": "year",
}  # fmt: skip
"""Words for the time that pay is for, among them the common codes of UN/CEFACT."""
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T\s]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?"
)
_OPENED = re.compile(r"(?://|/\*)?\s*(?:<!--|<!\[CDATA\[)\s*(?:\*/)?")
_CLOSED = re.compile(r"(?://|/\*)?\s*(?:-->|\]\]>)\s*(?:\*/)?$")
_LONGEST_WRAPPING = 40
"""What keeps a script from browsers that would show it."""
_CONTROLS = dict.fromkeys(range(32), " ")
_PLAIN = (
    "employmentType", "industry", "skills", "qualifications", "responsibilities",
    "totalJobOpenings", "workHours", "url",
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
    """The script's JSON, also where it is wrapped up or its texts hold line ends as they are."""
    script = script[:LARGEST_RECORD]
    with suppress(msgspec.DecodeError, RecursionError):
        return msgspec.json.decode(script)
    try:
        return msgspec.json.decode(_unwrapped(script).translate(_CONTROLS))
    except msgspec.DecodeError as error:
        return Broken(fault("malformed_json", reason=str(error)), script[:200])
    except RecursionError:
        return Broken(fault("malformed_json", reason="nested too deeply"), script[:200])


def _unwrapped(script: str) -> str:
    bare = script.strip().rstrip(";")
    opened = _OPENED.match(bare[:_LONGEST_WRAPPING])
    closed = _CLOSED.search(bare[-_LONGEST_WRAPPING:])
    end = len(bare) - (len(closed[0]) if closed else 0)
    return bare[opened.end() if opened else 0 : end].strip().rstrip(";")


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
        things = _referred_to(record)
        for posting in _postings(record, _DEEPEST):
            number += 1
            yield _row(number, posting, things)
    if not number:
        raise UnreadableFile("no_postings")


def _referred_to(record: Any) -> Mapping[str, Any]:
    """The things of a graph that its other things may name by their id."""
    graph = record.get("@graph") if isinstance(record, dict) else None
    things = graph if isinstance(graph, list) else []
    named = [thing for thing in things if isinstance(thing, dict) and "name" in thing]
    return {thing["@id"]: thing for thing in named if isinstance(thing.get("@id"), str)}


def _row(number: int, posting: Mapping[str, Any], things: Mapping[str, Any]) -> Row:
    employer = _only(posting.get("hiringOrganization"))
    identity = employer.get("@id") if isinstance(employer, dict) else None
    if isinstance(identity, str) and "name" not in employer:
        posting = {**posting, "hiringOrganization": things.get(identity)}
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
    for name in ("datePosted", "validThrough"):
        yield name, _day(_text(posting.get(name)))
    for name in ("title", "description"):
        yield name, _plain_text(_text(posting.get(name)))
    employer = posting.get("hiringOrganization")
    yield "hiringOrganization.name", _plain_text(_named(employer))
    yield from _place(posting.get("jobLocation"))
    yield from _pay(posting.get("baseSalary"))
    yield from _required(posting)
    yield from _occupation(posting.get("occupationalCategory"))
    yield "reference", _reference(posting, _named(employer))


def _day(text: str) -> str:
    """The day of a moment of ISO 8601, as it is counted where that was written."""
    moment = _MOMENT.fullmatch(text)
    return moment[1] if moment else text


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
    salary = _only(salary)
    if not isinstance(salary, dict):
        return
    value = _only(salary.get("value"))
    amounts = value if isinstance(value, dict) else {**salary, "value": value}
    units = (thing.get(key) for thing in (amounts, salary) for key in ("unitText", "unitCode"))
    period = _PERIODS.get(next(filter(None, map(_text, units)), "").upper())
    if period is None:
        return
    times = _WEEKS_A_YEAR if period == "week" else 1
    ends = {name: _amount(amounts.get(name), times) for name in ("minValue", "maxValue")}
    yield from ((f"baseSalary.{name}", amount) for name, amount in ends.items())
    if not any(ends.values()):
        yield "baseSalary.value", _amount(amounts.get("value"), times)
    yield "baseSalary.currency", _text(salary.get("currency") or amounts.get("currency")).upper()
    yield "baseSalary.period", "year" if period == "week" else period


def _amount(written: Any, times: int) -> str:
    """The amount; none is what a form was sent with that nobody filled in."""
    text = _text(written).replace(",", "")
    try:
        if not float(text):
            return ""
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
    thing = _only(thing)
    return _text(thing.get("name")) if isinstance(thing, dict) else _text(thing)


def _only(thing: Any) -> Any:
    """What a list of one holds."""
    return thing[0] if isinstance(thing, list) and len(thing) == 1 else thing


def _text(value: Any) -> str:
    """A value's text; things of a list by their names, each on a line of its own."""
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        value = value.get("@value", value.get("name"))
    return as_text(value).strip()


def _plain_text(marked_up: str) -> str:
    """A description's words without its HTML, escaped once or twice."""
    text = html.unescape(marked_up)
    text = _TAG.sub(" ", _BREAKS.sub("\n", text))
    return html.unescape(text).strip()
