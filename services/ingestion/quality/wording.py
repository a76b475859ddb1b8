"""Warnings, facts and parts of the score, in English and Thai."""

from collections.abc import Mapping

from shared.taxonomy import levels, regions
from shared.taxonomy.tables import Language

Texts = Mapping[str, tuple[str, str]]

WARNINGS: Texts = {
    # code: (English, Thai)
    "pay_implausible": (
        "The median pay is {median:,.0f} baht a month. Is it stated in another unit or period?",
        "ค่ามัธยฐานของค่าจ้างคือ {median:,.0f} บาทต่อเดือน ระบุหน่วยเงินหรือรอบการจ่ายผิดหรือไม่",
    ),
    "pay_fell": (
        "The median pay fell from {before:,.0f} to {now:,.0f} baht a month. Are the units right?",
        "ค่ามัธยฐานของค่าจ้างลดจาก {before:,.0f} เหลือ {now:,.0f} บาทต่อเดือน หน่วยถูกต้องหรือไม่",
    ),
    "pay_rose": (
        "The median pay rose from {before:,.0f} to {now:,.0f} baht a month. Are the units right?",
        "ค่ามัธยฐานของค่าจ้างเพิ่มจาก {before:,.0f} เป็น {now:,.0f} บาทต่อเดือน หน่วยถูกต้องหรือไม่",
    ),
    "era_too_late": (
        "{rows} rows have years that are 543 too late. Was the Buddhist era added twice?",
        "มี {rows} แถวที่ปีเกินไป 543 ปี บวก 543 เพื่อแปลงเป็นพุทธศักราชซ้ำสองครั้งหรือไม่",
    ),
    "era_too_early": (
        "{rows} rows have years that are 543 too early. Was a common-era year converted again?",
        "มี {rows} แถวที่ปีน้อยไป 543 ปี ลบ 543 จากปีคริสต์ศักราชซ้ำอีกครั้งหรือไม่",
    ),
    "fact_missing": (
        "{fact}: stated in {now} % of records, {before} % in the last batch.",
        "{fact}: มีข้อมูลร้อยละ {now} ของรายการ เทียบกับร้อยละ {before} ในชุดก่อน",
    ),
    "group_vanished": (
        "{code}: {before} % of the last batch, none in this one.",
        "{code}: เคยเป็นร้อยละ {before} ของชุดก่อน แต่ไม่มีเลยในชุดนี้",
    ),
    "shrank": (
        "{now:,} rows, {before:,} in the last batch. Is the file whole?",
        "มี {now:,} แถว เทียบกับ {before:,} แถวในชุดก่อน ไฟล์ครบหรือไม่",
    ),
    "refused_rose": (
        "{now} % of the rows could not be taken, {before} % in the last batch.",
        "รับไม่ได้ร้อยละ {now} ของแถวทั้งหมด เทียบกับร้อยละ {before} ในชุดก่อน",
    ),
    "response_fell": (
        "{now} % answered the survey, {before} % in the last batch.",
        "ตอบแบบสำรวจร้อยละ {now} เทียบกับร้อยละ {before} ในชุดก่อน",
    ),
}

FACTS: Texts = {
    "programme": ("programme", "หลักสูตร"),
    "field": ("field of study", "สาขาวิชา"),
    "subject": ("programme or field", "หลักสูตรหรือสาขาวิชา"),
    "level": ("level", "ระดับการศึกษา"),
    "graduation_year": ("year of graduation", "ปีที่สำเร็จการศึกษา"),
    "study_region": ("place of study", "จังหวัดที่ศึกษา"),
    "home_region": ("home province", "ภูมิลำเนา"),
    "skills": ("skills", "ทักษะ"),
    "work_placement": ("work placement", "การฝึกงานหรือสหกิจศึกษา"),
    "tracer": ("survey answers", "ผลการติดตามบัณฑิต"),
    "job_title": ("job title", "ชื่อตำแหน่งงาน"),
    "title": ("job title or occupation", "ชื่อตำแหน่งหรืออาชีพ"),
    "occupation": ("occupation", "อาชีพ"),
    "industry": ("industry", "ประเภทอุตสาหกรรม"),
    "work_region": ("place of work", "จังหวัดที่ทำงาน"),
    "region": ("place of work", "จังหวัดที่ทำงาน"),
    "pay": ("pay", "ค่าจ้าง"),
    "contract": ("contract", "ลักษณะการจ้าง"),
    "job_relation": ("relation of job and studies", "ความสอดคล้องของงานกับสาขา"),
    "level_required": ("level required", "ระดับการศึกษาที่ต้องการ"),
    "description": ("description", "รายละเอียดงาน"),
    "experience_years": ("experience asked", "ประสบการณ์ที่ต้องการ"),
    "closes_on": ("closing date", "วันปิดรับสมัคร"),
}

PARTS: Texts = {
    "completeness": (
        "Completeness: the facts that figures need are stated",
        "ความครบถ้วน: มีข้อมูลที่ใช้คำนวณสถิติ",
    ),
    "validity": (
        "Validity: rows that could be taken",
        "ความถูกต้องตามรูปแบบ: แถวที่ระบบรับได้",
    ),
    "timeliness": (
        "Timeliness: how soon after the event records come",
        "ความทันเวลา: ได้รับข้อมูลเร็วเพียงใดหลังเหตุการณ์",
    ),
    "response": (
        "Response: graduates who answered the survey",
        "อัตราการตอบ: บัณฑิตที่ตอบแบบสำรวจ",
    ),
    "coding": (
        "Coding: texts to which a code could be given",
        "การกำหนดรหัส: ข้อความที่กำหนดรหัสได้",
    ),
}

REASONS: Texts = {
    "no_records": ("no record has been taken", "ยังไม่มีรายการที่รับไว้"),
    "no_batches": (
        "no file was uploaded in the last year; single posts are taken or refused at once",
        "ไม่มีการอัปโหลดไฟล์ในปีที่ผ่านมา รายการที่ส่งทีละรายการจะรับหรือปฏิเสธทันที",
    ),
    "no_dates": (
        "no new record has a date to reckon from",
        "ไม่มีรายการใหม่ที่ระบุวันที่หรือปีสำหรับคำนวณ",
    ),
    "no_survey": ("no survey answer came", "ไม่มีผลการติดตามบัณฑิต"),
    "no_codings": ("matching has coded none of them yet", "ยังไม่มีรายการที่กำหนดรหัสแล้ว"),
}


def in_language(texts: Texts, code: str, language: str) -> str:
    """The text in `th` or `en`."""
    english, thai = texts[code]
    return thai if language == "th" else english


def name_of(value: str, language: str) -> str:
    """The name of a fact, or of `level:6` or `region:TH-50`."""
    spoken: Language = "th" if language == "th" else "en"
    kind, _, code = value.partition(":")
    if kind == "level" and code:
        return levels.label(int(code), spoken)
    if kind == "region" and code:
        return regions.label(code, spoken)
    return in_language(FACTS, value, language)
