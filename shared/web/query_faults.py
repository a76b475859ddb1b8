"""What can be wrong with a question to a published table, in English and Thai."""

QUERY_TEXTS: dict[str, tuple[str, str]] = {
    # code: (English, Thai)
    "unknown_data_set": ("there is no data set {value}", "ไม่มีชุดข้อมูล {value}"),
    "unknown_version": (
        "no release answers to {value}; give a version such as 1.2.0, a pin such as 1.*, latest "
        "or live",
        "ไม่มีฉบับเผยแพร่ที่ตรงกับ {value} โปรดระบุเลขฉบับ เช่น 1.2.0 หรือ 1.* หรือ latest หรือ live",
    ),
    "unknown_file": ("the release has no file {value}", "ฉบับเผยแพร่นี้ไม่มีไฟล์ {value}"),
    "unknown_dimension": (
        "the data set has no dimension {value}",
        "ชุดข้อมูลนี้ไม่มีมิติ {value}",
    ),
    "unknown_member": (
        "{value} is not a member of {dimension}",
        "{value} ไม่ใช่สมาชิกของมิติ {dimension}",
    ),
    "unknown_indicator": (
        "the data set has no indicator {value}",
        "ชุดข้อมูลนี้ไม่มีตัวชี้วัด {value}",
    ),
    "unknown_sort": (
        "{value} is neither a dimension nor an indicator of the data set",
        "{value} ไม่ใช่มิติหรือตัวชี้วัดของชุดข้อมูลนี้",
    ),
    "unknown_operator": (
        "{value} is not an operator here; there are {choices}",
        "{value} ไม่ใช่ตัวดำเนินการที่ใช้ได้ในที่นี้ ที่ใช้ได้คือ {choices}",
    ),
    "unknown_depth": (
        "{value} is not a depth of the dimension; there are {choices}",
        "{value} ไม่ใช่ระดับความละเอียดของมิตินี้ ที่มีคือ {choices}",
    ),
    "unknown_status": (
        "{value} is not a status; there are {choices}",
        "{value} ไม่ใช่สถานะของตัวเลข ที่มีคือ {choices}",
    ),
    "not_ordered": (
        "members of {dimension} have no order to compare by; only year, level and period do",
        "สมาชิกของมิติ {dimension} ไม่มีลำดับให้เปรียบเทียบ ใช้ได้เฉพาะ year level และ period",
    ),
    "too_deep": (
        "criteria are nested more than {max} deep",
        "เงื่อนไขซ้อนกันลึกเกิน {max} ชั้น",
    ),
    "too_many_conditions": (
        "a query takes at most {max} conditions",
        "คำถามหนึ่งมีเงื่อนไขได้ไม่เกิน {max} ข้อ",
    ),
    "page_too_large": (
        "must be between 1 and {max} here: a page holds at most {cells} cells and {figures} "
        "figures",
        "ต้องอยู่ระหว่าง 1 ถึง {max} ในที่นี้ แต่ละหน้ามีได้ไม่เกิน {cells} ช่องและ {figures} ตัวเลข",
    ),
    "too_many_figures": (
        "{count} figures are chosen and a file takes at most {max}; narrow the query, or take "
        "the whole release from {archive}",
        "เลือกไว้ {count} ตัวเลข แต่ไฟล์หนึ่งมีได้ไม่เกิน {max} โปรดจำกัดเงื่อนไข หรือดาวน์โหลดทั้งฉบับที่ {archive}",
    ),
    "unknown_format": (
        "{value} is not a format; there are {choices}",
        "{value} ไม่ใช่รูปแบบที่มี รูปแบบที่มีคือ {choices}",
    ),
    "bad_cursor": (
        "is not a cursor that was given out, or was altered",
        "ไม่ใช่ตัวชี้ตำแหน่งหน้าที่ระบบออกให้ หรือถูกแก้ไข",
    ),
    "cursor_of_other_query": (
        "belongs to another query or data set",
        "เป็นตัวชี้ตำแหน่งหน้าของคำถามหรือชุดข้อมูลอื่น",
    ),
    "cursor_of_other_version": (
        "belongs to version {value}, which is not the one asked for",
        "เป็นตัวชี้ตำแหน่งหน้าของฉบับ {value} ซึ่งไม่ใช่ฉบับที่ขอ",
    ),
    "cursor_expired": (
        "the live figures were made anew since the first page; start again without a cursor",
        "ตัวเลขปัจจุบันถูกคำนวณใหม่หลังจากหน้าแรก โปรดเริ่มใหม่โดยไม่ระบุตัวชี้ตำแหน่งหน้า",
    ),
    "no_such_cell": (
        "no record is counted in this cell, or the data set is not split this way",
        "ไม่มีข้อมูลในช่องนี้ หรือไม่ได้จำแนกชุดข้อมูลด้วยวิธีนี้",
    ),
}
