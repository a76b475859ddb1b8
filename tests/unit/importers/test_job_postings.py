"""Job postings of schema.org, wherever they stand, as vacancies."""

import io
import json
from typing import Any

import pytest

from services.ingestion.importers import UnreadableFile, load_profile, open_file
from services.ingestion.importers.mapping import Mapped
from services.ingestion.schemas import VacancySchema

POSTING: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "identifier": {"@type": "PropertyValue", "name": "Example", "value": "A-17"},
    "title": "พนักงานบัญชี",
    "description": "&lt;p&gt;ทำบัญชี&lt;/p&gt;<ul><li>ปิดงบ</li></ul>",
    "datePosted": "2025-12-02T08:00:00+07:00",
    "validThrough": "2026-01-31",
    "employmentType": ["FULL_TIME", "CONTRACTOR"],
    "hiringOrganization": {"@type": "Organization", "name": "บริษัท ตัวอย่าง จำกัด"},
    "jobLocation": {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressRegion": "ชลบุรี", "addressCountry": "TH"},
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "THB",
        "value": {"minValue": 18000, "maxValue": 22000, "unitText": "MONTH"},
    },
    "educationRequirements": {"credentialCategory": "bachelor degree"},
    "experienceRequirements": {"monthsOfExperience": 24},
    "occupationalCategory": {"inCodeSet": "ISCO-08", "codeValue": "3313"},
    "totalJobOpenings": 3,
}
VACANCY = {
    "reference": "A-17",
    "title": "พนักงานบัญชี",
    "description": "ทำบัญชี ปิดงบ",
    "employer": "บริษัท ตัวอย่าง จำกัด",
    "occupation": "3313",
    "region": "TH-20",
    "pay": {"low": 18000.0, "high": 22000.0, "currency": "THB", "period": "month"},
    "level_required": 6,
    "experience_years": 2.0,
    "openings": 3,
    "contract": "fixed_term",
    "posted_on": "2025-12-02",
    "closes_on": "2026-01-31",
}
PAGE = (
    "<!DOCTYPE html><html><head><script>var x = '<b>';</script>"
    "<SCRIPT nonce=x type='application/ld+json'>{}</SCRIPT><body></html>"
)


def taken(content: str) -> list[Mapped]:
    return list(open_file(io.BytesIO(content.encode()), load_profile("schema-org")))


def one(**changed: Any) -> dict[str, Any]:
    posting = {name: value for name, value in {**POSTING, **changed}.items() if value is not None}
    (mapped,) = taken(json.dumps(posting))
    assert not mapped.faults
    VacancySchema().load(mapped.posted)
    return mapped.posted


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(POSTING),
        json.dumps(POSTING, indent=2),
        json.dumps([POSTING]),
        json.dumps({"@graph": [{"@type": "WebSite"}, POSTING]}),
        json.dumps({"@type": "ItemList", "itemListElement": [{"item": POSTING}]}),
        json.dumps({**POSTING, "@type": ["JobPosting", "Thing"]}),
        json.dumps({**POSTING, "@type": "http://schema.org/JobPosting"}),
        PAGE.format(json.dumps(POSTING)),
        PAGE.format(f"//<![CDATA[\n{json.dumps(POSTING)}\n//]]>"),
        PAGE.format(f"<!--\n{json.dumps(POSTING)};\n-->"),
        PAGE.format(json.dumps(POSTING) + ";"),
        PAGE.format(json.dumps([[POSTING]])),
    ],
)
def test_a_posting_is_found_wherever_it_stands(content: str) -> None:
    assert [mapped.posted for mapped in taken(content)] == [VACANCY]


def test_every_posting_is_a_row() -> None:
    lines = "\n".join(json.dumps({**POSTING, "identifier": f"A-{n}"}) for n in range(5))
    assert [mapped.posted["reference"] for mapped in taken(lines)] == [f"A-{n}" for n in range(5)]
    page = PAGE.format(json.dumps(POSTING)) + PAGE.format("{broken") + PAGE.format("[]")
    assert [[f.fault.code for f in m.faults] for m in taken(page)] == [[], ["malformed_json"]]


@pytest.mark.parametrize(
    ("salary", "pay"),
    [
        (None, None),
        ({"currency": "THB", "value": 18000}, None),
        (
            {"currency": "THB", "value": 18000, "unitText": "MONTH"},
            {"exact": 18000.0, "currency": "THB", "period": "month"},
        ),
        (
            {"currency": "usd", "value": {"value": "100", "unitText": "WEEK"}},
            {"exact": 5200.0, "currency": "USD", "period": "year"},
        ),
        ("negotiable", None),
    ],
)
def test_pay_counts_only_where_its_time_is_stated(salary: Any, pay: Any) -> None:
    assert one(baseSalary=salary).get("pay") == pay


