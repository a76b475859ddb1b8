"""Every sentence of the page in Thai and English."""

from collections.abc import Mapping

from shared.web.language import Language

_TEXTS: Mapping[str, tuple[str, str]] = {
    # key: (Thai, English)
    "title": ("บัณฑิตกับตลาดแรงงานไทย", "Graduates and the Thai labour market"),
    "subtitle": (
        "ระบบข้อมูลตลาดแรงงาน (LMIS) · สำหรับผู้กำหนดนโยบาย",
        "Labour market information system (LMIS) · for policymakers",
    ),
    "skip": ("ข้ามไปยังเนื้อหา", "Skip to the content"),
    "synthetic": (
        "ข้อมูลสังเคราะห์เพื่อสาธิต — ไม่ใช่สถิติจริง",
        "Synthetic demonstration data — not real statistics",
    ),
    "other_language": ("English", "ภาษาไทย"),
    "year_from": ("ปีที่สำเร็จการศึกษา (พ.ศ.) ตั้งแต่", "Graduated from"),
    "year_to": ("ถึง", "to"),
    "region": ("ภูมิภาคหรือจังหวัด", "Region or province"),
    "level": ("ระดับการศึกษา", "Level of education"),
    "any_year": ("ทุกปี", "Any year"),
    "any_region": ("ทั่วประเทศ", "Whole country"),
    "any_level": ("ทุกระดับ", "All levels"),
    "regions": ("ภูมิภาค", "Regions"),
    "provinces": ("จังหวัด", "Provinces"),
    "update": ("แสดงผล", "Update"),
    "clear": ("ล้างตัวกรอง", "Clear"),
    "nothing": (
        "ยังไม่มีข้อมูลตามเงื่อนไขที่เลือก",
        "There are no records for this selection yet.",
    ),
    "headline": ("ภาพรวม", "At a glance"),
    "graduates": ("ผู้สำเร็จการศึกษา", "Graduates"),
    "graduates_unit": ("คน", "people"),
    "openings": ("อัตราที่เปิดรับวันนี้", "Open positions today"),
    "openings_unit": ("อัตรา จาก {vacancies} ประกาศ", "in {vacancies} vacancies"),
    "tightness": ("อัตราที่เปิดรับต่อผู้หางาน 100\u00a0คน", "Open positions per 100 seekers"),
    "tightness_unit": ("100 = สมดุล", "100 = balance"),
    "over": ("ทำงานต่ำกว่าวุฒิ", "Working below their level"),
    "over_unit": ("ของผู้มีงานทำ", "of graduates in work"),
    "field_mismatch": ("ทำงานไม่ตรงสาขา", "Working outside their field"),
    "interval": ("ช่วงความเชื่อมั่น 90%: {low} ถึง {high}", "90% interval: {low} to {high}"),
    "at_least": ("ช่วงความเชื่อมั่น 90%: {low} ขึ้นไป", "90% interval: {low} or more"),
    "counted": ("นับจากข้อมูลทั้งหมดในระบบ", "counted from all records"),
    "balance_question": (
        "สาขาใดขาดแคลน สาขาใดล้นตลาด",
        "Which fields are short of graduates, which have too many?",
    ),
    "wanted_more": (
        "ในประกาศที่ระบุสาขา ตลาดต้องการมากกว่าสัดส่วนบัณฑิต: {fields}",
        "Where vacancies name a field, more is asked for than is taught: {fields}",
    ),
    "wanted_less": (
        "ในประกาศที่ระบุสาขา บัณฑิตมีสัดส่วนมากกว่าที่ตลาดต้องการ: {fields}",
        "Where vacancies name a field, more is taught than is asked for: {fields}",
    ),
    "no_verdict": (
        "ยังสรุปไม่ได้ว่าสาขาใดขาดหรือเกิน",
        "No field is clearly short or in surplus yet",
    ),
    "balance_about": (
        "สัดส่วนของสาขาในอัตราที่เปิดรับ ลบด้วยสัดส่วนในผู้สำเร็จการศึกษา (จุดร้อยละ) เส้นขีดคือช่วงความเชื่อมั่น 90%",
        "The field's share of open positions less its share of graduates, in percentage points. "
        "Whiskers show the 90% interval.",
    ),
    "too_many": ("◀ บัณฑิตเกินงาน", "◀ more graduates"),
    "too_few": ("งานเกินบัณฑิต ▶", "more jobs ▶"),
    "hatched": (
        "แท่งลาย = ช่วงความเชื่อมั่นคร่อมศูนย์ ยังสรุปไม่ได้ · เส้นประ = ข้อมูลไม่พอหรือปกปิด",
        "Hatched = the interval crosses zero, no clear verdict · dashed = not enough data, "
        "or suppressed",
    ),
    "chart_label": (
        "แผนภูมิแท่งส่วนต่างระหว่างอุปสงค์และอุปทานตามสาขา ตัวเลขอยู่ในตารางถัดไป",
        "Bars of the gap between demand and supply by field; the table after it has the figures",
    ),
    "field": ("สาขาวิชา (ISCED-F)", "Field (ISCED-F)"),
    "gap": ("ส่วนต่าง (จุด)", "Gap (points)"),
    "openings_short": ("อัตราเปิดรับ", "Open positions"),
    "per_100": ("ต่อผู้หางาน 100\u00a0คน", "Per 100 seekers"),
    "all_fields": ("ทุกสาขา", "All fields"),
    "mismatch_question": (
        "บัณฑิตทำงานตรงกับวุฒิและสาขาเพียงใด",
        "How well do graduates' jobs fit their level and field?",
    ),
    "mismatch_heading": (
        "ทำงานต่ำกว่าวุฒิ {over} และไม่ตรงสาขา {field} ของผู้มีงานทำ",
        "{over} of graduates in work are below their level, {field} outside their field",
    ),
    "mismatch_about": (
        "ร้อยละของผู้มีงานทำที่ประเมินได้ แสดงทุกวิธีเคียงกัน เพราะแต่ละวิธีตอบคำถามต่างกัน",
        "Per cent of graduates in work who could be judged. The methods stand side by side: "
        "each answers its own question.",
    ),
    "vertical": ("ทำงานต่ำกว่าวุฒิ (%)", "Below their level (%)"),
    "horizontal": ("ทำงานไม่ตรงสาขา และขาดทักษะ (%)", "Outside their field, or short of skills (%)"),
    "vertical_normative_a": ("เกณฑ์ ISCO (ก)", "Norm A (ILO)"),
    "vertical_normative_b": ("เกณฑ์ ISCO (ข)", "Norm B"),
    "vertical_realised_mode": ("ฐานนิยมของอาชีพ", "Usual level (mode)"),
    "vertical_realised_mean": ("ค่าเฉลี่ย ± SD", "Mean ± SD"),
    "vertical_self_reported": ("ตอบเอง", "Own answer"),
    "vertical_model": ("แบบจำลอง", "Model"),
    "horizontal_rule": ("ตารางสาขา–อาชีพ", "Field table"),
    "horizontal_lift": ("สถิติ (lift)", "Statistical (lift)"),
    "horizontal_self_reported": ("ตอบเอง", "Own answer"),
    "horizontal_model": ("แบบจำลอง", "Model"),
    "skill_rule": ("ทักษะไม่ครบ", "Skills not met"),
    "suppressed": ("ปกปิด", "hidden"),
    "insufficient_evidence": ("ข้อมูลไม่พอ", "no data"),
    "not_applicable": ("–", "–"),
    "marks": (
        "ปกปิด = น้อยกว่า 10 ราย หรือคำนวณย้อนกลับได้ · * = ใช้ด้วยความระมัดระวัง "
        "(ข้อมูลน้อยกว่า 30 ราย หรือประกาศส่วนใหญ่ไม่ระบุสาขา) · – = ไม่เข้าข่าย",
        "hidden = fewer than 10 records, or they could be worked out · * = with caution: fewer "
        "than 30 observations, or most vacancies state no field · – = does not apply",
    ),
    "quality": ("คุณภาพข้อมูล", "Data quality"),
    "answered": ("ทราบสถานะการทำงาน", "Employment known"),
    "judged": ("ประเมินวุฒิได้", "Level judged"),
    "uncoded": ("ไม่มีรหัสอาชีพ", "Without an occupation code"),
    "fields_stated": ("ประกาศที่ระบุสาขา", "Vacancies stating a field"),
    "records": ("จำนวนที่ประเมิน", "Graduates judged"),
    "last_update": ("ปรับปรุงล่าสุด", "Last update"),
    "method": ("รุ่นของวิธีคำนวณ", "Method version"),
    "versions": ("รุ่นของแบบจำลองและรหัสมาตรฐาน", "Models and classifications"),
    "csv": ("ดาวน์โหลด CSV", "Download CSV"),
    "api": ("เรียกผ่าน API", "API call"),
    "docs": ("คู่มือ API", "API documentation"),
    "never": ("ยังไม่มี", "none yet"),
    "source": (
        "คำนวณจากข้อมูลรายบุคคลที่ไม่ระบุตัวตน · ไม่แสดงกลุ่มที่น้อยกว่า 10 ราย · "
        "จำแนกตาม ISCO-08, ISCED 2011, ISCED-F 2013, ESCO · ชื่อจังหวัดจาก GeoThai (CC BY 4.0)",
        "Computed from pseudonymous records · no group of fewer than 10 is shown · classified by "
        "ISCO-08, ISCED 2011, ISCED-F 2013, ESCO · province names by GeoThai (CC BY 4.0)",
    ),
    "esco": (
        "This service uses the ESCO classification of the European Commission.",
        "This service uses the ESCO classification of the European Commission.",
    ),
}


