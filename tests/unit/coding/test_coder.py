"""The committed coders: what they answer, and that nothing makes them fail."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.coding.coder import BATCH, THRESHOLD
from services.matching.coding.lexicon import field_entries, occupation_entries
from services.matching.domain import Coders
from shared.taxonomy import isced_f, isco

NOISE = ["ด่วน", "ด่วนที่สุด!!", "รับสมัคร", "2 อัตรา", "urgent", "RM 2500", "50K-70K", "full-time"]
TITLES = ["นักบัญชี", "พนักงานขาย", "Registered Nurse", "software developer", "ครูอนุบาล"]


def test_candidates_come_most_probable_first_with_the_wording_that_speaks_for_them(
    coders: Coders,
) -> None:
    (found,) = coders.occupations.code(["พยาบาลวิชาชีพ"], top=20)
    assert found[0].code == "2221"
    assert "พยาบาลวิชาชีพ" in found[0].evidence
    assert len(found) == 20
    chances = [each.probability for each in found]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1 + 1e-5


def test_no_more_candidates_than_asked_for(coders: Coders) -> None:
    assert [len(one) for one in coders.occupations.code(["พยาบาล", "accountant"], top=1)] == [1, 1]


def test_a_text_that_says_only_the_kind_of_work_is_coded_to_the_kind(coders: Coders) -> None:
    (decided,) = coders.fields.decide(["Bachelor of Engineering"])
    assert decided.code is not None
    assert decided.code.startswith("07")
    assert decided.probability is not None
    assert decided.probability >= THRESHOLD


def test_a_doubtful_text_is_left_uncoded_but_says_what_came_nearest(coders: Coders) -> None:
    (decided,) = coders.occupations.decide(["xqz wvk"])
    assert (decided.code, decided.status) == (None, "uncoded")
    assert decided.evidence
    assert decided.probability is not None
    assert decided.probability < THRESHOLD


@pytest.mark.parametrize("text", ["", "   ", "🙂", "ด่วน!!!", "\u200b\ufeff"])
def test_a_text_that_says_nothing_is_uncoded(coders: Coders, text: str) -> None:
    (decided,) = coders.occupations.decide([text])
    assert decided.status == "uncoded"
    assert decided.code is decided.probability is decided.evidence is None


def test_no_texts_give_no_answers(coders: Coders) -> None:
    assert coders.occupations.code([]) == coders.occupations.decide([]) == []


def test_the_answer_does_not_depend_on_the_batch(coders: Coders) -> None:
    texts = ["นักบัญชี", "", "Sales Executive", "จนท.ธุรการ"] * (BATCH // 3)
    together = coders.occupations.decide(texts)
    alone = [decided for text in texts[:4] for decided in coders.occupations.decide([text])]
    for batch in (together[:4], together[-4:]):
        assert [each.code for each in batch] == [each.code for each in alone]
        assert [each.probability or 0 for each in batch] == pytest.approx(
            [each.probability or 0 for each in alone], abs=1e-5
        )


@settings(max_examples=40)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.text("กขคงจนรสาิีุูเแโ์่้ ", max_size=40),
            st.sampled_from(["<b>", "a" * 100_000, "ก" * 100_000, "🙂" * 500, "\u0e31" * 300]),
            st.text("\u200b\u200d\u0301\u0e4d\u0e32<>&;", max_size=40),
        ),
        max_size=4,
    )
)
def test_every_text_gets_one_decision_and_a_code_only_when_coded(
    coders: Coders, texts: list[str]
) -> None:
    for coder, is_code in ((coders.occupations, isco.is_code), (coders.fields, isced_f.is_code)):
        decided = coder.decide(texts)
        assert len(decided) == len(texts)
        for each in decided:
            assert (each.code is not None) == (each.status == "coded")
            assert each.code is None or is_code(each.code)


@settings(max_examples=30)
@given(st.sampled_from(TITLES), st.lists(st.sampled_from(NOISE), max_size=3))
def test_words_that_say_nothing_of_the_work_change_nothing(
    coders: Coders, title: str, noise: list[str]
) -> None:
    plain, noisy = coders.occupations.decide([title, " ".join([*noise, title, *noise])])
    assert noisy == plain


@given(st.sampled_from(TITLES), st.sampled_from(["NFC", "NFD", "NFKC"]), st.booleans())
def test_spelling_in_unicode_and_case_change_nothing(
    coders: Coders, title: str, form: str, upper: bool
) -> None:
    spelled = unicodedata.normalize(form, title.upper() if upper else title)
    assert coders.occupations.key(spelled) == coders.occupations.key(title)


@pytest.mark.parametrize("written", ["<b>{}</b>", "{} &amp;", "<p class='x'>{}<br/>", "🙂 {} 🙂"])
def test_marks_of_html_and_pictures_change_nothing(coders: Coders, written: str) -> None:
    plain, marked = coders.occupations.decide(["นักบัญชี", written.format("นักบัญชี")])
    assert marked == plain


def test_a_title_that_names_no_kind_is_coded_to_its_major_group(coders: Coders) -> None:
    assert coders.occupations.decide(["Manager"])[0].code == "1"


def test_a_taught_coder_is_certain_of_the_text_and_the_teacher_is_unchanged(
    coders: Coders,
) -> None:
    pupil = coders.occupations.taught([("Happiness Officer", "2423"), ("barista", "5131")])
    (decided,) = pupil.decide(["URGENT: happiness officer"])
    assert (decided.code, decided.probability) == ("2423", 1.0)
    assert pupil.code(["Barista"], top=5)[0][0].code == "5131"
    assert coders.occupations.code(["Barista"])[0][0].code == "5132"


def test_texts_like_a_taught_one_lean_to_its_code(coders: Coders) -> None:
    def chance(coder: object) -> float:
        found = coder.code(["happiness officers"], top=20)[0]  # type: ignore[attr-defined]
        return sum(each.probability for each in found if each.code == "2423")

    pupil = coders.occupations.taught([("happiness officer", "2423")])
    assert 1 > chance(pupil) > chance(coders.occupations)


def test_of_a_taught_text_nothing_is_shown_to_those_who_write_another(coders: Coders) -> None:
    pupil = coders.occupations.taught([("Home nurse to grandfather Somchai", "5322")])
    same, alike = pupil.decide(
        ["URGENT: home nurse to grandfather Somchai", "Home nurse to grandfather"]
    )
    assert same.evidence == "corrected by people ← home nurse to grandfather somchai"
    assert alike.code == "5322"
    assert alike.evidence is not None
    assert alike.evidence.startswith("corrected by people ← ")
    candidates = pupil.code(["Home nurse to grandfather"], top=20)[0]
    shown = " ".join(each.evidence for each in candidates)
    assert "somchai" not in (shown + alike.evidence).lower()


def test_a_code_of_any_depth_can_be_taught(coders: Coders) -> None:
    pupil = coders.occupations.taught([("engineer", "214")])
    assert pupil.decide(["Engineer"])[0].code == "214"


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("รับสมัครวิศวกรซอฟต์แวร์อาวุโส", "2512"),
        ("จนท.บัญชี", "3313"),
        ("พยาบาลวิชาชีพปฏิบัติการ", "2221"),
        ("Registered Nurse", "2221"),
        ("Network Engineer (รับเด็กจบใหม่ด้วย)", "2523"),
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
