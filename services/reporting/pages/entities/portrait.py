"""All that is published about one occupation, field, region or institution."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.data_sets import TOTAL, DataSet, Member
from services.reporting.data_sets.definition import Unit
from services.reporting.pages import links
from services.reporting.pages.cells import cell_at
from services.reporting.pages.cuts import fitting
from services.reporting.pages.entities.rows import chosen
from services.reporting.pages.entities.sections import OUTCOMES, OUTLINES, Section
from services.reporting.pages.language import msgid
from services.reporting.pages.names import Kind, is_group
from services.reporting.pages.numbers import NOTHING, year
from services.reporting.pages.quality import FILTER_NAMES
from services.reporting.pages.scene import Scene
from services.reporting.pages.source import Source, call
from services.reporting.pages.table import Cell, Line, Table

AGREEMENT = "method-agreement"
MISMATCHES = {
    "over": msgid("Above the level the job needs"),
    "under": msgid("Below the level the job needs"),
    "field_mismatch": msgid("Outside their field"),
}
METHODS = {
    "normative_a": msgid("Norm A (ILO)"),
    "normative_b": msgid("Norm B"),
    "realised_mode": msgid("Usual level (mode)"),
    "realised_mean": msgid("Mean ± SD"),
    "rule": msgid("Field table"),
    "lift": msgid("Statistical (lift)"),
    "self_reported": msgid("Own answer"),
    "model": msgid("Model"),
}
UNITS: Mapping[Unit, str] = {
    "baht": msgid("baht a month"),
    "days": msgid("days"),
}
"""Units that neither the value nor its title tells."""


@dataclass(frozen=True)
class Subject:
    """What the page is about; `above` are the groups it is a part of, the widest first."""

    kind: Kind
    member: Member
    above: Sequence[Member]
    below: Sequence[Member]

    @property
    def shows_code(self) -> bool:
        """Whether readers know it by its code too."""
        return self.kind in ("occupation", "field")


@dataclass(frozen=True)
class Card:
    """A headline figure."""

    title: str
    cell: Cell
    unit: str


@dataclass(frozen=True)
class Part:
    """A section as shown; `group` names the group above whose figures stand in for it."""

    id: str
    title: str
    table: Table
    csv: str
    api: str
    group: str = ""
    more: int = 0
    unfiltered: str = ""


@dataclass(frozen=True)
class Portrait:
    """Headline figures and sections; `period` says of which years they are."""

    classification: str
    period: str
    cards: Sequence[Card]
    parts: Sequence[Part]


def subject_of(scene: Scene, kind: Kind, code: str) -> Subject:
    """The subject. KeyError for a code that no table has."""
    members: dict[str, Member] = {}
    for table in scene.publication.data_sets.values():
        for dimension in table.dimensions:
            if dimension.name == kind:
                members |= {m.code: m for m in dimension.members if is_group(m.code)}
    below = [member for member in members.values() if member.parent == code]
    return Subject(kind, members[code], _above(members, members[code]), below)


def portrait(scene: Scene, subject: Subject) -> Portrait:
    """All that is published about it."""
    outline = OUTLINES[subject.kind]
    parts = [_part(scene, subject, section) for section in outline.sections]
    if outline.methods:
        parts += [_methods(scene, subject), _agreement(scene)]
    return Portrait(
        classification=classification_of(scene, subject.kind),
        period=_period(scene),
        cards=[_card(scene, subject, *card) for card in outline.cards],
        parts=[part for part in parts if part.table.lines],
    )


def _above(members: Mapping[str, Member], member: Member) -> list[Member]:
    above = members.get(member.parent or "")
    return [] if above is None else [*_above(members, above), above]


def _period(scene: Scene) -> str:
    if scene.given.get("year", TOTAL) == TOTAL:
        return scene.reader.say("All years of graduation together, unless a table says otherwise.")
    stated = year(scene.choice.year, scene.reader.language)
    return scene.reader.say("Graduates of {year}, unless a table says otherwise.", year=stated)


def classification_of(scene: Scene, kind: Kind) -> str:
    """Where the codes of the kind are from."""
    tables = scene.publication.data_sets.values()
    return next(
        (d.classification for table in tables for d in table.dimensions if d.name == kind), ""
    )


def _own(table: DataSet, subject: Subject) -> dict[str, str]:
    """The subject's code in a table: its own, or its group's where the table is coarser."""
    known = table.dimension(subject.kind).position
    nearest = (m.code for m in (subject.member, *reversed(subject.above)) if m.code in known)
    return {subject.kind: next(nearest, subject.member.code)}


def _stated(scene: Scene, table: DataSet, subject: Subject) -> dict[str, str]:
    """The filters that the address states and the table has."""
    stated = {name: code for name, code in scene.choice.narrowed().items() if name in scene.given}
    names = {*table.definition.dimensions} - {subject.kind}
    return {name: code for name, code in stated.items() if name in names}


def _codes(scene: Scene, table: DataSet, subject: Subject) -> dict[str, str]:
    """The cell of the subject, narrowed as far as the table is."""
    own = _own(table, subject)
    codes = {**fitting(_stated(scene, table, subject), (table, own)), **own}
    return {dimension.name: codes.get(dimension.name, TOTAL) for dimension in table.dimensions}


def _card(scene: Scene, subject: Subject, data_set: str, name: str) -> Card:
    table = scene.data_set(data_set)
    codes = _codes(scene, table, subject)
    indicator = table.definition.indicator(name)
    cell = cell_at(scene, data_set, name, codes)
    unit = UNITS.get(indicator.unit)
    return Card(
        scene.reader.name(indicator.labels), cell, scene.reader.say(unit) if unit else ""
    )  # fmt: skip


def _part(scene: Scene, subject: Subject, section: Section) -> Part:
    table, reader = scene.data_set(section.data_set), scene.reader
    own, stated = _own(table, subject), _stated(scene, table, subject)
    found = chosen(table, section, own, stated)
    lines = [_line(scene, section, row) for row in found.rows.tolist()]
    columns = [reader.name(table.definition.indicator(n).labels) for n in section.indicators]
    head = reader.name(table.dimension(section.by).labels)
    wanted = {d.name: [found.codes.get(d.name, TOTAL)] for d in table.dimensions}
    del wanted[section.by]
    source = Source(section.data_set, wanted, section.indicators)
    title, code = reader.say(section.title), own[subject.kind]
    return Part(
        id=section.id,
        title=title,
        table=Table(title, head, columns, lines),
        csv=call(scene, source, "csv"),
        api=call(scene, source),
        group=""
        if code == subject.member.code
        else scene.name(section.data_set, subject.kind, code),
        more=found.more,
        unfiltered=_given_way(scene, stated, found.codes, section.by),
    )


def _given_way(scene: Scene, stated: Mapping[str, str], codes: Mapping[str, str], by: str) -> str:
    """Which filters a table cannot be narrowed by together with the rest."""
    say = scene.reader.say
    names = [say(FILTER_NAMES[n]) for n in stated if codes.get(n, TOTAL) == TOTAL and n != by]
    if not names:
        return ""
    return say("Not narrowed by the filter on {names}.", names=scene.reader.listed(names))


def _line(scene: Scene, section: Section, row: int) -> Line:
    table = scene.data_set(section.data_set)
    codes = table.codes(row)
    code = codes[section.by]
    kind = next((kind for kind in links.ENTITY_PATHS if kind == section.by), None)
    return Line(
        scene.name(section.data_set, section.by, code),
        [cell_at(scene, section.data_set, name, codes) for name in section.indicators],
        code=code if kind in ("occupation", "field") else "",
        href=links.entity(scene, kind, code) if kind else "",
    )


def _methods(scene: Scene, subject: Subject) -> Part:
    """Mismatch by every method, side by side."""
    table, say = scene.data_set(OUTCOMES), scene.reader.say
    codes = _codes(scene, table, subject)
    known = table.definition.position
    ids = [f"{kind}_{method}" for kind in MISMATCHES for method in METHODS]

    def cell(name: str) -> Cell:
        if name not in known:
            return Cell(NOTHING, status="not_applicable")
        return cell_at(scene, OUTCOMES, name, codes)

    lines = [
        Line(say(text), [cell(f"{kind}_{method}") for kind in MISMATCHES])
        for method, text in METHODS.items()
    ]
    title, columns = say("Mismatch by every method"), [say(text) for text in MISMATCHES.values()]
    wanted = {name: [code] for name, code in codes.items()}
    source = Source(OUTCOMES, wanted, [name for name in ids if name in known])
    shown = Table(title, say("Method"), columns, lines)
    return Part("methods", title, shown, call(scene, source, "csv"), call(scene, source))


def _agreement(scene: Scene) -> Part:
    """How far the methods agree, of all graduates together: kappa."""
    table, say = scene.data_set(AGREEMENT), scene.reader.say
    title = say("Agreement of the methods, all graduates (Cohen's kappa)")
    names = ("kappa", "compared")
    source = Source(AGREEMENT, {"year": [TOTAL]}, names)
    columns = [scene.reader.name(table.definition.indicator(name).labels) for name in names]
    shown = Table(title, say("Pair of methods"), columns, [*_pairs(scene, table, names)])
    return Part("agreement", title, shown, call(scene, source, "csv"), call(scene, source))


def _pairs(scene: Scene, table: DataSet, names: Sequence[str]) -> Iterator[Line]:
    for member in table.dimension("pair").members:
        codes = {"year": TOTAL, "pair": member.code}
        row = table.row(**codes)
        if row is not None and is_group(member.code):
            cells = [cell_at(scene, AGREEMENT, name, codes) for name in names]
            yield Line(scene.reader.name(member.labels), cells)
