"""How far a view's figures can be trusted, in a line below each view."""

from services.reporting.data_sets import Figure
from services.reporting.pages.language import msgid
from services.reporting.pages.numbers import NOTHING, day, moment, number, percent
from services.reporting.pages.scene import Scene

FILTER_NAMES = {
    "year": msgid("year of graduation"),
    "level": msgid("level"),
    "region": msgid("region"),
    "field": msgid("field of study"),
}
Facts = list[tuple[str, str]]


def quality(scene: Scene, figure: Figure | None) -> Facts:
    """Names and texts of what tells the quality of a view, of which `figure` is the base."""
    say, made_of = scene.reader.say, scene.publication
    release = say("live") if made_of.is_live else made_of.version
    updated = moment(made_of.data, scene.reader.language) if made_of.data else say("never")
    return [
        (say("Coverage"), percent(figure.coverage if figure else None)),
        (say("Not coded"), percent(figure.uncoded if figure else None)),
        ("n", NOTHING if figure is None or figure.n is None else number(figure.n)),
        (say("Last update"), updated),
        (say("Method"), made_of.method),
        (say("Release"), f"{release} · {day(made_of.issued, scene.reader.language)}"),
    ]


def given_way(scene: Scene, here: Scene, *applied: str) -> str:
    """As `not_filtered`, where `here` has of the filters applied only those that could be."""
    left = here.choice.narrowed()
    return not_filtered(scene, *(name for name in applied if name in left))


def not_filtered(scene: Scene, *applied: str) -> str:
    """Which of the filters that are set a view cannot be narrowed by; empty when none."""
    ignored = [name for name in scene.choice.narrowed() if name not in applied]
    if not ignored:
        return ""
    names = scene.reader.listed([scene.reader.say(FILTER_NAMES[name]) for name in ignored])
    return scene.reader.say("Not narrowed by the filter on {names}.", names=names)