@pytest.mark.parametrize(
    ("salary", "pay"),
    [
        ([POSTING["baseSalary"]], VACANCY["pay"]),
        (
            {"currency": "THB", "value": {"value": 20000, "minValue": 18000, "unitText": "MONTH"}},
            {"low": 18000.0, "currency": "THB", "period": "month"},
        ),
        (
            {"currency": "THB", "value": [{"value": 20000, "unitCode": "MON"}]},
            {"exact": 20000.0, "currency": "THB", "period": "month"},
        ),
        (
            {"currency": "THB", "value": {"minValue": 0, "maxValue": 9000, "unitText": "Monthly"}},
            {"high": 9000.0, "currency": "THB", "period": "month"},
        ),
    ],
)
def test_pay_is_read_in_the_ways_that_sites_write_it(salary: Any, pay: Any) -> None:
    assert one(baseSalary=salary)["pay"] == pay


def test_a_form_that_was_sent_with_no_pay_filled_in_states_none() -> None:
    empty = {"currency": "THB", "value": {"minValue": 0, "maxValue": 0, "unitText": "MONTH"}}
    assert one(baseSalary=empty).get("pay", {}).keys().isdisjoint(("low", "high", "exact"))


@pytest.mark.parametrize(
    "moment",
    ["2025-12-02T08:00:00.123Z", "2025-12-02T08:00+07:00", "2025-12-02T08:00:00+0700",
     "2025-12-02T08:00:00-05:00", "2025-12-02 08:00:00"],
)  # fmt: skip
def test_the_day_of_any_moment_is_read(moment: str) -> None:
    assert one(datePosted=moment)["posted_on"] == "2025-12-02"


@pytest.mark.parametrize("level", ["ปริญญาตรี", "Bachelor Degree"])
def test_a_level_is_known_in_either_language(level: str) -> None:
    assert one(educationRequirements=level)["level_required"] == 6


def test_terms_of_a_list_are_known_by_their_names() -> None:
    skills = [{"@type": "DefinedTerm", "name": "Excel"}, "SAP"]
    assert one(skills=skills)["skills"] == ["Excel", "SAP"]


def test_titles_and_names_are_plain_text() -> None:
    posted = one(title="Sales &amp; <b>Marketing</b>", hiringOrganization="A &amp; B")
    assert (posted["title"], posted["employer"]) == ("Sales & Marketing", "A & B")


def test_an_employer_that_stands_elsewhere_in_the_graph_is_found() -> None:
    posting = {**POSTING, "hiringOrganization": {"@id": "#firm"}}
    firm = {"@type": "Organization", "@id": "#firm", "name": "บริษัท ค"}
    (mapped,) = taken(json.dumps({"@graph": [posting, firm]}))
    assert mapped.posted["employer"] == "บริษัท ค"


def test_a_line_end_within_a_text_costs_no_posting() -> None:
    page = PAGE.format(json.dumps({**POSTING, "description": "a@b"}).replace("@b", "\nb"))
    (mapped,) = taken(page)
    assert mapped.posted["description"] == "a b"


def test_places_that_differ_are_none() -> None:
    places = [{"address": {"addressRegion": name}} for name in ("ชลบุรี", "ระยอง")]
    assert "region" not in one(jobLocation=places)
    assert one(jobLocation=places[:1])["region"] == "TH-20"


def test_a_posting_without_an_identifier_is_known_again_by_its_address() -> None:
    url = "https://example.org/jobs/17?x=1"
    named = one(identifier=None, url=url, title="เดิม")["reference"]
    assert named == one(identifier=None, url=url, title="ใหม่")["reference"]
    assert named != one(identifier=None, url=url + "2")["reference"]


def test_a_code_of_another_classification_is_no_occupation() -> None:
    assert "occupation" not in one(occupationalCategory={"inCodeSet": "SOC", "codeValue": "3313"})
    assert "occupation" not in one(occupationalCategory="3313 Accounting associates")


@pytest.mark.parametrize("content", ["{}", "[]", PAGE.format("{}"), "<html></html>"])
def test_a_file_without_a_posting_is_refused(content: str) -> None:
    with pytest.raises(UnreadableFile, match="no job posting"):
        taken(content)


@pytest.mark.parametrize("tag", ["<script ", "<script type=ld+json>", "<", "<script>"])
def test_a_page_made_to_take_for_ever_takes_no_time(tag: str) -> None:
    with pytest.raises(UnreadableFile):
        list(taken("<html>" + tag * 200_000)) and taken("")
