"""How an organisation comes by one more of what it may own."""

from collections.abc import Callable
from pathlib import Path

import yaml

import services.ingestion.importers
from services.ingestion import store as door
from services.ingestion.store import Receipt
from services.matching import store
from services.matching.assess import Assessor
from services.reporting.alerts import register
from services.reporting.alerts.rules import Rule
from shared.access import Role
from shared.db.engine import transaction
from tests.builders import a_graduate, a_graduate_post, a_vacancy, a_vacancy_post
from tests.integration.authorisation.house import House, owner
from tests.unit.matching.fakes import ListTally, OneJudge, coders

PROFILES = Path(services.ingestion.importers.__file__).parent / "profiles"

Make = Callable[[House, str], str]
"""(the house, the owner's id) -> what stands in the path for a new thing of the owner."""


def a_posted_graduate(house: House, whose: str) -> str:
    post = a_graduate_post(reference=_new(house), programme=f"Programme of {whose}")
    return str(house.do(whose, "POST", "/v1/graduates", json=post)["record"])


def a_posted_vacancy(house: House, whose: str) -> str:
    post = a_vacancy_post(reference=_new(house), title=f"Work at {whose}")
    return str(house.do(whose, "POST", "/v1/vacancies", json=post)["record"])


def an_assessed_graduate(house: House, whose: str) -> str:
    [assessed] = _assessor().graduates([a_graduate(_new(house), provider=whose)])
    with transaction(house.engine) as connection:
        store.keep(connection, store.graduates, [store.graduate_row(assessed, "")])
    return assessed.record.record


def an_assessed_vacancy(house: House, whose: str) -> str:
    [assessed] = _assessor().vacancies([a_vacancy(_new(house), provider=whose)])
    with transaction(house.engine) as connection:
        store.keep(connection, store.vacancies, [store.vacancy_row(assessed, "")])
    return assessed.record.record


def a_correction(house: House, whose: str) -> str:
    post = {"kind": "title", "text": f"Work at {whose} {_new(house)}", "code": "5132"}
    return str(house.do(whose, "POST", "/v1/corrections", json=post)["id"])


def an_alert(house: House, whose: str) -> str:
    rule = Rule(
        data_set="outcomes", indicator="employed", cell={}, comparison="above", threshold=1.0
    )
    with transaction(house.engine) as connection:
        number = register.add(
            connection, rule, f"https://{whose}.example/", "whsec_x", whose, door.now()
        )
    return str(number)


def an_open_batch(house: House, whose: str) -> str:
    is_university = whose == owner(Role.UNIVERSITY)
    kind, profile = ("graduates", "piaac") if is_university else ("vacancies", "jobthai")
    wanted = {"kind": kind, "profile": profile, "name": f"{whose}.csv"}
    return str(house.do(whose, "POST", "/v1/batches", json=wanted)["id"])


PROFILE = yaml.safe_load((PROFILES / "jobthai.yaml").read_text(encoding="utf-8"))


def a_profile(house: House, whose: str) -> str:
    name = _new(house)
    house.do(whose, "POST", "/v1/profiles", json={"name": name, "profile": PROFILE})
    return name


def a_webhook(house: House, whose: str) -> str:
    wanted = {"url": f"https://{whose}.example/", "events": ["batch.finished"]}
    return str(house.do(whose, "POST", "/v1/webhooks", json=wanted)["id"])


def a_receipt(house: House, whose: str) -> str:
    """Of an erasure by the retention clock, as every provider has some day."""
    receipt = Receipt(_new(house), whose, "graduates", "retention", 1, 1, door.now(), "")
    with transaction(house.engine) as connection:
        door.keep_receipt(connection, receipt, {f"{whose}/x": 2})
    return receipt.id


def _new(house: House) -> str:
    """A reference that was never used."""
    house.made += 1
    return f"thing-{house.made}-of-the-owner"


def _assessor() -> Assessor:
    return Assessor(coders(titles={}, programmes={}), OneJudge(), ListTally())
