"""What is told of a figure beside its value: of what and how sure, and where it comes from."""

from collections.abc import Mapping

from services.reporting.data_sets import TOTAL, DataSet, Figure
from services.reporting.pages.numbers import day, moment, number, percent
from services.reporting.pages.quality import Facts
from services.reporting.pages.scene import Scene


def facts(scene: Scene, table: DataSet, figure: Figure | None, codes: Mapping[str, str]) -> Facts:
    """The names of its codes, and on how much it rests."""
    say = scene.reader.say
    found = [
        (
            scene.reader.name(dimension.labels),
            scene.name(table.definition.id, dimension.name, codes.get(dimension.name, TOTAL)),
        )
        for dimension in table.dimensions
    ]
    if figure and figure.n is not None:
        found.append(("n", number(figure.n)))
    if figure and figure.coverage is not None:
        found.append((say("Coverage"), percent(figure.coverage)))
    if figure and figure.uncoded is not None:
        found.append((say("Not coded"), percent(figure.uncoded)))
    return found


def origin(scene: Scene) -> Facts:
    """Release, versions, sources and events behind every figure of the publication."""
    say, made_of, language = scene.reader.say, scene.publication, scene.reader.language
    release = say("live") if made_of.is_live else made_of.version
    return [
        (say("Release"), f"{release} · {day(made_of.issued, language)}"),
        (say("Last update"), moment(made_of.data, language) if made_of.data else say("never")),
        (say("Method"), made_of.method),
        *((say("Classification"), text) for text in _versions(made_of.taxonomies)),
        *((say("Model"), text) for text in _versions(made_of.models)),
        (say("Organisations that gave graduates"), number(made_of.sources.get("graduates", 0))),
        (say("Organisations that gave vacancies"), number(made_of.sources.get("vacancies", 0))),
        *(
            (say("Events"), say("{place} before {offset}", place=place, offset=number(offset)))
            for place, offset in sorted(made_of.positions.items())
        ),
    ]


def _versions(kept: Mapping[str, object]) -> list[str]:
    """`isco: ISCO-08`; the versions' own names, in no language."""
    return [
        f"{name}: {', '.join(versions) if isinstance(versions, list | tuple) else versions}"
        for name, versions in sorted(kept.items())
    ]
