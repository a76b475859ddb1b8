"""After a correction: what it touches is assessed anew, told once, and what was said is kept."""

from typing import Any

import pytest
from sqlalchemy import Engine

from services.matching import former, store
from services.matching.assess import Assessor
from services.matching.recoding import Recoder, RecodingLoop, Silent
from services.matching.recoding.records import BATCH
from services.matching.tables import former_assessments, recodings
from shared.contracts import Graduate, assessment_version
from shared.correlation import correlation_id
from shared.db.engine import transaction
from tests.builders import a_graduate, a_survey, a_vacancy
from tests.integration.matching.shop import Shop
from tests.unit.matching.fakes import DictionaryCoder, OneJudge, coders

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class ByWord(DictionaryCoder):
    """Also codes a text by any text it knows that has a word of it."""

    def taught(self, wordings: Any) -> "ByWord":
        return ByWord({**self.codes, **dict(wordings)})

    def decide(self, texts: Any) -> Any:
        return [super(ByWord, self).decide([self._nearest(text)])[0] for text in texts]

    def _nearest(self, text: str) -> str:
        alike = (known for known in self.codes if set(known.split()) & set(text.split()))
        return text if text in self.codes else next(alike, text)


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine, coders(titles={"nurse": "5321"}, programmes={"physics": "0533"}))


def test_the_next_record_is_right_and_those_kept_before_become_right(shop: Shop) -> None:
    shop.take(a_vacancy(title="nurse"), a_vacancy("v2", title="cook", occupation="5120"))
    shop.take(a_graduate(tracer=a_survey(job_title="Nurse")))
    shop.correct("nurse", "2221")
    shop.take(a_vacancy("v3", title="nurse"))
    assert shop.vacancy("firm/v3").occupation.code == "2221"
    assert shop.vacancy("firm/v1").occupation.code == "5321"
    assert shop.recode() == 1
    assert shop.vacancy("firm/v1").occupation.code == "2221"
    assert shop.graduate("uni/g1").occupation.code is None  # this coder knows "nurse", not "Nurse"
    assert shop.vacancy("firm/v1").revision == 1
    assert [shop.vacancy(f"firm/v{n}").revision for n in (2, 3)] == [0, 0]


def test_what_was_assessed_anew_is_told_once_more_under_the_corrections_correlation(
    shop: Shop,
) -> None:
    shop.take(a_vacancy(title="nurse", version=7), a_vacancy("v2", title="cook"))
    assert len(shop.told()) == 2
    correlation_id.set("from the reviewer")
    shop.correct("nurse", "2221")
    correlation_id.set("")
    assert (shop.recode(), shop.recode()) == (1, 0)
    [*_, told] = shop.told()
    assert len(shop.told()) == 3
    assert (told.recordversion, told.correlationid) == (
        assessment_version(7, 1),
        "from the reviewer",
    )
    assert told.data is not None
    assert told.data == shop.vacancy("firm/v1")


def test_programmes_are_corrected_too(shop: Shop) -> None:
    shop.take(a_graduate(programme="physics"))
    shop.correct("physics", "0531", kind="programme")
    shop.recode()
    assert shop.graduate("uni/g1").field.code == "0531"
    [row] = shop.rows(store.graduates)
    assert row.field_narrow == "053"


def test_an_owners_correction_touches_only_the_owners_records(shop: Shop) -> None:
    for provider in ("firm", "firm-2", "firm_"):
        shop.take(a_vacancy(title="nurse", provider=provider))
    shop.correct("nurse", "2221", provider="firm")
    shop.take(*(a_vacancy("v2", title="nurse", provider=p) for p in ("firm", "firm-2")))
    shop.recode()
    right = {key for key, code in codes(shop).items() if code == "2221"}
    assert right == {"firm/v1", "firm/v2"}
    assert "corrected" not in shop.vacancy("firm-2/v1").versions["occupation_coder"]
    assert "corrected" in shop.vacancy("firm/v1").versions["occupation_coder"]


def test_texts_that_are_now_decided_otherwise_are_re_coded_and_others_are_left(
    engine: Engine,
) -> None:
    shop = by_word(engine)
    titles = ("crane operator", "tower crane operator", "crane", "forklift driver", "operator b")
    shop.take(*(a_vacancy(str(n), title=title) for n, title in enumerate(titles)))
    shop.correct("crane operator", "8343")
    shop.recode()
    assert list(codes(shop).values()) == ["8343", "8343", "8343", None, "8343"]
    assert [shop.vacancy(f"firm/{n}").revision for n in range(5)] == [1, 1, 1, 0, 1]


def by_word(engine: Engine) -> Shop:
    known = coders()
    return Shop(engine, type(known)(ByWord({}), known.fields, known.versions))


def codes(shop: Shop) -> dict[str, str | None]:
    return {row.key: shop.vacancy(row.key).occupation.code for row in shop.rows(store.vacancies)}


def test_killed_amid_the_records_of_a_text_like_it_nothing_is_left_out(engine: Engine) -> None:
    class Killed(BaseException):
        pass

    shop = by_word(engine)
    shop.take(*(a_vacancy(f"v{n:03}", title="nurse in ward") for n in range(BATCH + 2)))
    shop.correct("nurse", "2221")

    def die_after_the_first_batch() -> Assessor:
        with engine.connect() as connection:
            if store.find_vacancy(connection, "firm/v000") != untouched:
                raise Killed
        return Assessor(shop.coders, OneJudge(), Silent())

    untouched = shop.vacancy("firm/v000")
    with pytest.raises(Killed):
        RecodingLoop(engine, Recoder(engine, die_after_the_first_batch)).work_once()
    assert set(codes(shop).values()) == {None, "2221"}
    assert by_word(engine).recode() == 1
    assert set(codes(shop).values()) == {"2221"}
    assert {shop.vacancy(key).revision for key in codes(shop)} == {1}


