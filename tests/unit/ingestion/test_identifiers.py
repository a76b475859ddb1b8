"""Personal identifiers: pseudonyms for references, masks for what stands in texts."""

import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingestion.domain import pseudonym
from shared.identifiers import (
    _NATIONAL_ID,
    _PHONE,
    MARK,
    _is_numerous,
    mask,
    personal_identifier,
)

PHONES = [
    "0812345678",
    "081-234-5678",
    "081 234 5678",
    "081.234.5678",
    "081–234–5678",
    "08-1234-5678",
    "0-2123-4567",
    "02-123-4567",
    "(02) 123 4567",
    "053-123-456",
    "+66812345678",
    "+66 81 234 5678",
    "+66 (0) 81 234 5678",
    "๐๘๑-๒๓๔-๕๖๗๘",
    "081-2345-678",
    "0812-345-678",
    "0812 345 678",
    "0-8123-45678",
    "081 - 234 - 5678",
    "081- 234- 5678",
    "081—234—5678",
    "081\u2011234\u20115678",
    "081\u2212234\u22125678",
    "66812345678",
    "(66) 81 234 5678",
    "(662) 524-9600",
    "66 (0)2 105 6396",
    "0066812345678",
    "+660812345678",
    "+66 081 234 5678",
    "+66 2123 4567",
    "+856 20 5555 1234",
    "+1 (650) 253-0000",
    "+6561234567",
]
EMAILS = ["hr@example.co.th", "a.b+c@x-y.org", "สมชาย@ตัวอย่าง.ไทย", "hr＠example.com"]
NATIONAL_IDS = [
    "1101700203450",
    "1-1017-00203-45-0",
    "1 1017 00203 45 0",
    "๑๑๐๑๗๐๐๒๐๓๔๕๐",
    "1–1017–00203–45–0",
    "1\u20111017\u201100203\u201145\u20110",
    "1 - 1017 - 00203 - 45 - 0",
    "๑.๑๐๑๗.๐๐๒๐๓.๔๕.๐",
]
LINE_IDS = [
    "Line: somchai99",
    "LINE ID : hr_company",
    "line id hr.company",
    "Add Line: hr-company",
    "ID Line somchai99",
    "Line @company",
    "Line OA: @company",
    "ไลน์: somchai99",
    "ไลน์ไอดี somchai99",
    "ไอดีไลน์ somchai99",
    "https://line.me/ti/p/~somchai99",
    "lin.ee/AbC123",
]
NO_IDENTIFIERS = [
    "08.00-17.00 สัปดาห์ละ 5 วัน",
    "15,000-20,000 บาท",
    "18000 - 25000",
    "01-02-2568",
    "2568/2569",
    "ภาคเรียนที่ 01 2567 2568",
    "02-2567-2568",
    "08.00 - 17.00 น. 09.00 - 18.00 น.",
    "0-10000000 บาท",
    "+15000-20000",
    "ISCO 0110 0210 0310",
    "66 2567 2568",
    "ISO 9001:2015",
    "กรุงเทพฯ 10110",
    "1101700203451",  # thirteen digits whose check digit does not fit
    "ทำงาน @ สีลม",
    "Work @ Silom. Good pay",
    "C++ / C# / .NET 8.0",
    "Line Leader",
    "Production Line: packing",
    "หัวหน้าไลน์ผลิต (Line Supervisor)",
    "ดูแล LINE OA และ Facebook",
    "online: www",
    "Work within timeline.Good communication",
]

references = st.text(st.characters(codec="utf-8"), min_size=1)
secrets = st.binary(min_size=32, max_size=64)
texts = st.one_of(
    st.text(),
    st.text(st.sampled_from("0123456789๐๘-–. ()+@＠abฟ")),
    st.lists(st.sampled_from([*PHONES, *EMAILS, *LINE_IDS, *NATIONAL_IDS, " ", "-", "0", "x"])).map(
        "".join
    ),
)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("phone", text) for text in PHONES),
        *(("email", text) for text in EMAILS),
        *(("line", text) for text in LINE_IDS),
        *(("national_id", text) for text in NATIONAL_IDS),
    ],
)
def test_an_identifier_is_found_and_masked_wherever_it_stands(kind: str, text: str) -> None:
    sentence = f"ติดต่อ {text} (คุณเอ)"
    assert personal_identifier(sentence) == kind
    assert text not in mask(sentence)
    assert mask(sentence).endswith("] (คุณเอ)")


@pytest.mark.parametrize("text", NO_IDENTIFIERS)
def test_other_numbers_stay(text: str) -> None:
    assert personal_identifier(text) is None
    assert mask(text) == text


@given(texts)
def test_nothing_is_left_to_find_after_masking(text: str) -> None:
    masked = mask(text)
    assert personal_identifier(masked) is None
    assert mask(masked) == masked


@given(texts)
def test_a_text_without_identifiers_is_left_alone(text: str) -> None:
    assert (mask(text) == text) == (personal_identifier(text) is None)


@given(secrets, references)
def test_a_pseudonym_is_the_same_for_the_same_reference(secret: bytes, reference: str) -> None:
    first = pseudonym(secret, "uni", reference)
    assert first == pseudonym(secret, "uni", reference)
    assert len(first) == 32


@given(secrets, secrets, references)
def test_a_pseudonym_differs_with_the_secret(one: bytes, other: bytes, reference: str) -> None:
    same = pseudonym(one, "uni", reference) == pseudonym(other, "uni", reference)
    assert same == (one == other)


@given(secrets, st.sampled_from(["a", "b", "ab"]), st.sampled_from(["a", "b", "ab"]), references)
def test_a_pseudonym_differs_with_the_provider(
    secret: bytes, one: str, other: str, reference: str
) -> None:
    same = pseudonym(secret, one, reference) == pseudonym(secret, other, reference)
    assert same == (one == other)


def test_provider_and_reference_do_not_run_into_each_other() -> None:
    assert pseudonym(b"s" * 32, "uni", "1a") != pseudonym(b"s" * 32, "uni1", "a")


@given(st.binary(max_size=200), references)
def test_a_pseudonym_is_the_first_half_of_an_hmac(secret: bytes, reference: str) -> None:
    text = f"uni\0{reference}".encode()
    assert pseudonym(secret, "uni", reference) == hmac.digest(secret, text, "sha256").hex()[:32]


@given(st.one_of(texts, st.from_regex(_PHONE), st.from_regex(_NATIONAL_ID)))
@settings(max_examples=300)
def test_nothing_is_missed_by_looking_for_nine_digits_first(text: str) -> None:
    if _PHONE.search(text) or _NATIONAL_ID.search(text):
        assert _is_numerous(text)


@given(texts)
def test_a_masked_text_bears_a_mark(text: str) -> None:
    assert mask(text) == text or MARK in mask(text)
