"""The publication and the table that a request is about, or the problem that there is none."""

from services.reporting.data_sets import DataSet, Publication
from services.reporting.publication.shelf import Shelf
from services.reporting.publication.versions import LATEST, NoSuchVersion
from services.reporting.querying.refusals import shown
from shared.web.faults import fault
from shared.web.problem import Problem


def opened(shelf: Shelf, pin: str | None, where: str = "?version") -> Publication:
    """The publication that the pin means. Raises Problem: `not-found`."""
    try:
        return shelf.open(pin or LATEST)
    except NoSuchVersion as error:
        raise no_such_version(pin, where) from error


def newest(shelf: Shelf) -> Publication | None:
    """What is meant when no version is stated; None before anything was published."""
    try:
        return shelf.open(LATEST)
    except NoSuchVersion:
        return None


def no_such_version(pin: str | None, where: str = "version") -> Problem:
    """The problem with a pin that no release answers to."""
    return Problem(
        "not-found", faults=[(where, fault("unknown_version", value=shown(pin or LATEST)))]
    )


def table_of(publication: Publication, name: str) -> DataSet:
    """The table of that name. Raises Problem: `not-found`."""
    try:
        return publication.data_sets[name]
    except KeyError as error:
        unknown = fault("unknown_data_set", value=shown(name))
        raise Problem("not-found", faults=[("data_set", unknown)]) from error


def lasts(publication: Publication, pin: str | None) -> bool:
    """Whether the same address will always give the same figures."""
    return not publication.is_live and pin == publication.version
