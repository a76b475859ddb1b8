"""Event throughput: each log, and the consumer loop on it, against bare kafka-python."""

import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from prometheus_client import CollectorRegistry

from benchmarks.event_logs import BareKafka, OurLog, Subject
from benchmarks.running import clean_up_when_terminated, median, print_results, with_range
from deploy.databases import MIGRATIONS
from deploy.kafka.jars import KafkaMissing, kafka_version
from deploy.kafka.local import LocalKafka
from deploy.topics import create_topics
from services.reporting.consumers import SUBSCRIPTIONS
from services.reporting.store import inbox
from shared.bus.consumer import ConsumerLoop, ConsumerMetrics
from shared.bus.kafka import KafkaLog
from shared.bus.log import Log
from shared.bus.memory import MemoryLog
from shared.bus.relay import BATCH
from shared.bus.sqlite_log import SqliteLog
from shared.contracts import Judgement, Message, recorded, to_message
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from tests.builders import a_graduate, a_survey, an_assessed_graduate

ROUNDS = 3
MESSAGES = 10_000
EVENTS = 5_000
BARE = "bare kafka-python"
_PATIENCE_SECONDS = 60.0


@dataclass
class Speeds:
    """Messages a second of one subject, one figure a round."""

    append: list[float] = field(default_factory=list)
    append_at_once: list[float] = field(default_factory=list)
    poll: list[float] = field(default_factory=list)
    consume: list[float] = field(default_factory=list)


def measure_log(subject: Subject, topic: str, speeds: Speeds) -> None:
    """Append in the relay's batches and all at once, then poll what the batches gave."""
    for name, batch, figures in (
        (topic, BATCH, speeds.append),
        (f"{topic}-at-once", MESSAGES, speeds.append_at_once),
    ):
        subject.make_topic(name)
        messages = _thousand_bytes_each(name)
        started = time.perf_counter()
        for first in range(0, MESSAGES, batch):
            subject.append(messages[first : first + batch])
        figures.append(MESSAGES / (time.perf_counter() - started))
    speeds.poll.append(_poll(subject, topic))


def measure_loop(log: Log, group: str) -> float:
    """Events a second from the log into reporting's read model, on SQLite."""
    with tempfile.TemporaryDirectory(prefix="lmis-bench-") as directory:
        engine = make_engine(f"sqlite:///{directory}/reporting.db")
        upgrade(engine, MIGRATIONS["reporting"])
        registry, stop = CollectorRegistry(), threading.Event()
        metrics = ConsumerMetrics(registry)
        loop = ConsumerLoop(group, engine, inbox, log, SUBSCRIPTIONS, metrics)
        thread = threading.Thread(target=loop.run, args=(stop,))
        thread.start()
        try:
            return _speed_of(registry)
        finally:
            stop.set()
            thread.join()
            engine.dispose()


def _thousand_bytes_each(topic: str) -> list[Message]:
    """Values of 1 KB under the keys and headers of events."""
    event = to_message(recorded(a_graduate(), source="lmis/ingestion", correlationid="c" * 32))
    value = b"x" * 1024
    return [
        Message(topic=topic, key=f"university/{n % 1000:032x}", value=value, headers=event.headers)
        for n in range(MESSAGES)
    ]


def assessment(number: int) -> Message:
    """What matching tells about a graduate in work."""
    judgements = tuple(
        Judgement(
            dimension=dimension,
            method=method,
            verdict="mismatch",
            direction="over" if dimension == "vertical" else None,
            probability=0.7 if method == "model" else None,
            explanation={"en": "the job asks for less", "th": "งานต้องการวุฒิต่ำกว่า"},
        )
        for dimension in ("vertical", "horizontal")
        for method in ("normative_a", "normative_b", "self_reported", "model")
    )
    survey = a_survey(occupation="2512", work_region="TH-10", level_required=5)
    graduate = a_graduate(f"{number:032x}", level=6, study_region="TH-20", tracer=survey)
    assessed = msgspec.structs.replace(
        an_assessed_graduate(graduate, field="0613", occupation="2512"), judgements=judgements
    )
    return to_message(recorded(assessed, source="lmis/matching", correlationid="c" * 32))


