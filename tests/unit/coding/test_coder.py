"""Coders on a small lexicon and on the committed one."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.coding import load_coders, titles
from services.matching.coding.calibration import Calibration
from services.matching.coding.coder import WordingCoder
from services.matching.coding.lexicon import Entry, field_entries, occupation_entries
from services.matching.coding.nearest import BATCH, NearestWordings
from services.matching.domain import Coders
from shared.taxonomy import isced_f, isco

EVEN = Calibration(intercept=-4.0, likeness=8.0, lead=4.0, lag=4.0)


def a_coder(**wordings: str) -> WordingCoder:
    entries = [
        Entry(text, titles.job_title(text), code[1:])
        for code, listed in wordings.items()
        for text in listed.split("|")
    ]
    index = NearestWordings(entries, titles.readings)
    return WordingCoder(index, {"thai": EVEN, "latin": EVEN}, titles.job_title)


@pytest.fixture(scope="module")
def small() -> WordingCoder:
    return a_coder(
        c2411="นักบัญชี|accountant", c2221="พยาบาลวิชาชีพ|nurse", c3221="พยาบาลเทคนิค|assistant nurse"
    )


@pytest.fixture(scope="module")
def coders() -> Coders:
    return load_coders()


def test_candidates_come_most_probable_first_with_the_wording_that_speaks_for_them(
    small: WordingCoder,
) -> None:
    (found,) = small.code(["พยาบาลวิชาชีพ"], top=3)
    assert [each.code for each in found][:2] == ["2221", "3221"]
    assert found[0].evidence == "พยาบาลวิชาชีพ"
    assert found[0].probability > found[1].probability


def test_no_more_candidates_than_asked_for(small: WordingCoder) -> None:
    assert [len(found) for found in small.code(["พยาบาล", "accountant"], top=1)] == [1, 1]


def test_a_doubtful_text_is_left_uncoded_but_says_what_came_nearest(small: WordingCoder) -> None:
    (decided,) = small.decide(["countess"])
    assert (decided.code, decided.status) == (None, "uncoded")
    assert decided.evidence == "accountant"
    assert decided.probability is not None
    assert decided.probability < EVEN.threshold


@pytest.mark.parametrize("text", ["", "   ", "🙂", "ด่วน!!!", "ひらがな"])
def test_a_text_that_says_nothing_is_uncoded(small: WordingCoder, text: str) -> None:
    (decided,) = small.decide([text])
    assert decided.status == "uncoded"
    assert decided.code is decided.probability is decided.evidence is None


def test_no_texts_give_no_answers(small: WordingCoder) -> None:
    assert small.code([]) == small.decide([]) == []


def test_the_answer_does_not_depend_on_the_batch(coders: Coders) -> None:
    texts = ["นักบัญชี", "", "Sales Executive", "จนท.ธุรการ"] * (BATCH // 3)
    together = coders.occupations.decide(texts)
    alone = [decided for text in texts[:4] for decided in coders.occupations.decide([text])]
    assert list(together[:4]) == list(together[-4:]) == alone


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_every_text_gets_one_decision_and_a_code_only_when_coded(
    coders: Coders, texts: list[str]
) -> None:
    for coder, is_code in ((coders.occupations, isco.is_code), (coders.fields, isced_f.is_code)):
        decided = coder.decide(texts)
        assert len(decided) == len(texts)
        for each in decided:
            assert (each.code is not None) == (each.status == "coded")
            assert each.code is None or (is_code(each.code) and len(each.code) == 4)


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("รับสมัครวิศวกรซอฟต์แวร์อาวุโส", "2512"),
        ("จนท.บัญชี", "3313"),
        ("พยาบาลวิชาชีพปฏิบัติการ", "2221"),
        ("Registered Nurse", "2221"),
        ("Network Engineer (ยินดีรับนักศึกษาจบใหม่)", "2523"),
        ("ช่างซ่อมแอร์", "7127"),
        ("ครูอนุบาล", "2342"),
    ],
)
def test_common_titles_are_coded(coders: Coders, title: str, occupation: str) -> None:
    (decided,) = coders.occupations.decide([title])
    assert decided.code == occupation


@pytest.mark.parametrize(
    ("programme", "field"),
    [
        ("หลักสูตรวิทยาศาสตรบัณฑิต สาขาวิชาวิทยาการคอมพิวเตอร์", "0613"),
        ("ค.บ. คณิตศาสตร์", "0114"),
        ("วท.บ. คณิตศาสตร์", "0541"),
        ("พย.บ.", "0913"),
        ("Bachelor of Laws", "0421"),
        ("ปวส. ช่างยนต์", "0716"),
    ],
)
def test_common_programmes_are_coded(coders: Coders, programme: str, field: str) -> None:
    (decided,) = coders.fields.decide([programme])
    assert decided.code == field


def test_the_lexicon_names_every_unit_group_in_thai_and_only_valid_codes() -> None:
    occupations = occupation_entries()
    assert {entry.code for entry in occupations} == set(isco.groups(4))
    assert all(isced_f.is_code(entry.code) for entry in field_entries())


def test_importing_the_coders_package_does_not_import_scikit_learn() -> None:
    check = "import sys, services.matching.coding; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
