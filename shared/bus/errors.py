"""How a handler says what is wrong; the type decides what the consumer does."""


class RecordRefused(Exception):
    """This event can never be handled: it becomes a dead letter and the consumer goes on."""


class TooManyDeadLetters(Exception):
    """So many events in a row were refused that the fault is probably ours; the consumer stops."""
