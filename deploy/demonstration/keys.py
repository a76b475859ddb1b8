"""Demonstration keys: one for each role, made once and kept beside the data they open.

Only in demonstration mode; elsewhere a key's text is shown once and stored nowhere.
"""

import json
from pathlib import Path

from deploy.demonstration.organisations import ORGANISATIONS
from shared.access import AccessStore, Role
from shared.db.engine import make_engine
from shared.settings import Settings


def demonstration_keys(settings: Settings) -> dict[str, str]:
    """Role -> key of one demonstration organisation of that role."""
    kept = settings.directory() / "demonstration-keys.json"
    if kept.exists():
        keys: dict[str, str] = json.loads(kept.read_text())
        return keys
    engine = make_engine(settings.database("access"))
    keys = _make_keys(AccessStore(engine))
    engine.dispose()
    _write(kept, keys)
    return keys


def _make_keys(store: AccessStore) -> dict[str, str]:
    for organisation in ORGANISATIONS:
        store.add_organisation(organisation.id, organisation.name, organisation.role)
    owners = {organisation.role: organisation.id for organisation in reversed(ORGANISATIONS)}
    return {role.value: store.issue_key(owners[role]).text for role in Role}


def _write(path: Path, keys: dict[str, str]) -> None:
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(keys, indent=2))
    draft.rename(path)
