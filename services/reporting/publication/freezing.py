"""Freezing a release: facts as of now -> tables, changes, signed manifest -> kept for good."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from services.reporting.cube.graduates import Names
from services.reporting.cube.private_pay import EXACT, PayPrivacy
from services.reporting.data_sets import Publication
from services.reporting.facts import read_facts
from services.reporting.protection.differential_privacy import BudgetSpent
from services.reporting.publication import kept
from services.reporting.publication.comparing import changes_between, kind_of, next_version
from services.reporting.publication.compiling import publication_of
from services.reporting.publication.files import to_files, to_json
from services.reporting.publication.ledger import PayBudget, spend
from services.reporting.publication.shelf import ReleaseEntry
from services.reporting.publication.signing import MANIFEST, SIGNATURE, Signer, manifest
from services.reporting.publication.versions import is_version, parsed
from shared.bus.log import Positions
from shared.db.engine import transaction

CHANGES = "changes.json"
WITHOUT_NOISE = PayBudget()


class ReleaseRefused(Exception):
    """There is nothing to release, or not under that version or at that cost."""


@dataclass(frozen=True)
class Frozen:
    """A release that was just made, and its files."""

    entry: ReleaseEntry
    files: Mapping[str, bytes]


def release(
    engine: Engine,
    names: Names,
    on: date,
    signer: Signer,
    version: str | None = None,
    budget: PayBudget = WITHOUT_NOISE,
) -> Frozen:
    """Facts as of now -> kept release, dated `on` -> what it is.

    The version follows from the changes since the last release unless it is stated.

    Raises:
        ReleaseRefused: nothing changed since the last release, the stated version is not above
            it, another release was made meanwhile, or private pay percentiles would cost more
            than is left of their budget.
    """
    with engine.connect() as connection:
        last = kept.newest(connection)
        before = kept.remembered(connection, "release")
    earlier = kept.KeptShelf(engine).open(last.version) if last else None
    facts = read_facts(engine)
    privacy = _privacy(budget, signer, facts.positions)
    draft, memory = publication_of(
        facts, names, on, before, version="draft", issued=on.isoformat(), privacy=privacy
    )
    changes = changes_between(earlier, draft)
    chosen = _version(last, changes, version)
    files = _files(replace(draft, version=chosen), changes, last, signer)
    entry = ReleaseEntry(
        version=chosen,
        issued=draft.issued,
        digest=kept.manifest_digest(files),
        synthetic=draft.synthetic,
        positions=draft.positions,
        changes=changes,
    )
    try:
        with transaction(engine) as connection:
            kept.add_release(connection, entry, files, memory)
            if draft.pay_loss:
                spend(connection, budget, chosen, draft.pay_loss)
    except IntegrityError as error:
        raise ReleaseRefused("another release was made meanwhile") from error
    except BudgetSpent as error:
        raise ReleaseRefused(f"private pay percentiles: {error}") from error
    return Frozen(entry, files)


def _privacy(budget: PayBudget, signer: Signer, positions: Positions) -> PayPrivacy:
    """Replicas with the same key and events draw the same noise; another ε draws other noise, or
    the two could be set against each other.
    """
    if not budget.epsilon:
        return EXACT
    read = sorted(f"{topic}/{part}={at}" for (topic, part), at in positions.items())
    return PayPrivacy(budget.epsilon, signer.seed("pay percentiles", str(budget.epsilon), *read))


def _version(last: ReleaseEntry | None, changes: Mapping[str, object], stated: str | None) -> str:
    kind = kind_of(changes)
    if kind == "none" and last:
        raise ReleaseRefused(f"nothing changed since release {last.version}")
    following = next_version(last.version if last else None, kind)
    if stated is None:
        return following
    if not is_version(stated):
        raise ReleaseRefused(f"{stated} is not a version of three numbers")
    if last and parsed(stated) <= parsed(last.version):
        raise ReleaseRefused(f"{stated} is not above the last release, {last.version}")
    return stated


def _files(
    publication: Publication,
    changes: Mapping[str, object],
    last: ReleaseEntry | None,
    signer: Signer,
) -> dict[str, bytes]:
    files = {**to_files(publication), CHANGES: to_json(changes)}
    about = {
        "version": publication.version,
        "issued": publication.issued,
        "synthetic": publication.synthetic,
        "positions": publication.positions,
        "previous": {"version": last.version, "digest": last.digest} if last else None,
    }
    files[MANIFEST] = manifest(about, files)
    files[SIGNATURE] = signer.sign(files[MANIFEST])
    return files
