"""What is wrong with the translations of a package of pages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources

from babel.messages.extract import extract_from_dir

from shared.web.look.language import catalogues

_VALUES = re.compile(r"\{(\w*)\}")
_SAME_IN_BOTH = {"–"}


def faults_of_texts(package: str) -> Iterator[str]:
    """A text without Thai, Thai without a text, two Thais for one, or other values in them."""
    source, known = _in_the_source(package) - _SAME_IN_BOTH, _in_the_catalogues(package)
    yield from (f"{text!r} has no translation" for text in sorted(source - known.keys()))
    yield from (f"{text!r} is said nowhere" for text in sorted(known.keys() - source))
    for text, thais in known.items():
        if len(set(thais)) != 1 or not thais[0].strip():
            yield f"{text!r} has not one translation: {thais}"
        elif set(_VALUES.findall(text)) != set(_VALUES.findall(thais[0])):
            yield f"{text!r} has other values than {thais[0]!r}"


def _in_the_source(package: str) -> set[str]:
    found = extract_from_dir(
        str(resources.files(package)),
        [("**.py", "python"), ("templates/**", "jinja2")],
        keywords={"say": None, "msgid": None},
    )
    return {text for _, _, text, _, _ in found if isinstance(text, str)}


def _in_the_catalogues(package: str) -> dict[str, list[str]]:
    found = defaultdict(list)
    for catalogue in catalogues(package):
        for message in catalogue:
            if message.id:
                found[str(message.id)].append(str(message.string))
    return found
