"""The filter form: what may be chosen, and what is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.data_sets import TOTAL, UNKNOWN, Member
from services.reporting.data_sets.publication import LIVE
from services.reporting.pages.choice import COHORTS, pin_of
from services.reporting.pages.numbers import year
from services.reporting.pages.scene import Scene
from services.reporting.publication.versions import LATEST

_BROAD = 2
_ABROAD = "_X"


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class OptionGroup:
    """Choices under a heading; without one they stand alone."""

    options: Sequence[Option]
    label: str = ""


@dataclass(frozen=True)
class Filter:
    """One list of the form."""

    name: str
    label: str
    groups: Sequence[OptionGroup]


def form(scene: Scene) -> list[Filter]:
    """Every filter with its choices."""
    say = scene.reader.say
    return [
        Filter("year", say("Year of graduation"), [_years(scene)]),
        Filter("level", say("Level of education"), [_levels(scene)]),
        Filter("region", say("Region or province"), _places(scene)),
        Filter("field", say("Field of study (ISCED-F)"), [_fields(scene)]),
        Filter("release", say("Release"), [_releases(scene)]),
    ]


def described(scene: Scene) -> str:
    """What the figures are narrowed to, in words; empty where they are of everything."""
    stated = {name: code for name, code in scene.choice.narrowed().items() if name != "year"}
    names = [scene.name(COHORTS, name, code) for name, code in stated.items()]
    if scene.choice.year == TOTAL:
        return " · ".join(names)
    graduated = year(scene.choice.year, scene.reader.language)
    return " · ".join([scene.reader.say("graduated {year}", year=graduated), *names])


def _years(scene: Scene) -> OptionGroup:
    codes = [member.code for member in _members(scene, "year") if member.code.isdecimal()]
    names = {code: year(code, scene.reader.language) for code in sorted(codes, reverse=True)}
    return _group(scene, "year", {**names, TOTAL: scene.reader.say("All years")})


def _levels(scene: Scene) -> OptionGroup:
    names = {m.code: scene.reader.name(m.labels) for m in _members(scene, "level")}
    return _group(scene, "level", {TOTAL: scene.reader.say("All levels"), **names})


def _fields(scene: Scene) -> OptionGroup:
    broad = [m for m in _members(scene, "field") if len(m.code) == _BROAD]
    names = {m.code: scene.reader.name(m.labels) for m in broad}
    return _group(scene, "field", {TOTAL: scene.reader.say("All fields"), **names})


def _places(scene: Scene) -> list[OptionGroup]:
    say, members = scene.reader.say, _members(scene, "region")
    regions = {m.code: scene.reader.name(m.labels) for m in members if m.parent == TOTAL}
    regions.pop(_ABROAD, None)
    provinces = {m.code: scene.reader.name(m.labels) for m in members if m.code not in regions}
    by_name = dict(sorted(_without(provinces, _ABROAD).items(), key=lambda named: named[1]))
    return [
        _group(scene, "region", {TOTAL: say("Whole country")}),
        _group(scene, "region", regions, say("Regions")),
        _group(scene, "region", by_name, say("Provinces")),
    ]


def _releases(scene: Scene) -> OptionGroup:
    say, asked = scene.reader.say, pin_of(scene.given)
    names = {LATEST: say("Latest release"), LIVE: say("Live, provisional")}
    names |= {version: version for version in scene.releases}
    shown = asked if asked in names else scene.publication.version
    return OptionGroup([Option(pin, text, pin == shown) for pin, text in names.items()])


def _members(scene: Scene, dimension: str) -> list[Member]:
    """All but everything together and what is not known."""
    found: Iterable[Member] = scene.data_set(COHORTS).dimension(dimension).members
    return [m for m in found if m.code != TOTAL and not m.code.endswith(UNKNOWN)]


def _without(names: Mapping[str, str], code: str) -> dict[str, str]:
    return {key: name for key, name in names.items() if key != code}


def _group(scene: Scene, name: str, names: Mapping[str, str], label: str = "") -> OptionGroup:
    chosen = getattr(scene.choice, name)
    options = [Option(code, text, code == chosen) for code, text in names.items()]
    return OptionGroup(options, label)
