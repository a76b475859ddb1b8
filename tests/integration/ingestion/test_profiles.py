"""Profiles kept, read back, followed by new versions, tried and proposed through the door."""

import pytest

from services.ingestion import store
from services.ingestion.profiles import keeping
from tests.integration.ingestion.door import Caller, OpenDoor, codes

YAML = """kind: vacancies
about: our job board
fields:
  reference: id
  title: {column: ตำแหน่ง}
  posted_on: day
  contract:
    column: type
    map: {ประจำ: permanent}
    otherwise: missing
"""
TREE = {
    "kind": "vacancies",
    "about": "our job board",
    "fields": {
        "reference": "id",
        "title": "title",
        "posted_on": "day",
        "openings": {"column": "n"},
    },
}

on_sqlite = pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)


def keep(caller: Caller, name: str, text: object = YAML, **request: object) -> int:
    answer = caller.call("PUT", f"/v1/profiles/{name}", json={"profile": text}, **request)
    return answer.status_code


def test_a_profile_is_kept_and_read_back_as_it_was_written(employer: Caller) -> None:
    posted = employer.post("profiles", {"name": "board", "profile": YAML})
    assert (posted.status_code, posted.headers["Location"]) == (201, "/v1/profiles/board")
    read = employer.get("profiles/board")
    assert read.json["text"] == YAML
    assert (read.json["version"], read.json["kind"], read.json["shipped"]) == (
        1,
        "vacancies",
        False,
    )
    assert read.headers["ETag"] == posted.headers["ETag"] == '"1"'


@on_sqlite
def test_yaml_and_json_are_taken_alike(employer: Caller) -> None:
    as_yaml = employer.call(
        "PUT", "/v1/profiles/one", data=YAML.encode(), content_type="application/yaml"
    )
    assert as_yaml.status_code == 201
    assert keep(employer, "two", TREE) == 201


def test_every_change_is_a_version_and_old_ones_stay(employer: Caller, door: OpenDoor) -> None:
    keep(employer, "board")
    assert keep(employer, "board", YAML.replace("our", "another")) == 200
    assert employer.get("profiles/board").json["version"] == 2
    old = employer.get("profiles/board?version=1").json
    assert old["about"] == "our job board"
    assert employer.call("DELETE", "/v1/profiles/board").json == {"name": "board", "version": 3}
    assert employer.get("profiles/board").status_code == 404
    assert employer.call("DELETE", "/v1/profiles/board").status_code == 404
    found = keeping.find_profile(door.engine, "acme", "board", 2)
    assert found is not None
    assert found.profile.about == "another job board"
    assert keep(employer, "board") == 200
    assert employer.get("profiles/board").json["version"] == 4


@on_sqlite
def test_a_profile_that_says_the_same_is_no_new_version(employer: Caller) -> None:
    for text in (YAML, TREE, TREE):
        keep(employer, "board", text)
    assert employer.get("profiles/board").json["version"] == 2


@on_sqlite
def test_a_profile_is_made_once_however_often_it_is_kept(employer: Caller) -> None:
    first = {"headers": {"Idempotency-Key": "first"}}
    assert keep(employer, "board", **first) == 201
    assert keep(employer, "board") == 200
    second = {"headers": {"Idempotency-Key": "second"}}
    assert [keep(employer, "board", **key) for key in (second, first)] == [200, 201]
    assert employer.get("profiles/board").json["version"] == 1


def test_nobody_overwrites_what_he_has_not_seen(employer: Caller) -> None:
    keep(employer, "board")
    first = {"If-Match": '"1"'}
    assert keep(employer, "board", TREE, headers=first) == 200
    assert keep(employer, "board", headers=first) == 412
    assert keep(employer, "other", headers=first) == 412
    assert keep(employer, "board", headers={"If-Match": "*"}) == 200
    gone = employer.call("DELETE", "/v1/profiles/board", headers=first)
    assert (gone.status_code, gone.json["type"]) == (412, "urn:lmis:problem:precondition-failed")


@on_sqlite
def test_profiles_are_ones_own(
    employer: Caller, other_employer: Caller, university: Caller
) -> None:
    keep(employer, "board")
    for stranger in (other_employer, university):
        assert stranger.get("profiles/board").status_code == 404
        assert stranger.get("profiles/board?version=1").status_code == 404
        assert stranger.call("DELETE", "/v1/profiles/board").status_code == 404
    assert keep(other_employer, "board", TREE) == 201
    assert employer.get("profiles/board").json["text"] == YAML


def test_the_list_has_shipped_profiles_first_and_pages_through_ones_own(employer: Caller) -> None:
    for name in ("b", "a", "c"):
        keep(employer, name)
    page = employer.get("profiles?limit=2").json
    names = [profile["name"] for profile in page["profiles"]]
    assert {"jobthai", "lmis-vacancies", "schema-org"} < set(names)
    assert (names[-2:], page["next"]) == (["a", "b"], "b")
    last = employer.get("profiles?limit=2&cursor=b").json
    assert [profile["name"] for profile in last["profiles"]] == ["c"]
    assert last["next"] is None
    shipped = employer.get("profiles/jobthai").json
    assert (shipped["shipped"], shipped["version"]) == (True, None)


REFUSED: list[tuple[str, object, str, str]] = [
    ("piaac", YAML, "/name", "profile_shipped"),
    ("Board", YAML, "/name", "profile_name"),
    ("check", YAML, "/name", "profile_name"),
    ("board", "kind: vacancies", "/profile", "profile_fault"),
    ("board", "fields: [", "/profile", "profile_fault"),
    ("board", "a: &a [x]\nb: [*a" + ", *a" * 9 + "]\n", "/profile", "profile_fault"),
    ("board", {**TREE, "fields": {"reference": {"column": 1}}}, "/profile", "profile_fault"),
    ("board", 7, "/profile", "not_object"),
]


