"""A publication from the facts as they are now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from services.reporting import methods
from services.reporting.cube.graduates import Names
from services.reporting.cube.memory import Memory
from services.reporting.cube.private_pay import EXACT, PayPrivacy
from services.reporting.data_sets import Publication
from services.reporting.facts import FactsSnapshot
from services.reporting.tables.compiling import compiled
from services.reporting.tables.counts import counted

_MODEL_WORDS = ("model", "coder", "extract")


def publication_of(
    facts: FactsSnapshot,
    names: Names,
    on: date,
    before: Memory,
    *,
    version: str,
    issued: str,
    privacy: PayPrivacy = EXACT,
) -> tuple[Publication, Memory]:
    """All tables, vacancies open `on` that day, and what was hidden for others' sake.

    `before` is what the last publication hid. Equal arguments give equal publications.
    """
    counts = counted(facts.graduates, facts.vacancies, names, on, before, privacy)
    used = {*facts.graduates.versions.values, *facts.vacancies.versions.values}
    models, taxonomies = _versions(facts.version_sets[name] for name in sorted(used))
    publication = Publication(
        version=version,
        issued=issued,
        synthetic=bool(facts.graduates.synthetic.any() or facts.vacancies.synthetic.any()),
        positions={f"{topic}/{part}": at for (topic, part), at in sorted(facts.positions.items())},
        method=methods.VERSION,
        taxonomies=taxonomies,
        models=models,
        data=facts.last_update,
        sources={
            "graduates": len(facts.graduates.provider.values),
            "vacancies": len(facts.vacancies.provider.values),
        },
        data_sets=compiled(counts),
        pay_epsilon=privacy.epsilon if privacy.is_drawn else 0.0,
        pay_loss=privacy.epsilon * counts.pay_layers if privacy.is_drawn else 0.0,
    )
    return publication, counts.memory()


def _versions(
    sets: Iterable[Mapping[str, str]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Every version of a model, and of a taxonomy or table, that assessed some record."""
    models: dict[str, set[str]] = defaultdict(set)
    taxonomies: dict[str, set[str]] = defaultdict(set)
    for versions in sets:
        for name, version in versions.items():
            is_model = any(word in name for word in _MODEL_WORDS)
            (models if is_model else taxonomies)[name].add(version)
    return (
        {name: sorted(found) for name, found in sorted(models.items())},
        {name: sorted(found) for name, found in sorted(taxonomies.items())},
    )
