"""The committed extractor: what it finds, any text answered, changed files refused."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.brain import load_extractor
from services.matching.extraction import ExtractorRefused, Mention, artefact
from shared.taxonomy import skills


def found(text: str, top: int = 20) -> list[Mention]:
    [mentions] = load_extractor().extract([text], top)
    return mentions


def accepted(text: str) -> set[str]:
    return {skills.label(mention.skill) for mention in found(text) if mention.accepted}


def test_skills_named_in_a_sentence_are_found_first_and_where_they_stand() -> None:
    text = "Strong knowledge of SQL and Python"
    best = {skills.label(mention.skill): mention for mention in found(text, 5)}
    assert {"SQL", "Python (computer programming)"} <= best.keys()
    assert text[best["SQL"].start : best["SQL"].end] == best["SQL"].evidence == "SQL"


def test_a_thai_name_is_found_in_thai() -> None:
    assert "English" in {skills.label(mention.skill) for mention in found("ใช้ภาษาอังกฤษได้ดี", 5)}


def test_what_is_not_needed_is_no_mention() -> None:
    assert "SQL" in accepted("Experience in SQL")
    assert "SQL" not in {skills.label(m.skill) for m in found("No experience in SQL needed")}


def test_a_long_advertisement_is_read_too() -> None:
    padding = "The company has been in business for many years and is growing. " * 10
    text = f"{padding}\nYou will manage budgets and write Java. {padding}"
    assert "Java (computer programming)" in {skills.label(m.skill) for m in found(text)}


def test_mentions_are_ranked_and_no_skill_comes_twice() -> None:
    mentions = found("Liaise with colleagues, work in teams, project management, Java", 20)
    assert len(mentions) == 20
    assert [m.probability for m in mentions] == sorted(
        (m.probability for m in mentions), reverse=True
    )
    assert len({m.skill for m in mentions}) == len(mentions)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x",
        "😀😀😀",
        "<div><p></p></div>",
        "((((" * 50,
        "a" * 5_000,
        "ก" * 3_000,
        "\x00\ud7ff",
    ],
)
def test_a_text_without_words_of_sense_is_answered(text: str) -> None:
    assert all(text[m.start : m.end] == m.evidence for m in found(text))


@pytest.mark.parametrize("text", ["java " * 20_000, "ไม่ a " * 15_000, "no experience " * 7_000])
def test_a_hundred_thousand_characters_are_read(text: str) -> None:
    assert len(found(text)) <= 20


@given(st.lists(st.text(max_size=200), max_size=3))
@settings(max_examples=30)
def test_any_texts_get_as_many_answers_with_true_spans(texts: list[str]) -> None:
    answers = load_extractor().extract(texts, 5)
    assert len(answers) == len(texts)
    for text, mentions in zip(texts, answers, strict=True):
        for mention in mentions:
            assert text[mention.start : mention.end] == mention.evidence
            assert 0 <= mention.probability <= 1


def test_a_text_is_read_alike_alone_and_among_others() -> None:
    texts = ["Knowledge of accounting", "ขับรถยนต์ได้", "Good team player"]
    assert load_extractor().extract(texts) == [found(text) for text in texts]


@pytest.mark.parametrize("name", [artefact.SPACE_FILE, artefact.READINGS_FILE])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(artefact.MODEL_DIRECTORY, tmp_path, dirs_exist_ok=True)
    changed = tmp_path / name
    changed.write_bytes(changed.read_bytes() + b"\0")
    with pytest.raises(ExtractorRefused, match=name):
        artefact.read(tmp_path)


def test_the_figures_beside_the_artefact_reach_the_published_pipeline() -> None:
    metrics = json.loads((artefact.MODEL_DIRECTORY / artefact.METRICS_FILE).read_text("utf-8"))
    reached = {
        row["name"].split()[1]: row["rp5"]
        for row in metrics["held_out"]
        if row["reading"] == "close"
    }
    assert reached["HOUSE"] >= 0.556
    assert reached["TECH"] >= 0.631
