"""What can be wrong with a file of records, its rows or the profile it is read with, in English
and Thai."""

FILE_TEXTS: dict[str, tuple[str, str]] = {
    # code: (English, Thai)
    # the whole file, or the rest of it
    "empty_file": ("the file is empty or has no header", "ไฟล์ว่างเปล่าหรือไม่มีหัวตาราง"),
    "no_table": (
        "the file is neither CSV, JSON nor an Excel workbook (.xlsx)",
        "ไฟล์ไม่ใช่ CSV, JSON หรือ Excel (.xlsx)",
    ),
    "no_postings": (
        "no job posting (schema.org JobPosting) stands in the file",
        "ไม่พบประกาศงาน (schema.org JobPosting) ในไฟล์",
    ),
    "old_workbook": (
        "the workbook is in Excel's old format (.xls) or under a password; save it as .xlsx "
        "without a password",
        "ไฟล์ Excel เป็นรูปแบบเก่า (.xls) หรือมีรหัสผ่าน โปรดบันทึกเป็น .xlsx ที่ไม่มีรหัสผ่าน",
    ),
    "broken_workbook": (
        "the workbook cannot be read: {reason}",
        "อ่านไฟล์ Excel ไม่ได้: {reason}",
    ),
    "no_sheet": (
        "the workbook has no sheet {value} that is shown",
        "ไฟล์ Excel ไม่มีแผ่นงาน {value} ที่แสดงอยู่",
    ),
    "broken_gzip": ("is not well-formed gzip: {reason}", "ไม่ใช่ gzip ที่ถูกต้อง: {reason}"),
    "unpacks_too_far": (
        "unpacks to far more than it holds (above {max} times, or above what is taken)",
        "เมื่อคลายแล้วมีขนาดใหญ่ผิดปกติ (เกิน {max} เท่า หรือเกินขนาดที่รับได้)",
    ),
    "no_header": (
        "the first row must hold the columns' names, but a number, a day or somebody's data stands "
        "there; put a row of names above the others",
        "แถวแรกต้องเป็นชื่อคอลัมน์ แต่พบตัวเลข วันที่ หรือข้อมูลของบุคคล โปรดเพิ่มแถวชื่อคอลัมน์ไว้เหนือแถวอื่น",
    ),
    "missing_columns": (
        "has no column {columns}, which the profile reads",
        "ไม่มีคอลัมน์ {columns} ที่โปรไฟล์ต้องใช้",
    ),
    "column_twice": ("has column {columns} twice", "มีคอลัมน์ {columns} ซ้ำกัน"),
    "too_many_columns": (
        "has {found} columns; at most {max} are taken",
        "มี {found} คอลัมน์ รับได้ไม่เกิน {max} คอลัมน์",
    ),
    # what the owner should know of a file that was read
    "read_as": (
        "the profile expects {expected}, but the content is {found} and was read as such",
        "โปรไฟล์ระบุรูปแบบ {expected} แต่เนื้อหาเป็น {found} จึงอ่านตามเนื้อหา",
    ),
    "one_sheet": (
        "only sheet {value} was read, the first that is shown",
        "อ่านเฉพาะแผ่นงาน {value} ซึ่งเป็นแผ่นแรกที่แสดงอยู่",
    ),
    "columns_left_out": (
        "no field is filled from column {columns}",
        "ไม่มีฟิลด์ใดใช้คอลัมน์ {columns}",
    ),
    # one row
    "too_long_line": (
        "is longer than {max} characters, or a quotation mark is not closed",
        "ยาวเกิน {max} ตัวอักษร หรือไม่ได้ปิดเครื่องหมายคำพูด",
    ),
    "unclosed_quote": (
        "a quotation mark is opened and not closed where it should be",
        "มีเครื่องหมายคำพูดเปิดที่ไม่ได้ปิดในตำแหน่งที่ควร",
    ),
    "nul": (
        "holds a NUL character, which no text has",
        "มีอักขระ NUL ซึ่งไม่ควรอยู่ในข้อความ",
    ),
    "cell_error": (
        "a formula shows the error {value}",
        "สูตรในช่องแสดงข้อผิดพลาด {value}",
    ),
    "rounded_reference": (
        "{value} is a number that a spreadsheet has rounded, so that different ones look alike",
        "{value} เป็นเลขที่โปรแกรมตารางคำนวณปัดไว้ เลขที่ต่างกันจึงอาจกลายเป็นเลขเดียวกัน",
    ),
    # a profile
    "profile_name": (
        "must be 1 to 64 lower-case letters, digits, '-' or '_', beginning with a letter or digit",
        "ต้องเป็นตัวพิมพ์เล็ก ตัวเลข '-' หรือ '_' ยาว 1–64 ตัว และขึ้นต้นด้วยตัวอักษรหรือตัวเลข",
    ),
    "profile_shipped": (
        "is the name of a profile that comes with the system",
        "เป็นชื่อโปรไฟล์ที่มากับระบบ",
    ),
    "profile_known": (
        "is the name of a profile that you keep already",
        "เป็นชื่อโปรไฟล์ที่ท่านมีอยู่แล้ว",
    ),
    "profile_fault": ("{reason}", "โปรไฟล์ไม่ถูกต้อง: {reason}"),
    "too_many_profiles": ("at most {max} profiles are kept", "เก็บโปรไฟล์ได้ไม่เกิน {max} รายการ"),
    "too_many_versions": (
        "has {max} versions already; delete it or take another name",
        "มี {max} รุ่นแล้ว โปรดลบหรือใช้ชื่ออื่น",
    ),
    # why a column seems to be a field
    "heading_is": ("the heading is a name of this field", "หัวคอลัมน์เป็นชื่อของฟิลด์นี้"),
    "heading_has": ("the heading holds a name of this field", "หัวคอลัมน์มีชื่อของฟิลด์นี้อยู่"),
    "values_fit": (
        "{share} % of {count} values can be read as this field",
        "ค่า {count} ค่า อ่านเป็นฟิลด์นี้ได้ร้อยละ {share}",
    ),
    "values_do_not_fit": (
        "only {share} % of {count} values can be read as this field",
        "ค่า {count} ค่า อ่านเป็นฟิลด์นี้ได้เพียงร้อยละ {share}",
    ),
    "unknown_words": (
        "the profile must say what these values mean: {values}",
        "ต้องกำหนดในโปรไฟล์ว่าค่าเหล่านี้หมายถึงอะไร: {values}",
    ),
    "could_be": ("it could be any of {fields}", "อาจเป็นฟิลด์ใดฟิลด์หนึ่งใน {fields}"),
    "nothing_known": (
        "neither heading nor values tell what it is",
        "หัวคอลัมน์และค่าไม่บอกว่าเป็นฟิลด์ใด",
    ),
    "personal_column": (
        "it seems to tell who a person is, and is not read",
        "ดูเหมือนเป็นข้อมูลระบุตัวบุคคล จึงไม่อ่าน",
    ),
    "either_way": (
        "day and month could also stand the other way round; the day is taken to come first",
        "วันและเดือนอาจสลับกันได้ ระบบถือว่าวันมาก่อนเดือน",
    ),
    "dates_unclear": (
        "the dates do not tell in which form and era they are written",
        "วันที่ไม่บอกว่าเขียนในรูปแบบและศักราชใด",
    ),
}
