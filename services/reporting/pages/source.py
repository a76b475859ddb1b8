"""Where a view's figures come from: the API call that gives them, as address and as citation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from services.reporting.pages.numbers import day
from services.reporting.pages.scene import Scene


@dataclass(frozen=True)
class Source:
    """Cells of one data set: the codes wanted per dimension, of all others every one."""

    data_set: str
    codes: Mapping[str, Sequence[str]]
    indicators: Sequence[str]


def path(source: Source, version: str, media: str | None = None) -> str:
    """The API call, below where reporting's paths begin."""
    arguments = {
        "version": version,
        **{_operator(name, codes): ",".join(codes) for name, codes in source.codes.items()},
        "indicators": ",".join(source.indicators),
        **({"format": media} if media else {}),
    }
    return f"/v1/data-sets/{source.data_set}/query?{urlencode(arguments, safe=',')}"


def call(scene: Scene, source: Source, media: str | None = None) -> str:
    """The whole address of the API call; of a release that does not change.

    Codes that this release's table does not have are left out.
    """
    table = scene.data_set(source.data_set)
    known = {
        name: [code for code in codes if code in table.dimension(name).position]
        for name, codes in source.codes.items()
    }
    found = Source(source.data_set, known, source.indicators)
    return scene.root + path(found, scene.publication.version, media)


def citation(scene: Scene, source: Source, anchor: str) -> str:
    """How to name the figures so that anybody finds the same."""
    title = scene.reader.name(scene.data_set(source.data_set).definition.titles)
    issued = day(scene.publication.issued, scene.reader.language)
    where = f"{scene.address}#{anchor}"
    if scene.publication.is_live:
        return scene.reader.say(
            "LMIS: {title}. Provisional figures of {day}, in no release yet. {where}",
            title=title, day=issued, where=where,
        )  # fmt: skip
    return scene.reader.say(
        "LMIS: {title}. Release {version}, {day}. {where}",
        title=title, version=scene.publication.version, day=issued, where=where,
    )  # fmt: skip


def _operator(name: str, codes: Sequence[str]) -> str:
    return name if len(codes) == 1 else f"{name}.in"