_SHORT_FIELDS: Mapping[str, tuple[str, str]] = {
    # ISCED-F broad field: (Thai, English), short enough for one line of a chart
    "00": ("หลักสูตรทั่วไป", "Generic programmes"),
    "01": ("ครุศาสตร์/ศึกษาศาสตร์", "Education"),
    "02": ("ศิลปะและมนุษยศาสตร์", "Arts & humanities"),
    "03": ("สังคมศาสตร์ วารสารศาสตร์", "Social sciences, journalism"),
    "04": ("ธุรกิจ บริหาร และกฎหมาย", "Business & law"),
    "05": ("วิทยาศาสตร์ คณิต สถิติ", "Natural sciences, maths"),
    "06": ("ไอซีที", "ICT"),
    "07": ("วิศวกรรม การผลิต ก่อสร้าง", "Engineering, construction"),
    "08": ("เกษตร ป่าไม้ ประมง สัตวแพทย์", "Agriculture, veterinary"),
    "09": ("สุขภาพและสวัสดิการ", "Health & welfare"),
    "10": ("การบริการ", "Services"),
}


def short_field(language: Language, code: str) -> str:
    """A broad field's name for a chart; the code where there is none."""
    thai, english = _SHORT_FIELDS.get(code, (code, code))
    return thai if language == "th" else english


def say(language: Language, key: str, **values: object) -> str:
    """The text in that language; KeyError for a key without one."""
    thai, english = _TEXTS[key]
    return (thai if language == "th" else english).format(**values)
