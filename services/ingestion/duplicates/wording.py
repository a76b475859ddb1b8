"""The parts of the evidence in words, Thai and English."""

from collections.abc import Mapping

from services.ingestion.duplicates.likeness import Part

_PARTS: Mapping[str, tuple[str, str]] = {
    # part: (English, Thai)
    "title": ("the work in the title", "งานตามชื่อตำแหน่ง"),
    "marks": ("rank, shift, branch and the like", "ระดับ กะ สาขา และสิ่งที่แยกงาน"),
    "employer": ("the employer", "นายจ้าง"),
    "region": ("the province", "จังหวัด"),
    "text": ("the text", "ข้อความประกาศ"),
    "pay": ("the pay", "ค่าจ้าง"),
    "level": ("the level of education", "ระดับการศึกษา"),
    "experience": ("the experience", "ประสบการณ์"),
    "contract": ("the contract", "ลักษณะการจ้าง"),
    "occupation": ("the occupation", "อาชีพ"),
    "openings": ("the number of openings", "จำนวนอัตรา"),
    "posted": ("the day of posting", "วันที่ประกาศ"),
}
_AGREEMENTS: Mapping[str, tuple[str, str]] = {
    "same": ("is the same", "ตรงกัน"),
    "contained": ("of one contains the other's", "ของฉบับหนึ่งรวมอยู่ในอีกฉบับ"),
    "alike": ("is spelt alike", "สะกดคล้ายกัน"),
    "other": ("differs", "ต่างกัน"),
    "named once": ("is named by one only", "ระบุในฉบับเดียว"),
    "same poster": ("is told apart by the poster itself", "ผู้ประกาศรายเดียวกันแยกไว้เอง"),
    "near": ("is near", "ใกล้กัน"),
}


def sentence(part: Part, language: str) -> str:
    """`the province is the same`; of a text how much of it is."""
    place = 1 if language == "th" else 0
    name = _PARTS[part.name][place]
    if part.name == "text":
        return (f"{name} is {part.agreement} the same", f"{name}ตรงกัน {part.agreement}")[place]
    return f"{name}{(' ', '')[place]}{_AGREEMENTS[part.agreement][place]}"
