"""What can be wrong with an uploaded file as a whole, in English and Thai."""

BATCH_TEXTS: dict[str, tuple[str, str]] = {
    # code: (English, Thai)
    "unknown_profile": (
        "there is no mapping profile {value}",
        "ไม่มีโปรไฟล์แปลงข้อมูลชื่อ {value}",
    ),
    "profile_of_other_kind": (
        "is a profile for {kind}",
        "เป็นโปรไฟล์สำหรับข้อมูลประเภท {kind}",
    ),
    "relative_dates": (
        "the profile reads dates such as '3 days ago': say on which day the file was made",
        "โปรไฟล์นี้อ่านวันที่แบบ '3 วันที่แล้ว' โปรดระบุวันที่จัดทำไฟล์",
    ),
    "kind_of_other_role": (
        "a {role} posts other records than {kind}",
        "ผู้ใช้บทบาท {role} ส่งข้อมูลประเภท {kind} ไม่ได้",
    ),
    "wrong_offset": (
        "the content goes on at byte {expected}",
        "เนื้อหาต้องต่อจากไบต์ที่ {expected}",
    ),
    "not_open": (
        "the batch takes no content any more: it is {state}",
        "ชุดข้อมูลนี้ไม่รับเนื้อหาเพิ่มแล้ว สถานะคือ {state}",
    ),
    "after_file": (
        "must come before the file",
        "ต้องอยู่ก่อนไฟล์",
    ),
    "broken_form": (
        "is not a whole form (multipart/form-data)",
        "ไม่ใช่แบบฟอร์ม (multipart/form-data) ที่ครบถ้วน",
    ),
    "one_file": ("exactly one file is taken", "ต้องแนบไฟล์หนึ่งไฟล์เท่านั้น"),
    "size_differs": (
        "{found} bytes came, not as many as were announced",
        "ได้รับ {found} ไบต์ ไม่ตรงกับขนาดที่แจ้งไว้",
    ),
    "sha256_differs": (
        "what came has another digest: {found}",
        "เนื้อหาที่ได้รับมีค่าแฮชต่างออกไป คือ {found}",
    ),
    "not_sha256": (
        "must be 64 hexadecimal digits",
        "ต้องเป็นเลขฐานสิบหก 64 หลัก",
    ),
    "abandoned": (
        "nothing of the file came for {hours} hours; what had come was deleted",
        "ไม่ได้รับเนื้อหาไฟล์เพิ่มเป็นเวลา {hours} ชั่วโมง ระบบลบเนื้อหาที่ได้รับแล้ว",
    ),
    "key_lost": (
        "the system's upload key was changed before the file was read; send it again",
        "กุญแจเข้ารหัสไฟล์ของระบบเปลี่ยนก่อนอ่านไฟล์เสร็จ โปรดส่งใหม่",
    ),
    "internal": (
        "something went wrong on our side; the operator was told, send it again later",
        "เกิดข้อผิดพลาดในระบบ ผู้ดูแลได้รับแจ้งแล้ว โปรดส่งใหม่ภายหลัง",
    ),
    "erased_since": (
        "was erased after this file was sent, so it was not taken",
        "ถูกลบหลังจากส่งไฟล์นี้แล้ว จึงไม่รับเข้าระบบ",
    ),
    "too_many_to_mend": (
        "{count} rows need mending and a spreadsheet takes at most {max}; take CSV",
        "มี {count} แถวที่ต้องแก้ไข แต่ไฟล์ตารางรับได้ไม่เกิน {max} แถว โปรดใช้ CSV",
    ),
}
