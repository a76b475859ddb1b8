"""Corrections and everything else at the same moment, on both kinds of database."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from sqlalchemy import Engine, func, select

from services.matching import store
from services.matching.assess import Assessor
from services.matching.recoding import Recoder, RecodingLoop, Silent
from services.matching.recoding.records import BATCH
from services.matching.tables import former_assessments, recodings, withdrawals
from shared.contracts import Vacancy, assessment_version
from shared.db.engine import make_engine
from tests.builders import a_vacancy
from tests.integration.matching.shop import Shop
from tests.unit.matching.fakes import DictionaryCoder, OneJudge, coders

WRONG, RIGHT, OTHER = "5321", "2221", "2222"
KNOWN = {"nurse": WRONG}
LONGEST_WAIT = 30.0


def a_shop(engine: Engine) -> Shop:
    return Shop(engine, coders(titles=KNOWN))


def test_a_record_erased_or_replaced_while_it_is_assessed_anew_stays_so(engine: Engine) -> None:
    shop = a_shop(engine)
    shop.take(a_vacancy(title="nurse"), a_vacancy("v2", title="nurse"))
    shop.correct("nurse", RIGHT)

    def erase_and_replace() -> None:
        shop.erase(Vacancy, "firm/v1", 2)
        shop.told()
        shop.take(a_vacancy("v2", title="cook", version=2))

    shop.meanwhile(erase_and_replace)
    shop.recode()
    [row] = shop.rows(store.vacancies)
    assert (row.key, row.version) == ("firm/v2", assessment_version(2))
    assert shop.rows(former_assessments) == []


def test_a_correction_made_while_records_are_assessed_anew_is_not_undone(engine: Engine) -> None:
    shop = a_shop(engine)
    shop.take(a_vacancy(title="nurse"))
    shop.correct("nurse", RIGHT)
    shop.meanwhile(lambda: shop.correct("nurse", OTHER))
    assert RecodingLoop(engine, shop.recoder).work_once()
    assert shop.vacancy("firm/v1").occupation.code == OTHER
    assert shop.recode() == 1
    assert shop.vacancy("firm/v1").revision == 1


def test_a_record_that_was_being_coded_when_its_text_was_corrected_is_re_coded(
    engine: Engine,
) -> None:
    """The consumer has read the corrections there were and keeps its result after the newest."""
    shop, deciding = a_shop(engine), Event()

    class Slow(DictionaryCoder):
        def taught(self, wordings: Any) -> "Slow":
            return Slow({**self.codes, **dict(wordings)})

        def decide(self, texts: Any) -> Any:
            deciding.set()
            Event().wait(0.5)  # long enough for a re-coding that would not wait
            return super().decide(texts)

    known = coders()
    slow = Shop(engine, type(known)(Slow(KNOWN), known.fields, known.versions))
    with ThreadPoolExecutor(1) as threads:
        taking = threads.submit(slow.take, a_vacancy(title="nurse"))
        assert deciding.wait(LONGEST_WAIT)
        shop.correct("nurse", RIGHT)
        shop.recode()
        taking.result()
    assert shop.vacancy("firm/v1").occupation.code == RIGHT


def test_of_confirmations_or_withdrawals_at_once_one_is_kept(engine: Engine) -> None:
    shop = a_shop(engine)
    shop.take(a_vacancy(title="nurse", provider="clinic"))
    number = shop.correct("nurse", RIGHT, provider="firm")
    with ThreadPoolExecutor(4) as threads:
        [confirmed] = {*threads.map(shop.confirm, [number] * 4)}
    assert shop.recode() == len((number, confirmed))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(shop.withdraw, [confirmed] * 4))
    assert len(shop.rows(withdrawals)) == 1
    assert shop.recode() == 1
    found = shop.vacancy("clinic/v1")
    assert (found.occupation.code, found.revision) == (WRONG, 2)


def test_two_processes_take_turns_and_a_killed_one_is_succeeded(
    engine: Engine, database_url: str
) -> None:
    shop, count = a_shop(engine), BATCH + 20
    shop.take(*(a_vacancy(f"v{n:03}", title="nurse") for n in range(count)))
    shop.correct("nurse", RIGHT)
    killed = multiprocessing.get_context("spawn").Process(
        target=die_on_the_way, args=[database_url]
    )
    killed.start()
    killed.join(LONGEST_WAIT)
    assert killed.exitcode == -signal.SIGKILL
    assert (revised(engine), waiting(engine)) == (BATCH, 1)
    stop = Event()
    with ThreadPoolExecutor(2) as threads:
        loops = [RecodingLoop(engine, a_shop(engine).recoder) for _ in range(2)]
        running = [threads.submit(loop.run, stop) for loop in loops]
        while waiting(engine):
            stop.wait(0.02)
        stop.set()
    assert [loop.result() for loop in running] == [None, None]
    assert revised(engine) == count
    assert len(shop.rows(former_assessments)) == count
    assert {event.recordversion for event in shop.told()} == {assessment_version(1, 1)}


def die_on_the_way(database_url: str) -> None:
    """A process that is killed when it has kept one batch and decided on the next."""
    judge, engine = OneJudge(), make_engine(database_url)
    batches = []

    def assessor() -> Assessor:
        batches.append(1)
        if len(batches) > FIRST_BATCH_KEPT:
            os.kill(os.getpid(), signal.SIGKILL)
        return Assessor(coders(titles=KNOWN), judge, Silent())

    RecodingLoop(engine, Recoder(engine, assessor)).work_once()


FIRST_BATCH_KEPT = 3  # asked for the text's form, for coders to teach, and for the first batch


def revised(engine: Engine) -> int:
    rows = store.vacancies.c.version == assessment_version(1, 1)
    with engine.connect() as connection:
        return int(connection.scalar(select(func.count()).where(rows)) or 0)


def waiting(engine: Engine) -> int:
    unfinished = recodings.c.finished_at.is_(None)
    with engine.connect() as connection:
        return int(connection.scalar(select(func.count()).where(unfinished)) or 0)
