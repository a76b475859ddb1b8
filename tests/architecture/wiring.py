"""What must be connected: events to both ends, routes to rules, faults to sentences.

Each check yields a sentence for every loose end it finds in what it is given.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from string import Formatter
from typing import Any

from flask import Flask

from shared.contracts.catalogue import EventFamily, Payload, Topic
from shared.web.access import rule_of

READ_BY_OPERATORS = ("dead-letters.v1",)
"""Written by every consumer loop, read by `lmis dead-letters`: no event families of its own."""


_FAULT = re.compile(r"\bfault\(\s*\"(\w+)\"")


def topics_without_ends(
    topics: Iterable[Topic], produced: Collection[type[Payload]], subscribed: Collection[str]
) -> Iterator[str]:
    """A topic that nobody writes or nobody reads."""
    for topic in topics:
        if topic.name in READ_BY_OPERATORS:
            continue
        if not topic.families:
            yield f"{topic.name} carries no event"
        for family in topic.families:
            if family.payload not in produced:
                yield f"{topic.name} has no producer of {family.payload.__name__}"
            if family.recorded not in subscribed:
                yield f"{topic.name} has no consumer of {family.recorded}"


def events_without(
    families: Iterable[EventFamily], known: Collection[str], what: str
) -> Iterator[str]:
    """An event type that is not among `known`."""
    for family in families:
        for event_type in (family.recorded, family.erased):
            if event_type not in known:
                yield f"{event_type} has no {what}"


def unknown_subscriptions(subscribed: Iterable[str], types: Collection[str]) -> Iterator[str]:
    """A subscription to an event type that the catalogue does not have."""
    yield from (f"{name} is in no topic" for name in subscribed if name not in types)


def loose_routes(app: Flask, document: Mapping[str, Any]) -> Iterator[str]:
    """A route without an access rule, without a response schema, or not in the document."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            name = f"{app.name} {method} {rule.rule}"
            if rule_of(app.view_functions[rule.endpoint], method) is None:
                yield f"{name} has no access rule"
            if rule.endpoint.split(".")[-1] == "static":
                continue
            operation = document["paths"].get(_path(rule.rule, rule.arguments), {})
            if method.lower() not in operation:
                yield f"{name} is not in the OpenAPI document"
            elif not _answers(operation[method.lower()]):
                yield f"{name} has no response schema"


def _path(rule: str, arguments: Iterable[str]) -> str:
    for name in arguments:
        rule = re.sub(rf"<(?:\w+:)?{name}>", f"{{{name}}}", rule)
    return rule


def _answers(operation: Mapping[str, Any]) -> bool:
    """A schema for what is answered, or a form's way on to the next page."""
    return "303" in operation["responses"] or any(
        media.get("schema")
        for status, response in operation["responses"].items()
        if status.startswith("2")
        for media in response.get("content", {}).values()
    )


def unknown_faults(sources: Mapping[str, str], texts: Collection[str]) -> Iterator[str]:
    """A fault that a module names and that has no sentences."""
    for name, source in sources.items():
        for code in sorted(set(_FAULT.findall(source)) - set(texts)):
            yield f"{name} names the fault {code}, which has no sentences"


def lame_sentences(texts: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """A fault that does not say the same in both languages."""
    for code, (english, thai) in texts.items():
        if not english.strip() or not thai.strip():
            yield f"{code} is silent in a language"
        if _values(english) != _values(thai):
            yield f"{code} names {_values(english)} in English and {_values(thai)} in Thai"
        if not any("ก" <= letter <= "๛" for letter in thai):
            yield f"{code} has no Thai in its Thai sentence"
        if any("ก" <= letter <= "๛" for letter in english):
            yield f"{code} has Thai in its English sentence"


def _values(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