def test_a_record_that_is_right_already_hides_no_other_of_its_text(engine: Engine) -> None:
    shop = by_word(engine)
    shop.take(a_vacancy("v1", title="nurse in ward"), a_vacancy("v2", title="nurse in ward"))
    shop.correct("nurse", "2221")
    shop.take(a_vacancy("v0", title="nurse in ward"))
    shop.recode()
    assert set(codes(shop).values()) == {"2221"}
    assert shop.vacancy("firm/v0").revision == 0


def test_a_provider_with_a_word_of_its_own_hides_no_other_providers_records(
    engine: Engine,
) -> None:
    shop = by_word(engine)
    shop.take(*(a_vacancy(title="nurse in ward", provider=p) for p in ("clinic", "hospital")))
    shop.correct("nurse in ward", "5321", provider="clinic")
    shop.recode()
    shop.correct("nurse", "2221")
    shop.recode()
    assert codes(shop) == {"clinic/v1": "5321", "hospital/v1": "2221"}


def test_withdrawing_turns_back_what_the_correction_turned(shop: Shop) -> None:
    shop.take(a_vacancy(title="nurse"))
    number = shop.correct("nurse", "2221")
    shop.recode()
    shop.withdraw(number)
    shop.withdraw(number)
    assert shop.recode() == 1
    found = shop.vacancy("firm/v1")
    assert (found.occupation.code, found.revision) == ("5321", 2)


def test_a_correction_to_a_code_the_classification_lacks_is_kept_and_not_applied(
    shop: Shop,
) -> None:
    shop.take(a_vacancy(title="nurse"))
    shop.correct("nurse", "9999")
    assert shop.recode() == 1
    assert shop.vacancy("firm/v1").occupation.code == "5321"


def test_what_was_said_before_is_kept_beside_what_is_said_now(shop: Shop) -> None:
    shop.take(a_graduate(programme="physics", tracer=a_survey(job_title="nurse")))
    shop.correct("nurse", "2221")
    shop.recode()
    with shop.engine.connect() as connection:
        [was] = former.of_record(connection, store.graduates, "uni/g1")
    assert (was["field"], was["occupation"]) == ("0533", "5321")
    assert (was["version"], was["revision"]) == (1, 0)
    assert was["verdicts"] == {"vertical/normative_b": "insufficient_evidence"}
    assert was["versions"]["judge"] == "fake-1"


def test_an_erasure_takes_former_assessments_along_and_wins_over_every_revision(
    shop: Shop,
) -> None:
    shop.take(a_graduate(tracer=a_survey(job_title="nurse")), a_graduate("g2"))
    shop.correct("nurse", "2221")
    shop.recode()
    shop.erase(Graduate, "uni/g1", 2)
    assert shop.rows(former_assessments) == []
    [tombstone] = [event for event in shop.told() if event.is_tombstone]
    assert tombstone.recordversion == assessment_version(2)
    assert [row.key for row in shop.rows(store.graduates)] == ["uni/g2"]


def test_everything_under_other_coders_is_compared_before_it_is_changed(
    engine: Engine, shop: Shop
) -> None:
    shop.take(a_graduate(tracer=a_survey(job_title="nurse")), a_vacancy(title="nurse"))
    shop.take(a_vacancy("v2", title="cook", occupation="5120"))
    newer = Shop(engine, coders(titles={"nurse": "2221"}))
    steps: list[int] = []
    tried = newer.recoder.everything(steps.append, dry_run=True)
    assert tried.moved == {("occupation", "5321", "2221"): 2}
    assert shop.vacancy("firm/v1").occupation.code == "5321"
    done = newer.recoder.everything(steps.append)
    assert (done.seen, done.renewed, done.moved) == (3, tried.renewed, tried.moved)
    assert sum(steps) == 6
    assert newer.recoder.everything(steps.append).renewed == 0
    assert len(shop.rows(former_assessments)) == 2


def test_records_that_come_out_the_same_are_found_by_their_text_after_everything_was_assessed(
    shop: Shop,
) -> None:
    """Such as were kept before the form of their text was."""
    shop.take(a_graduate(programme="physics", tracer=a_survey(job_title="nurse")))
    shop.take(a_vacancy(title="nurse"), a_vacancy("v2", title="cook", occupation="5120"))
    with transaction(shop.engine) as connection:
        for table in (store.graduates, store.vacancies):
            connection.execute(table.update().values(title_key=None))
    assert shop.recoder.everything(lambda _: None).renewed == 0
    shop.correct("nurse", "2221")
    shop.recode()
    assert codes(shop) == {"firm/v1": "2221", "firm/v2": "5120"}
    assert shop.graduate("uni/g1").occupation.code == "2221"
    assert {row.title_key for row in shop.rows(store.vacancies)} == {"nurse", None}


def test_the_queue_says_what_is_done(shop: Shop) -> None:
    shop.correct("nurse", "2221")
    [waiting] = shop.rows(recodings)
    assert waiting.finished_at is None
    shop.recode()
    [done] = shop.rows(recodings)
    assert done.finished_at is not None
