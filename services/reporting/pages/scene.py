"""What a page is drawn from: the figures of one release, what was chosen, and for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from services.reporting.data_sets import DataSet, Figure, Publication
from services.reporting.pages.choice import Choice, choice_of, pin_of
from services.reporting.pages.language import Reader, current_reader
from services.reporting.publication.shelf import Shelf
from services.reporting.publication.versions import LATEST, NoSuchVersion
from shared.web.problem import Problem


@dataclass(frozen=True)
class Scene:
    """`releases` are the versions there are, newest first; `address` is of the page itself.

    `root` is where reporting's paths begin, as callers reach it: `https://lmis.example/reporting`.
    """

    publication: Publication
    choice: Choice
    reader: Reader
    releases: Sequence[str] = ()
    root: str = ""
    address: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    def data_set(self, name: str) -> DataSet:
        """A table of the release. KeyError for one it does not have."""
        return self.publication.data_sets[name]

    def figure(self, data_set: str, indicator: str, **codes: str) -> Figure | None:
        """The indicator of the one cell; None where no record is counted."""
        return self.data_set(data_set).figure(indicator, **codes)

    def name(self, data_set: str, dimension: str, code: str) -> str:
        """The name of a member in the reader's language."""
        found = self.data_set(data_set).dimension(dimension)
        return self.reader.name(found.members[found.position[code]].labels)


def scene_of(shelf: Shelf, given: Mapping[str, Any], page: str | None = None) -> Scene | None:
    """The scene of the current request; None before anything is published.

    `page` is the endpoint that shows the figures, where that is another than the one asked.

    Raises:
        Problem: `not-found` for a release that there is not, `invalid` for an unknown code.
    """
    pin = pin_of(given)
    try:
        publication = shelf.open(pin)
    except NoSuchVersion as error:
        if pin == LATEST:
            return None
        raise Problem("not-found", detail=pin) from error
    choice = choice_of(given, publication)
    stated = {**given, **choice.narrowed(), "release": publication.version}
    return Scene(
        publication=publication,
        choice=choice,
        reader=current_reader(),
        releases=[entry.version for entry in shelf.releases()],
        root=request.url_root.rstrip("/"),
        address=_address(page, stated),
        given=given,
    )


def _address(page: str | None, given: Mapping[str, Any]) -> str:
    """Where these figures stay to be seen: the page with its release named."""
    if page is None:
        return url_for(
            request.endpoint or "", _external=True, **{**(request.view_args or {}), **given}
        )
    return url_for(page, _external=True, **given)
