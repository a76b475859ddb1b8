"""Why a graduate and a vacancy fit or do not, in Thai and English, by the codes of `fits`."""

REASONS: dict[str, dict[str, str]] = {
    code: {"th": thai, "en": english}
    for code, (english, thai) in {
        "field_accepted": (
            "the field of study is one that the vacancy accepts",
            "สาขาที่สำเร็จการศึกษาเป็นสาขาที่ตำแหน่งงานรับสมัคร",
        ),
        "field_near": (
            "the field of study is close to one that the vacancy accepts",
            "สาขาที่สำเร็จการศึกษาใกล้เคียงกับสาขาที่ตำแหน่งงานรับสมัคร",
        ),
        "field_other": (
            "the field of study is none of those the vacancy accepts",
            "สาขาที่สำเร็จการศึกษาไม่ใช่สาขาที่ตำแหน่งงานรับสมัคร",
        ),
        "field_usual": (
            "the field of study is usual in this occupation (Montt 2015)",
            "สาขาที่สำเร็จการศึกษาสอดคล้องกับอาชีพนี้ (Montt 2015)",
        ),
        "field_unusual": (
            "the field of study is unusual in this occupation (Montt 2015)",
            "สาขาที่สำเร็จการศึกษาไม่สอดคล้องกับอาชีพนี้ (Montt 2015)",
        ),
        "skills_met": (
            "every skill asked for is shown",
            "มีทักษะครบทุกรายการที่ตำแหน่งงานต้องการ",
        ),
        "skills_partly_met": (
            "some of the skills asked for are shown",
            "มีทักษะบางรายการที่ตำแหน่งงานต้องการ",
        ),
        "skills_missing": (
            "none of the skills asked for is shown",
            "ไม่พบทักษะที่ตำแหน่งงานต้องการ",
        ),
        "level_same": (
            "the level of education is the one the job calls for",
            "ระดับการศึกษาตรงกับที่ตำแหน่งงานต้องการ",
        ),
        "level_above": (
            "the level of education is above the one the job calls for",
            "ระดับการศึกษาสูงกว่าที่ตำแหน่งงานต้องการ",
        ),
        "level_below": (
            "the level of education is below the one the job calls for",
            "ระดับการศึกษาต่ำกว่าที่ตำแหน่งงานต้องการ",
        ),
        "occupation_same": (
            "the graduate's occupation is that of the vacancy",
            "อาชีพของผู้สำเร็จการศึกษาตรงกับอาชีพของตำแหน่งงาน",
        ),
        "occupation_near": (
            "the graduate's occupation is close to that of the vacancy",
            "อาชีพของผู้สำเร็จการศึกษาใกล้เคียงกับอาชีพของตำแหน่งงาน",
        ),
        "occupation_other": (
            "the graduate's occupation is another than that of the vacancy",
            "อาชีพของผู้สำเร็จการศึกษาต่างจากอาชีพของตำแหน่งงาน",
        ),
        "region_same_province": (
            "the graduate's place is in the province of the vacancy",
            "ผู้สำเร็จการศึกษาอยู่ในจังหวัดเดียวกับตำแหน่งงาน",
        ),
        "region_same_nso": (
            "the graduate's place is in the region of the vacancy",
            "ผู้สำเร็จการศึกษาอยู่ในภาคเดียวกับตำแหน่งงาน",
        ),
        "region_elsewhere": (
            "the graduate's place is far from the vacancy; willingness to move is not known",
            "ผู้สำเร็จการศึกษาอยู่ไกลจากตำแหน่งงาน และไม่ทราบความสมัครใจในการย้ายที่อยู่",
        ),
        "experience_enough": (
            "the years since graduation allow for the experience asked for",
            "ระยะเวลาหลังสำเร็จการศึกษาเพียงพอสำหรับประสบการณ์ที่ตำแหน่งงานต้องการ",
        ),
        "experience_short": (
            "the years since graduation are fewer than the experience asked for",
            "ระยะเวลาหลังสำเร็จการศึกษาน้อยกว่าประสบการณ์ที่ตำแหน่งงานต้องการ",
        ),
        "pay_enough": (
            "the pay offered is no less than what the graduate has now",
            "ค่าตอบแทนที่เสนอไม่น้อยกว่าที่ผู้สำเร็จการศึกษาได้รับอยู่",
        ),
        "pay_short": (
            "the pay offered is less than what the graduate has now",
            "ค่าตอบแทนที่เสนอน้อยกว่าที่ผู้สำเร็จการศึกษาได้รับอยู่",
        ),
        "unknown": (
            "not known on both sides, so left out of the score",
            "ไม่มีข้อมูลครบทั้งสองฝ่าย จึงไม่นำมาคิดคะแนน",
        ),
    }.items()
}
