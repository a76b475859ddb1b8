"""Reading and refusing mapping profiles."""

from pathlib import Path

import pytest

from services.ingestion.importers import ProfileFault, load_profile, shipped_profiles
from services.ingestion.importers.profile import parse_profile
from tests.unit.importers.builders import a_profile

HEAD = "kind: vacancies\nabout: a test\n"
FIELDS = 'fields:\n  reference: id\n  title: title\n  posted_on: {constant: "2025-01-31"}\n'


@pytest.mark.parametrize("name", shipped_profiles())
def test_every_shipped_profile_is_valid(name: str) -> None:
    assert load_profile(name).name == name


def test_the_shipped_profiles_are_known_by_name() -> None:
    assert shipped_profiles() == [
        "jobsdb",
        "jobsdb-titles",
        "jobthai",
        "lmis-graduates",
        "lmis-vacancies",
        "mhesi-graduates",
        "ngs",
        "piaac",
        "schema-org",
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("kind: people\nabout: a test\n" + FIELDS, "kind"),
        (HEAD, "fields"),
        (HEAD + FIELDS + "extra: 1\n", "extra"),
        (HEAD + FIELDS + "file: {encoding: latin-1}\n", "file: .*encoding"),
        (HEAD + FIELDS + "file: {delimiter: ';;'}\n", "file: delimiter"),
        (HEAD + FIELDS + "dates: {era: thai}\n", "dates: .*era"),
        (HEAD + FIELDS + "dates: {forms: ['%d %b %y']}\n", "dates: .*two-digit year"),
        (HEAD + FIELDS + "dates: {forms: ['%Y']}\n", "dates: .*for the month"),
        (HEAD + FIELDS + "dates: {forms: ['%d %d %m %Y']}\n", "dates: .*for the day"),
        (HEAD + FIELDS + "about2: [" + "[" * 900, "nested too deeply"),
        (HEAD + FIELDS + "  title2: " + "x" * 70_000, "characters"),
        (
            "a: &a ["
            + "x, " * 99
            + "x]\nb: &b ["
            + "*a, " * 99
            + "*a]\nc: ["
            + "*b, " * 99
            + "*b]",
            "counting aliases",
        ),
        ("a: &a [*a]", "recursive"),
        (HEAD + FIELDS + "  salary: pay\n", "fields.salary: vacancies have no such field"),
        (HEAD + FIELDS + "  pay.most: pay\n", r"fields.pay.most: vacancies have no such field"),
        (HEAD + "fields: {reference: id, title: title}\n", "fields.posted_on: is required"),
        (
            HEAD + FIELDS.replace("reference: id", "reference: {column: id, read: whole}"),
            "fields.reference: is a text",
        ),
        (HEAD + FIELDS + "  region: {column: a, constant: b}\n", "fields.region: .*exactly one"),
        (HEAD + FIELDS + "  region: {read: place}\n", "fields.region: .*exactly one"),
        (HEAD + FIELDS + "  region: {column: a, raed: place}\n", "fields.region: .*raed"),
        (HEAD + FIELDS + "  region: {column: a, read: town}\n", "fields.region: .*town"),
        (HEAD + FIELDS + "  region: {column: a, otherwise: keep}\n", "fields.region: .*keep"),
        (HEAD + FIELDS + "  region: {column: a, pattern: '(a'}\n", "fields.region: .*pattern"),
        (HEAD + FIELDS + "  region: {column: a, pattern: 'a'}\n", "fields.region: .*one group"),
        (
            HEAD + FIELDS + "  region: {column: a, map: {a: b}, contains: {a: b}}\n",
            "fields.region: .*map and contains",
        ),
        (HEAD + FIELDS + "  title: other\n", "'title' stands twice.*line 7"),
        (HEAD + "fields: [", "line 3"),
        (HEAD + "about: \x13", "unacceptable character"),
    ],
)
def test_a_faulty_profile_is_refused_by_the_name_of_its_key(text: str, named: str) -> None:
    with pytest.raises(ProfileFault, match=f"profile bad: .*{named}"):
        parse_profile("bad", text)


def test_codes_are_read_as_they_stand() -> None:
    profile = a_profile(
        "  region: {column: country, map: {nor: NO}}\n"
        "  occupation: {constant: 0110}\n"
        "  industry: {column: i, map: {1: 01, on: Q}}"
    )
    assert profile.fields["region"].map == {"nor": "NO"}
    assert profile.fields["occupation"].constant == "0110"
    assert profile.fields["industry"].map == {"1": "01", "on": "Q"}


def test_a_profile_may_be_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(HEAD + FIELDS, "utf-8")
    profile = load_profile(path)
    assert profile.name == "ours"
    assert profile.columns() == {"id", "title"}


def test_an_unknown_profile_is_answered_with_the_known_ones() -> None:
    with pytest.raises(
        ProfileFault, match=r"nowhere is neither a file nor .*jobthai, .*ngs, piaac"
    ):
        load_profile("nowhere")
