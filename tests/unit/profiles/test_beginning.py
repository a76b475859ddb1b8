"""Where a table begins that has a title above its header, as sheets in Thai often have."""

import io

import pytest

from services.ingestion.importers.layout import Layout
from services.ingestion.profiles.checking import beginning
from services.ingestion.profiles.suggesting import suggest
from tests.unit.importers.files import a_workbook

TITLE = [["รายงานบัณฑิต ปีการศึกษา 2566"], ["มหาวิทยาลัยตัวอย่าง", "ฝ่ายทะเบียน"]]
TABLE = [["เลขอ้างอิง", "หลักสูตร", "ปีที่สำเร็จการศึกษา"], ["A-1", "การบัญชี", "2566"]]


def written(delimiter: str) -> bytes:
    return "\n".join(delimiter.join(row) for row in (*TITLE, *TABLE)).encode()


@pytest.mark.parametrize(
    "content",
    [written(","), written(";"), a_workbook(*TITLE, *TABLE)],
    ids=["comma", "semi", "xlsx"],
)
def test_the_header_is_found_below_a_title(content: bytes) -> None:
    file, rows = beginning(io.BytesIO(content), Layout(), set())
    values = [row.values for row in rows]
    proposed = suggest("graduates", list(file.columns), values, file.found)
    assert proposed.tree["file"]["header"] == 3
    assert [each.field for each in proposed.columns] == [
        "reference",
        "programme",
        "graduation_year",
    ]
    assert (rows[0].number, rows[0].values["หลักสูตร"]) == (4, "การบัญชี")


@pytest.mark.parametrize("first", ["เลขอ้างอิง,หลักสูตร", "a,b", "รหัส"])
def test_a_narrow_table_begins_in_its_first_row(first: str) -> None:
    content = f"{first}\nA-1,การบัญชี\nA-2,ครู\n".encode()
    file, _ = beginning(io.BytesIO(content), Layout(), set())
    assert file.header == first.split(",")
    assert "header" not in suggest("graduates", list(file.columns), [], file.found).tree["file"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ข้อ,คำถาม,หมายเหตุ", "1,หลักสูตร,ปีที่สำเร็จการศึกษา"),
        ("ข้อ,คำถาม", "1,หลักสูตร,บังคับ"),
    ],
    ids=["more than a title", "one name more"],
)
def test_values_that_happen_to_be_names_of_columns_are_no_header(first: str, second: str) -> None:
    file, _ = beginning(io.BytesIO(f"{first}\n{second}\n".encode()), Layout(), set())
    assert file.header == first.split(",")
