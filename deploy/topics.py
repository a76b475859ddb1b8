"""The catalogue's topics, made on the log."""

from shared.bus.log import Log, TopicSettings
from shared.contracts import TOPICS


def create_topics(log: Log) -> list[str]:
    """Make missing topics and bring the settings of the others up to date; their names."""
    log.create_topics([TopicSettings(t.name, t.partitions, t.settings()) for t in TOPICS.values()])
    return list(TOPICS)
