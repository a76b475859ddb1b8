"""One figure in two releases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.data_sets import Figure, Indicator, Publication
from services.reporting.data_sets.naming import faults_of
from services.reporting.data_sets.publication import LIVE
from services.reporting.pages.numbers import number
from services.reporting.pages.scene import Scene
from services.reporting.pages.table import Cell, cell_of
from services.reporting.publication.shelf import Shelf
from services.reporting.publication.versions import NoSuchVersion
from shared.web.faults import fault
from shared.web.problem import Problem


@dataclass(frozen=True)
class Comparison:
    """The figure in `version`, None where it had no such cell, and what has changed since.

    `change` is empty where either has no value; `others` are the releases to compare with.
    """

    version: str
    cell: Cell | None
    change: str
    others: Sequence[str]


def compared(
    scene: Scene, shelf: Shelf, pin: str | None, table: str, name: str, codes: Mapping[str, str]
) -> Comparison | None:
    """The comparison with the release asked for, else the one before; None without another.

    Raises:
        Problem: `not-found` for a release that there is not.
    """
    now = scene.publication
    others = [version for version in (LIVE, *scene.releases) if version != now.version]
    pin = pin or before(now.version, scene.releases)
    if pin is None:
        return None
    try:
        other = shelf.open(pin)
    except NoSuchVersion as error:
        unknown = fault("unknown_version", value=pin[:60])
        raise Problem("not-found", faults=[("?against", unknown)]) from error
    indicator = scene.data_set(table).definition.indicator(name)
    then = _figure(other, table, name, codes)
    change = _change(_figure(now, table, name, codes), then, indicator)
    cell = cell_of(then, indicator, scene.reader) if then else None
    return Comparison(other.version, cell, change, others)


def before(version: str, releases: Sequence[str]) -> str | None:
    """The release before one, before the live figures the newest; `releases` is newest first."""
    newer = releases.index(version) + 1 if version in releases else 0
    return next(iter(releases[newer:]), None)


def _figure(
    publication: Publication, table: str, name: str, codes: Mapping[str, str]
) -> Figure | None:
    if any(faults_of(publication, table, name, codes)):
        return None
    return publication.data_sets[table].figure(name, **codes)


def _change(now: Figure | None, then: Figure | None, indicator: Indicator) -> str:
    if now is None or then is None or now.value is None or then.value is None:
        return ""
    return number(now.value - then.value, indicator.decimals, signed=True)
