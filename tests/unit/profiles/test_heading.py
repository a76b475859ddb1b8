"""Tables whose first row is a person's, and those whose columns only look so."""

import pytest

from services.ingestion.importers.unreadable import UnreadableFile
from services.ingestion.profiles.heading import check_heading


@pytest.mark.parametrize(
    "first",
    [
        "สมชาย ใจดี,somchai@example.com,การบัญชี",
        "สมชาย ใจดี,1101700230708,การบัญชี",
        "สมชาย ใจดี,1-1017-00230-70-8,การบัญชี",
        "สมชาย ใจดี,081-234-5678,การบัญชี",
        "สมชาย ใจดี,15/06/2567",
        "สมชาย ใจดี,2024-06-15",
        "6501001,สมชาย ใจดี,การบัญชี",
        "B6501001,สมชาย ใจดี,การบัญชี",
        "65010012-3,สมชาย ใจดี,การบัญชี",
        "สมชาย ใจดี,28000",
        "สมชาย ใจดี,การบัญชี,2566",
    ],
)
def test_a_persons_row_is_no_header(first: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        check_heading(first.split(","))
    assert refused.value.fault.code == "no_header"


@pytest.mark.parametrize(
    "header",
    [
        "เลขที่,หลักสูตร,ปี",
        "ชื่อ-สกุล,เบอร์โทรศัพท์,e-mail,Line ID",
        "หลักสูตร,2565,2566",
        "ชื่อ-สกุล,ข้อ 1,2,3.1",
        "id,income 2566,15-24,2565/2566",
        "B_Q01a,D_Q16d5",
    ],
)
def test_names_of_columns_may_be_years_and_numbers_of_questions(header: str) -> None:
    check_heading(header.split(","))


def test_what_stands_below_a_year_tells_whether_it_heads_a_column() -> None:
    header = ["คณะต่าง ๆ", "2565"]
    check_heading(header, [{"a": "แพทย์", "b": "120"}, {"a": "ศิลป์", "b": "310"}])
    with pytest.raises(UnreadableFile):
        check_heading(header, [{"a": "แพทย์", "b": "2565"}, {"a": "ศิลป์", "b": "2566"}])