@on_sqlite
def test_what_cannot_be_kept_is_refused_with_a_reason(employer: Caller) -> None:
    for name, profile, pointer, code in REFUSED:
        answer = employer.post("profiles", {"name": name, "profile": profile})
        assert (answer.status_code, codes(answer)) == (422, {pointer: code}), name


@on_sqlite
def test_a_name_is_given_once(employer: Caller) -> None:
    keep(employer, "board")
    answer = employer.post("profiles", {"name": "board", "profile": YAML})
    assert codes(answer) == {"/name": "profile_known"}


def test_two_writers_of_one_version_are_told_apart(door: OpenDoor, employer: Caller) -> None:
    keep(employer, "board")
    with door.engine.begin() as connection:
        known = store.find_profile(connection, "acme", "board")
    assert known is not None
    with pytest.raises(keeping.OtherVersion):
        keeping.keep_profile(door.engine, "acme", "board", YAML, if_match="0")


@on_sqlite
def test_a_profile_is_tried_on_rows_and_nothing_is_kept(employer: Caller, door: OpenDoor) -> None:
    header = ["id", "ตำแหน่ง", "day", "type"]
    rows = [["1", "ครู", "2025-01-31", "ประจำ"], ["2", "ครู", "soon", "อื่น"], ["3"]]
    answer = employer.call(
        "POST", "/v1/profiles/check?lang=th", json={"profile": YAML, "header": header, "rows": rows}
    )
    assert answer.status_code == 200
    one, two, three = answer.json["rows"]
    assert one["record"]["contract"] == "permanent"
    assert one["errors"] == []
    (fault,) = two["errors"]
    assert (fault["pointer"], fault["found"], fault["code"]) == ("/posted_on", "soon", "not_date")
    assert fault["detail"] == fault["messages"]["th"]
    assert two["unread"] == ["contract"]
    assert [fault["code"] for fault in three["errors"]] == ["wrong_cell_count"]
    assert door.rows("vacancies") == []
    assert employer.get("profiles?cursor=0").json["profiles"] == []


@on_sqlite
def test_a_kept_or_shipped_profile_is_tried_by_its_name(employer: Caller) -> None:
    keep(employer, "board", TREE)
    row = {"id": 1, "title": "ครู", "day": "2025-01-31", "n": 2}
    answer = employer.post("profiles/check", {"name": "board", "rows": [row]})
    assert answer.json["rows"][0]["errors"][0]["code"] == "not_whole_number"
    relative = {"name": "jobsdb-titles", "rows": [{}]}
    assert codes(employer.post("profiles/check", relative)) == {"/as_of": "relative_dates"}
    assert employer.post("profiles/check", {**relative, "as_of": "2024-01-01"}).status_code == 200
    assert employer.post("profiles/check", {"name": "none", "rows": [{}]}).status_code == 404
    assert codes(employer.post("profiles/check", {"rows": [{}]})) == {"/profile": "either"}
    lacking = {"profile": TREE, "header": ["id"], "rows": [["1"]]}
    assert codes(employer.post("profiles/check", lacking)) == {"": "missing_columns"}


@on_sqlite
def test_a_profile_is_proposed_from_rows_or_from_a_file(employer: Caller) -> None:
    header = ["รหัสงาน", "ตำแหน่ง", "วันที่ประกาศ"]
    rows = [["1", "ครู", "31/01/2568"], ["2", "ครู", "15/02/2568"]]
    by_rows = employer.post("profiles/suggest?kind=vacancies", {"header": header, "rows": rows})
    file = "\n".join(";".join(cells) for cells in [header, *rows]).encode("cp874")
    by_file = employer.call(
        "POST",
        "/v1/profiles/suggest?kind=vacancies",
        data=file,
        content_type="application/octet-stream",
    )
    assert by_rows.json == by_file.json
    assert [column["field"] for column in by_rows.json["columns"]] == [
        "reference",
        "title",
        "posted_on",
    ]
    assert by_rows.json["missing"] == []
    assert keep(employer, "proposed", by_rows.json["text"]) == 201
    assert keep(employer, "proposed", by_rows.json["profile"]) == 200
    refused = employer.call(
        "POST", "/v1/profiles/suggest?kind=vacancies", data=b"%PDF-", content_type="text/csv"
    )
    assert codes(refused) == {"": "no_table"}
    headless = {"header": ["สมชาย ใจดี", "0812345678"], "rows": [["ก ข", "0812345679"]]}
    assert codes(employer.post("profiles/suggest?kind=graduates", headless)) == {"": "no_header"}


@on_sqlite
def test_templates_are_for_everybody_in_both_languages(door: OpenDoor) -> None:
    client = door.app.test_client()
    for form in ("csv", "xlsx"):
        for what in ("", "/dictionary"):
            path = f"/v1/templates/graduates{what}?format={form}"
            thai, english = (client.get(f"{path}&lang={language}") for language in ("th", "en"))
            assert (thai.status_code, english.status_code) == (200, 200)
            assert thai.data != english.data
            assert f"graduates.{form}" in thai.headers["Content-Disposition"]
    assert client.get("/v1/templates/people").status_code == 404


@on_sqlite
def test_the_dictionary_names_every_field(door: OpenDoor) -> None:
    answer = door.app.test_client().get("/v1/templates/vacancies/dictionary")
    fields = {field["name"]: field for field in answer.json["fields"]}
    assert fields["title"]["required"]
    assert {value["value"] for value in fields["contract"]["values"]} >= {"permanent", "casual"}
