"""What people and programs ask of a release: queries of every table, and every kind of page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

from services.reporting.data_sets import TOTAL, DataSet, Publication
from services.reporting.data_sets.definition import UNKNOWN

_PAGE_SIZES = range(60, 101)
_PAGES: Mapping[str, str] = {
    # kind: its path, with the dimension whose member stands in it
    "dashboard": "/",
    "dashboard of a region": "/?region={region}",
    "dashboard of a year": "/?year={year}",
    "field": "/fields/{field}",
    "occupation": "/occupations/{occupation}",
    "region": "/regions/{region}",
    "institution": "/institutions/{institution}",
    "data set": "/data/graduate-outcomes?year={year}",
    "figure": "/figures/graduate-outcomes/employment_rate?year={year}",
    "search": "/search?q={occupation}",
    "list of data sets": "/data",
    "methods": "/methods",
    "list of releases": "/releases",
    "release": "/releases/1.0.0",
}
_NAMED_IN = {
    "region": "graduate-outcomes",
    "year": "graduate-outcomes",
    "field": "graduate-outcomes",
    "occupation": "vacancies",
    "institution": "programme-outcomes",
}
KINDS: Sequence[str] = tuple(_PAGES)


class Question(NamedTuple):
    """A request; with a body it is a POST."""

    path: str
    body: Mapping[str, Any] | None = None

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"

    @property
    def content(self) -> bytes | None:
        return None if self.body is None else json.dumps(self.body).encode()


def queries(publication: Publication, seed: int = 1) -> Iterator[Question]:
    """Table after table: of a member, by an indicator, by status, by criteria; few alike."""
    draw, version = Random(seed), publication.version
    while True:
        for name, table in publication.data_sets.items():
            path = f"/v1/data-sets/{name}/query"
            for parameters in _parameters(table, draw):
                size = draw.choice(_PAGE_SIZES)
                yield Question(f"{path}?version={version}&{parameters}&page_size={size}")
            yield Question(path, {"version": version, **_body(table, draw)})


def pages(publication: Publication, kind: str, seed: int = 1) -> Iterator[str]:
    """Addresses of pages of a kind, in Thai and English by turns."""
    draw = Random(seed)
    while True:
        codes = {
            name: _code(publication.data_sets[of], name, draw) for name, of in _NAMED_IN.items()
        }
        path = _PAGES[kind].format(**codes)
        for language in ("th", "en"):
            yield f"{path}{'&' if '?' in path else '?'}lang={language}"


def _parameters(table: DataSet, draw: Random) -> Sequence[str]:
    dimension = draw.choice(table.definition.dimensions)
    code = _code(table, dimension, draw)
    indicator = draw.choice(table.definition.indicators).id
    return (
        f"{dimension}={code}",
        f"{dimension}.under={code}&sort=-{indicator}",
        f"status.in=ok,low&sort=-{dimension}",
        f"sort={indicator}",
    )


def _body(table: DataSet, draw: Random) -> Mapping[str, Any]:
    dimension = draw.choice(table.definition.dimensions)
    one, other = (_code(table, dimension, draw) for _ in range(2))
    chosen = [i.id for i in draw.sample(table.definition.indicators, 2)]
    return {
        "criteria": {"or": [{dimension: {"eq": one}}, {"not": {dimension: {"in": [other]}}}]},
        "indicators": chosen,
        "sort": [{chosen[0]: "desc"}],
        "page_size": draw.choice(_PAGE_SIZES),
    }


def _code(table: DataSet, dimension: str, draw: Random) -> str:
    members = table.dimension(dimension).members
    return draw.choice([m.code for m in members if m.code not in (TOTAL, UNKNOWN)])