def _poll(subject: Subject, topic: str) -> float:
    """Counted from the first batch on: joining the group is no part of it."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    first, seen, started = 0, 0, 0.0
    with closing(subject.polls(f"of-{topic}", topic)) as polls:
        for count in polls:
            seen += count
            if count and not first:
                first, started = count, time.perf_counter()
            if seen >= MESSAGES:
                return (MESSAGES - first) / (time.perf_counter() - started)
            if time.monotonic() > deadline:
                break
    raise RuntimeError(f"only {seen} of {MESSAGES} messages came")


def _speed_of(registry: CollectorRegistry) -> float:
    """Counted from the first batch on, as in `_poll`."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    first, started = 0.0, 0.0
    while True:
        handled = registry.get_sample_value("lmis_events_handled_total") or 0.0
        if handled and not first:
            first, started = handled, time.perf_counter()
        if handled >= EVENTS:
            return (EVENTS - first) / (time.perf_counter() - started)
        if time.monotonic() > deadline:
            raise RuntimeError(f"only {handled:g} of {EVENTS} events were handled")
        time.sleep(0.002)


def _rows(speeds: Mapping[str, Speeds]) -> list[list[str]]:
    bare = speeds.get(BARE, Speeds())
    rows = []
    for name, own in speeds.items():
        cells = [name]
        for figures, reference in (
            (own.append, bare.append),
            (own.append_at_once, bare.append_at_once),
            (own.poll, bare.poll),
            (own.consume, bare.poll),
        ):
            cells.append(_with_ratio(figures, reference))
        rows.append(cells)
    return rows


def _with_ratio(figures: Sequence[float], reference: Sequence[float]) -> str:
    """The figure and, in bold, its ratio to bare kafka-python's of the same round."""
    if not figures:
        return "–"
    if not reference:
        return with_range(figures)
    ratios = [own / bare for own, bare in zip(figures, reference, strict=True)]
    return f"{with_range(figures)} **{median(ratios):.2f}**"


def main() -> None:
    """Measure on every log there is, or say why not."""
    clean_up_when_terminated()
    notes = []
    with ExitStack() as opened:
        directory = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="lmis-bench-")))
        logs: dict[str, Log] = {"memory": MemoryLog(), "SQLite": SqliteLog(directory / "log.db")}
        subjects: dict[str, Subject] = {name: OurLog(log) for name, log in logs.items()}
        try:
            broker = opened.enter_context(LocalKafka(directory / "kafka"))
        except KafkaMissing as missing:
            notes.append(f"Kafka not measured: {missing}")
        else:
            notes.append(f"Apache Kafka {kafka_version()}, one node on loopback")
            logs["Kafka"] = KafkaLog(broker.bootstrap_servers)
            subjects["Kafka"] = OurLog(logs["Kafka"])
            bare = BareKafka(broker.bootstrap_servers, OurLog(logs["Kafka"]))
            subjects[BARE] = opened.enter_context(closing(bare))
        for log in logs.values():
            opened.enter_context(closing(log))
            create_topics(log)
            log.append([assessment(number) for number in range(EVENTS)])
        rows = _rows(measure(subjects, logs))
    columns = (
        "log",
        f"append, {BATCH} at a time, messages/s",
        f"append {MESSAGES:,} at once",
        "poll and commit",
        "consumer loop to the read model, events/s",
    )
    print_results("python -m benchmarks.event_throughput", columns, rows, notes)


def measure(subjects: Mapping[str, Subject], logs: Mapping[str, Log]) -> dict[str, Speeds]:
    """Every subject once a round, so that a busy moment of the machine meets them all."""
    speeds = {name: Speeds() for name in subjects}
    for number in range(ROUNDS + 1):
        if number == 1:  # the first round warmed up
            speeds = {name: Speeds() for name in subjects}
        for name, subject in subjects.items():
            measure_log(subject, f"{name.replace(' ', '-')}-{number}", speeds[name])
            if name in logs:
                speeds[name].consume.append(measure_loop(logs[name], f"reporting-{number}"))
    return speeds


if __name__ == "__main__":
    main()
