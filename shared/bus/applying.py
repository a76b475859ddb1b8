"""Events applied to a database: each record's newest, once, by the handler of its type."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Table

from shared.contracts.catalogue import topic_of
from shared.contracts.envelope import Envelope
from shared.correlation import correlation_id
from shared.db.inbox import accept

log = logging.getLogger(__name__)

Handler = Callable[[Connection, Sequence[Envelope]], None]
Subscriptions = Mapping[str, Handler]
"""Event type -> what is done with a batch of such events, newest version of each record only."""


def apply_events(
    connection: Connection, inbox: Table, subscriptions: Subscriptions, events: Sequence[Envelope]
) -> None:
    """Hand each record's newest event to its handler, unless the inbox has it or a newer one.

    To be called in the transaction that is to hold the results.
    """
    taken = _not_yet_taken(connection, inbox, _newest(events))
    for event_type, handler in subscriptions.items():
        chosen = [event for event in taken if event.type == event_type]
        if chosen:
            _log_by_request(chosen)
            with about(_common_correlation(chosen)):
                handler(connection, chosen)


@contextmanager
def about(correlationid: str) -> Iterator[None]:
    """Log lines meanwhile carry this correlation id."""
    before = correlation_id.set(correlationid)
    try:
        yield
    finally:
        correlation_id.reset(before)


def _newest(events: Sequence[Envelope]) -> dict[str, dict[str, Envelope]]:
    """topic -> key -> the event with the highest version; events state all there is to know."""
    newest: dict[str, dict[str, Envelope]] = {}
    for event in events:
        of_topic = newest.setdefault(topic_of(event.type).name, {})
        known = of_topic.get(event.subject)
        if known is None or known.recordversion < event.recordversion:
            of_topic[event.subject] = event
    return newest


def _not_yet_taken(
    connection: Connection, inbox: Table, newest: Mapping[str, Mapping[str, Envelope]]
) -> list[Envelope]:
    taken: list[Envelope] = []
    for topic, events in sorted(newest.items()):
        versions = {key: event.recordversion for key, event in events.items()}
        keys = accept(connection, inbox, topic, versions)
        taken += [event for key, event in events.items() if key in keys]
    return taken


def _common_correlation(events: Sequence[Envelope]) -> str:
    """What the handler logs about a batch carries an id only if it is that of all events."""
    ids = {event.correlationid for event in events}
    return ids.pop() if len(ids) == 1 else ""


def _log_by_request(events: Sequence[Envelope]) -> None:
    """One line for each request that the events come from, however many it posted."""
    for origin, count in Counter(event.correlationid for event in events).items():
        with about(origin):
            log.info("events taken", extra={"type": events[0].type, "count": count})
