"""What is expected in the place of a fault, and how to mend it, for people who fill in files.

The sentence of a fault says what is wrong; most also say what is right. Where it helps, this
table adds the rest, in the same two languages.
"""

from typing import NamedTuple

from shared.web.faults import Fault


class Guide(NamedTuple):
    """English and Thai, as in the table of faults."""

    expected: tuple[str, str]
    mend: tuple[str, str]


_A_CODE = ("a code of {classification}", "รหัสใน {classification}")
_A_NUMBER = ("a number", "ตัวเลข")

GUIDES: dict[str, Guide] = {
    "required": Guide(
        ("a value", "ต้องมีค่า"),
        ("fill in the cell", "กรอกข้อมูลในช่องนี้"),
    ),
    "null": Guide(
        ("a value", "ต้องมีค่า"),
        ("fill in the cell", "กรอกข้อมูลในช่องนี้"),
    ),
    "not_whole_number": Guide(
        ("a whole number such as 2567", "จำนวนเต็ม เช่น 2567"),
        ("write digits only", "พิมพ์เฉพาะตัวเลข"),
    ),
    "not_number": Guide(_A_NUMBER, ("write digits only, such as 18500", "พิมพ์เฉพาะตัวเลข เช่น 18500")),
    "not_boolean": Guide(
        ("true or false", "true หรือ false"),
        ("write true or false", "พิมพ์ true หรือ false"),
    ),
    "not_date": Guide(
        ("a date such as 2025-03-31 or 2568-03-31", "วันที่ เช่น 2568-03-31 หรือ 2025-03-31"),
        ("write year-month-day", "พิมพ์เป็น ปี-เดือน-วัน"),
    ),
    "not_one_of": Guide(
        ("one of: {choices}", "ค่าใดค่าหนึ่งต่อไปนี้: {choices}"),
        ("choose one of the values", "เลือกค่าใดค่าหนึ่งจากรายการ"),
    ),
    "out_of_range": Guide(
        ("between {min} and {max}", "ระหว่าง {min} ถึง {max}"),
        ("check the unit and the digits", "ตรวจสอบหน่วยและจำนวนหลัก"),
    ),
    "unknown_code": Guide(
        _A_CODE,
        (
            "look the code up, or leave the cell empty where the field is not required",
            "ตรวจสอบรหัส หรือเว้นว่างไว้หากไม่ใช่ช่องบังคับ",
        ),
    ),
    "unknown_level": Guide(
        (
            "a degree level such as ปริญญาตรี, or an ISCED 2011 level 0–8",
            "ระดับการศึกษา เช่น ปริญญาตรี หรือระดับ ISCED 2011 (0–8)",
        ),
        ("write the level's full name", "พิมพ์ชื่อระดับการศึกษาเต็ม"),
    ),
    "impossible_year": Guide(
        ("a year such as 2567 or 2024", "ปี เช่น 2567 หรือ 2024"),
        ("write all four digits", "พิมพ์ปีให้ครบสี่หลัก"),
    ),
    "mixed_eras": Guide(
        ("one era in the whole row", "ใช้ พ.ศ. หรือ ค.ศ. อย่างเดียวทั้งแถว"),
        ("write all years of the row in the same era", "แก้ปีทุกช่องในแถวให้เป็นศักราชเดียวกัน"),
    ),
    "upside_down": Guide(
        ("low is not above high", "ค่าต่ำสุดไม่เกินค่าสูงสุด"),
        ("exchange the two", "สลับสองค่านี้"),
    ),
    "personal_identifier": Guide(
        ("text without names, numbers or addresses of persons", "ข้อความที่ไม่มีข้อมูลระบุตัวบุคคล"),
        (
            "take the identifier out; for references use a student number of your own",
            "ลบข้อมูลระบุตัวบุคคลออก ส่วนเลขอ้างอิงให้ใช้รหัสนักศึกษาของสถาบัน",
        ),
    ),
    "masked_identifier": Guide(
        ("text without contact details", "ข้อความที่ไม่มีข้อมูลติดต่อ"),
        ("nothing needs doing; leave it out next time", "ไม่ต้องแก้ไข ครั้งต่อไปโปรดไม่ใส่ข้อมูลนี้"),
    ),
    "malformed_csv": Guide(
        ("quotation marks in pairs", "เครื่องหมายคำพูดครบคู่"),
        (
            "write a quotation mark inside a text twice, or save the file from a spreadsheet again",
            "เครื่องหมายคำพูดในข้อความให้พิมพ์ซ้ำสองครั้ง หรือบันทึกไฟล์ใหม่จากโปรแกรมตาราง",
        ),
    ),
    "wrong_cell_count": Guide(
        ("{expected} cells", "{expected} ช่อง"),
        (
            "put a text that holds the separator between quotation marks",
            "ข้อความที่มีตัวคั่นให้ใส่ในเครื่องหมายคำพูด",
        ),
    ),
    "undecodable": Guide(
        ("text in {encoding}", "ข้อความในรหัสอักขระ {encoding}"),
        ("save the file as UTF-8", "บันทึกไฟล์เป็น UTF-8"),
    ),
    "unclosed_quote": Guide(
        ("quotation marks in pairs", "เครื่องหมายคำพูดเปิดและปิดเป็นคู่"),
        (
            "close the quotation mark, or write it twice within a cell",
            "ปิดเครื่องหมายคำพูด หรือพิมพ์ซ้ำสองครั้งหากอยู่ในข้อความ",
        ),
    ),
    "too_long_line": Guide(
        ("{max} characters at most", "ไม่เกิน {max} ตัวอักษร"),
        (
            "shorten its texts, or close the quotation mark in it",
            "ย่อข้อความในบรรทัดนี้ หรือปิดเครื่องหมายคำพูด",
        ),
    ),
    "nul": Guide(
        ("text alone", "ข้อความเท่านั้น"),
        ("save the file anew as CSV (UTF-8)", "บันทึกไฟล์ใหม่เป็น CSV (UTF-8)"),
    ),
    "rounded_reference": Guide(
        ("the reference with all its digits", "เลขอ้างอิงครบทุกหลัก"),
        (
            "format the column as text, then write the reference in full",
            "จัดรูปแบบคอลัมน์เป็นข้อความ แล้วใส่เลขอ้างอิงให้ครบทุกหลัก",
        ),
    ),
    "cell_error": Guide(
        ("a value", "ต้องมีค่า"),
        ("correct the formula, or write the value itself", "แก้สูตร หรือพิมพ์ค่าลงในช่อง"),
    ),
    "not_of_form": Guide(
        ("a text in the form that the profile states", "ข้อความตามรูปแบบที่โปรไฟล์กำหนด"),
        ("correct the value, or add its form to the profile", "แก้ไขค่า หรือเพิ่มรูปแบบในโปรไฟล์"),
    ),
    "unmapped": Guide(
        ("one of the values that the profile maps", "ค่าที่กำหนดไว้ในตารางแปลงค่าของโปรไฟล์"),
        ("correct the value, or add it to the profile", "แก้ไขค่า หรือเพิ่มค่านี้ในโปรไฟล์"),
    ),
    "unreadable_pay": Guide(
        ("an amount such as 18,500 or 15,000 - 20,000", "จำนวนเงิน เช่น 18,500 หรือ 15,000 - 20,000"),
        ("write the amount in digits, or leave the cell empty", "พิมพ์จำนวนเงินเป็นตัวเลข หรือเว้นว่างไว้"),
    ),
    "unknown_place": Guide(
        ("the name of a province", "ชื่อจังหวัด"),
        ("write the province's full name", "พิมพ์ชื่อจังหวัดเต็ม"),
    ),
}


def expected(fault: Fault, language: str) -> str:
    """What should stand there: the guide's words, or the fault's own sentence."""
    guide = GUIDES.get(fault.code)
    return _said(guide.expected, fault, language) if guide else fault.text(language)


def mend(fault: Fault, language: str) -> str:
    """How to mend it; empty where the fault's sentence is all there is to say."""
    guide = GUIDES.get(fault.code)
    return _said(guide.mend, fault, language) if guide else ""


def _said(texts: tuple[str, str], fault: Fault, language: str) -> str:
    english, thai = texts
    return (thai if language == "th" else english).format(**fault.values)
