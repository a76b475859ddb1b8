"""Vacancies advertised more than once: found after posting, told, taken back, and exactly once."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from services.ingestion import store
from services.ingestion.duplicates.comparing import Comparing
from services.ingestion.store.duplicates import advertisements, vacancy_blocks
from shared.access import Role
from shared.contracts import Vacancy
from shared.db.engine import transaction
from tests.integration.ingestion.door import Caller, OpenDoor

TEXT = (
    "ดูแลระบบบัญชีลูกหนี้ ออกใบแจ้งหนี้ ติดตามการชำระเงิน และจัดทำรายงานภาษีซื้อภาษีขายประจำเดือน "
    "ประสานงานกับผู้สอบบัญชี ใช้โปรแกรม Express ได้ มีประสบการณ์อย่างน้อยสองปี"
)
OTHER_TEXT = (
    "ขับรถส่งสินค้าในเขตกรุงเทพและปริมณฑล ดูแลรักษารถให้พร้อมใช้งาน ตรวจนับสินค้าก่อนส่งมอบ "
    "มีใบอนุญาตขับขี่ประเภทสอง รู้เส้นทางดี ทำงานหกวันต่อสัปดาห์"
)


def an_advert(reference: str, day: str = "2026-05-01", **changes: Any) -> dict[str, Any]:
    return {
        "reference": reference,
        "title": "เจ้าหน้าที่บัญชีลูกหนี้",
        "description": TEXT,
        "employer": "บริษัท ตัวอย่างการค้า จำกัด",
        "region": "TH-10",
        "posted_on": day,
        **changes,
    }


@pytest.fixture
def door(new_door: Callable[..., OpenDoor]) -> OpenDoor:
    return new_door()


@pytest.fixture
def board(door: OpenDoor) -> Caller:
    return door.caller("board", Role.EMPLOYER)


@pytest.fixture
def agency(door: OpenDoor) -> Caller:
    return door.caller("agency", Role.EMPLOYER)


def compare(door: OpenDoor) -> None:
    comparing = Comparing(door.engine)
    while comparing.step():
        pass


def repeated(door: OpenDoor) -> dict[str, str]:
    """Vacancy -> the one it is said to repeat."""
    return {row.key: row.duplicate_of for row in door.rows("vacancies") if row.duplicate_of}


def told(door: OpenDoor) -> dict[str, tuple[int, str | None]]:
    """Vacancy -> version and `duplicate_of` of its last event."""
    door.tell()
    found = {}
    for event in door.events():
        if isinstance(event.data, Vacancy):
            found[event.data.key] = event.data.version, event.data.duplicate_of
    return found


def test_what_another_advertised_before_is_told_as_its_duplicate(
    door: OpenDoor, board: Caller, agency: Caller
) -> None:
    agency.post("vacancies", an_advert("A-1", "2026-05-04", title="ด่วน! รับสมัคร เจ้าหน้าที่บัญชีลูกหนี้"))
    board.post("vacancies", an_advert("B-1"))
    board.post("vacancies", an_advert("B-2", title="พนักงานขับรถส่งของ", description=OTHER_TEXT))
    assert set(told(door).values()) == {(1, None)}
    compare(door)
    assert told(door) == {
        "agency/A-1": (2, "board/B-1"), "board/B-1": (1, None), "board/B-2": (1, None),
    }  # fmt: skip


def test_comparing_again_changes_nothing(door: OpenDoor, board: Caller, agency: Caller) -> None:
    board.post("vacancies", [an_advert("B-1"), an_advert("B-2", "2026-05-20")])
    agency.post("vacancies", an_advert("A-1", "2026-05-04"))
    compare(door)
    before = [(row.key, row.version) for row in door.rows("vacancies")]
    board.post("vacancies", [an_advert("B-1"), an_advert("B-2", "2026-05-20")])
    compare(door)
    assert [(row.key, row.version) for row in door.rows("vacancies")] == before


def test_an_advertisement_sixty_days_later_is_a_new_opening(door: OpenDoor, board: Caller) -> None:
    board.post("vacancies", [an_advert("B-1", "2026-01-01"), an_advert("B-2", "2026-03-03")])
    compare(door)
    assert repeated(door) == {}
    board.post("vacancies", an_advert("B-3", "2026-03-02"))
    compare(door)
    assert repeated(door) == {"board/B-3": "board/B-1"}


def test_one_posted_late_that_was_advertised_first_stands_for_the_others(
    door: OpenDoor, board: Caller, agency: Caller
) -> None:
    board.post("vacancies", an_advert("B-1"))
    agency.post("vacancies", an_advert("A-1", "2026-05-09"))
    compare(door)
    assert repeated(door) == {"agency/A-1": "board/B-1"}
    agency.post("vacancies", an_advert("A-0", "2026-04-20"))
    compare(door)
    assert repeated(door) == {"agency/A-1": "agency/A-0", "board/B-1": "agency/A-0"}


@pytest.mark.parametrize("how", ["erased", "closed", "changed"])
def test_when_the_first_goes_another_stands_for_the_job(
    door: OpenDoor, board: Caller, agency: Caller, how: str
) -> None:
    board.post("vacancies", an_advert("B-1"))
    agency.post("vacancies", [an_advert("A-1", "2026-05-04"), an_advert("A-2", "2026-05-06")])
    compare(door)
    assert repeated(door) == dict.fromkeys(("agency/A-1", "agency/A-2"), "board/B-1")
    if how == "erased":
        board.erase("vacancies/B-1")
    elif how == "closed":
        closing = {"closed_on": "2026-05-10", "filled": False}
        board.call("PUT", "/v1/vacancies/B-1/closing", json=closing)
    else:
        other = {"title": "พนักงานขับรถส่งของ", "description": OTHER_TEXT, "region": "TH-50"}
        board.post("vacancies", an_advert("B-1", **other))
    compare(door)
    others = {"board/B-1": "agency/A-1"} if how == "closed" else {}
    assert repeated(door) == {"agency/A-2": "agency/A-1"} | others
    assert told(door)["agency/A-2"][1] == "agency/A-1"


def test_an_erased_vacancy_leaves_nothing_that_it_was_compared_by(
    door: OpenDoor, board: Caller
) -> None:
    board.post("vacancies", [an_advert("B-1"), an_advert("B-2", "2026-05-20")])
    compare(door)
    board.erase("vacancies/B-2")
    compare(door)
    with door.engine.connect() as connection:
        for table in (advertisements, vacancy_blocks):
            assert set(connection.execute(select(table.c.key)).scalars()) == {"board/B-1"}
    board.post("vacancies", an_advert("B-2", "2026-05-20"))
    compare(door)
    assert repeated(door) == {"board/B-2": "board/B-1"}


@pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)
def test_in_whatever_order_vacancies_come_the_same_ones_repeat_the_same(
    door: OpenDoor, board: Caller
) -> None:
    """Chains of advertisements a month apart, each like the next, in three orders."""
    draw, found = random.Random(5), []
    days = [date(2026, 1, 1) + timedelta(days=24 * i) for i in range(7)]
    adverts = [
        an_advert(f"B-{i}-{work}", day.isoformat(), title=work, description=text)
        for i, day in enumerate(days)
        for work, text in (("เจ้าหน้าที่บัญชีลูกหนี้", TEXT), ("พนักงานขับรถส่งของ", OTHER_TEXT))
    ]
    for _ in range(3):
        draw.shuffle(adverts)
        for advert in adverts:
            board.post("vacancies", advert)
            if draw.random() < 0.5:
                compare(door)
        compare(door)
        found.append(repeated(door))
        for advert in adverts:
            board.erase(f"vacancies/{advert['reference']}")
        compare(door)
        assert repeated(door) == {}
    assert len(found[0]) == 8
    assert found[0] == found[1] == found[2]


def is_behind(door: OpenDoor) -> bool:
    with door.engine.connect() as connection:
        return bool(store.duplicates.uncompared(connection, 1))


def test_while_callers_post_and_erase_the_loop_comes_to_what_comparing_all_anew_gives(
    door: OpenDoor,
) -> None:
    callers = [door.caller(f"board-{number}", Role.EMPLOYER) for number in range(3)]
    stop, comparing = threading.Event(), Comparing(door.engine)
    loop = threading.Thread(target=comparing.turns.run, args=(stop,))
    loop.start()
    try:
        with ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(partial(_post_and_erase, callers), range(12)))
        while is_behind(door):
            stop.wait(0.05)
    finally:
        stop.set()
        loop.join()
    assert set(answers) == {200}
    found = repeated(door)
    assert len(found) > 20
    with transaction(door.engine) as connection:
        keys = [row.key for row in door.rows("vacancies")]
        store.duplicates.compare_again(connection, keys)
    compare(door)
    assert repeated(door) == found


def _post_and_erase(callers: list[Caller], turn: int) -> int:
    """Post some of 25 vacancies anew, as one of two jobs, and erase one; the first status."""
    draw, who = random.Random(turn), callers[turn % len(callers)]
    jobs = (("เจ้าหน้าที่บัญชีลูกหนี้", TEXT), ("พนักงานขับรถส่งของ", OTHER_TEXT))
    adverts = []
    for number in draw.sample(range(25), 20):
        title, text = draw.choice(jobs)
        day = f"2026-05-{draw.randrange(1, 29):02}"
        adverts.append(an_advert(f"R-{number}", day, title=title, description=text))
    status = who.post("vacancies", adverts).status_code
    who.erase(f"vacancies/R-{draw.randrange(25)}")
    return status


def test_more_may_repeat_a_vacancy_than_a_database_takes_parameters(door: OpenDoor) -> None:
    many = [f"acme/{number}" for number in range(66_000)]
    with transaction(door.engine) as connection:
        assert store.duplicates.hold(connection, many) == {}
