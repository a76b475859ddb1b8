"""The fields that Thailand's Government Data Catalog asks of a statistical data set.

Names and permitted values are those of the catalogue's CKAN schema (data_type ข้อมูลสถิติ); years are
of the Buddhist era, as it writes them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.reporting.catalogue.listing import Listing, years
from services.reporting.data_sets import DataSet
from services.reporting.data_sets.definition import Unit
from services.reporting.exports import FORMATS
from services.reporting.labels import BUDDHIST_OFFSET, Labels

Value = str | list[str]

_UNITS: Mapping[Unit, str] = {
    "persons": "คน", "records": "รายการ", "percent": "ร้อยละ", "points": "จุดร้อยละ", "baht": "บาท",
    "ratio": "อัตราส่วน", "index": "ดัชนี", "days": "วัน", "years": "ปี",
}  # fmt: skip
_DISAGGREGATED = {
    "level": "ระดับการศึกษา",
    "occupation": "อาชีพ",
    "industry": "อุตสาหกรรม/ประเภทกิจการ",
    "region": "ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่",
}
_KNOWN_FORMS = {"csv": "CSV", "json": "JSON", "xlsx": "XLS"}
OTHER = "อื่นๆ"


@dataclass(frozen=True)
class Field:
    """One field: its name in the schema, how it is headed, and what it says of a table."""

    name: str
    labels: Labels
    value: Callable[[DataSet, Listing], Value]


def values(data_set: DataSet, listing: Listing) -> dict[str, Value]:
    """What all the fields say of a table."""
    return {field.name: field.value(data_set, listing) for field in FIELDS}


def _always(value: Value) -> Callable[[DataSet, Listing], Value]:
    return lambda _data_set, _listing: value


def _source(_: DataSet, listing: Listing) -> str:
    given = listing.publication.sources
    return (
        f"สถานศึกษา {given.get('graduates', 0)} แห่ง และนายจ้าง {given.get('vacancies', 0)} แห่ง "
        "ที่ส่งข้อมูลเข้าระบบ"
    )


def _coverage(data_set: DataSet, _: Listing) -> str:
    by_region = any(dimension.name == "region" for dimension in data_set.dimensions)
    return "จังหวัด" if by_region else "ประเทศ"


def _year(place: int) -> Callable[[DataSet, Listing], Value]:
    def told(data_set: DataSet, _: Listing) -> str:
        covered = years(data_set)
        return str(covered[place] + BUDDHIST_OFFSET) if covered else ""

    return told


def _disaggregate(data_set: DataSet, _: Listing) -> list[str]:
    named = (_DISAGGREGATED.get(dimension.name, OTHER) for dimension in data_set.dimensions)
    return list(dict.fromkeys(named))


def _disaggregate_other(data_set: DataSet, _: Listing) -> str:
    others = (d.labels["th"] for d in data_set.dimensions if d.name not in _DISAGGREGATED)
    return ", ".join(others)


def _units(data_set: DataSet, _: Listing) -> str:
    return ", ".join(dict.fromkeys(_UNITS[i.unit] for i in data_set.definition.indicators))


def _calculation(data_set: DataSet, _: Listing) -> str:
    indicators = data_set.definition.indicators
    return "\n".join(f"{i.labels['th']} ({i.id}) = {i.formula}" for i in indicators)


def _standard(data_set: DataSet, _: Listing) -> str:
    return ", ".join(dict.fromkeys(d.classification for d in data_set.dimensions))


def _released(_: DataSet, listing: Listing) -> str:
    return listing.publication.issued[:10]


FIELDS: tuple[Field, ...] = (
    Field("data_type", {"th": "ประเภทชุดข้อมูล", "en": "Data type"}, _always("ข้อมูลสถิติ")),
    Field("objective", {"th": "วัตถุประสงค์", "en": "Objective"}, _always(["พันธกิจหน่วยงาน"])),
    Field(
        "update_frequency_unit",
        {"th": "หน่วยความถี่ของการปรับปรุงข้อมูล", "en": "Update frequency unit"},
        _always(OTHER),
    ),
    Field(
        "update_frequency_unit_other",
        {"th": "หน่วยความถี่อื่น", "en": "Other update frequency unit"},
        _always("ทุกครั้งที่ออกชุดเผยแพร่ใหม่"),
    ),
    Field(
        "update_frequency_interval",
        {"th": "ค่าความถี่ของการปรับปรุงข้อมูล", "en": "Update frequency interval"},
        _always("1"),
    ),
    Field("geo_coverage", {"th": "ขอบเขตเชิงพื้นที่", "en": "Geographic coverage"}, _coverage),
    Field("data_source", {"th": "แหล่งที่มา", "en": "Data source"}, _source),
    Field(
        "data_format",
        {"th": "รูปแบบการเก็บข้อมูล", "en": "Data format"},
        _always([*_KNOWN_FORMS.values(), OTHER]),
    ),
    Field(
        "data_format_other",
        {"th": "รูปแบบอื่น", "en": "Other data format"},
        _always(", ".join(name for name in FORMATS if name not in _KNOWN_FORMS)),
    ),
    Field(
        "data_category",
        {"th": "หมวดหมู่ข้อมูลตามธรรมาภิบาลข้อมูลภาครัฐ", "en": "Data category"},
        _always("ข้อมูลสาธารณะ"),
    ),
    Field(
        "license_id", {"th": "สัญญาอนุญาต", "en": "Licence"}, _always("Creative Commons Attributions")
    ),
    Field("data_language", {"th": "ภาษาที่ใช้", "en": "Language"}, _always(["ไทย", "อังกฤษ"])),
    Field("first_year_of_data", {"th": "ปีข้อมูลที่เริ่มต้น", "en": "First year of data"}, _year(0)),
    Field("last_year_of_data", {"th": "ปีข้อมูลล่าสุด", "en": "Last year of data"}, _year(1)),
    Field("disaggregate", {"th": "การจัดจำแนก", "en": "Disaggregation"}, _disaggregate),
    Field(
        "disaggregate_other",
        {"th": "การจัดจำแนกอื่น", "en": "Other disaggregation"},
        _disaggregate_other,
    ),
    Field("unit_of_measure", {"th": "หน่วยวัด", "en": "Unit of measure"}, _units),
    Field("unit_of_multiplier", {"th": "หน่วยตัวคูณ", "en": "Unit multiplier"}, _always("หน่วย")),
    Field("calculation_method", {"th": "วิธีการคำนวณ", "en": "Calculation method"}, _calculation),
    Field("standard", {"th": "มาตรฐานการจัดทำข้อมูล", "en": "Standard"}, _standard),
    Field(
        "data_release_calendar",
        {"th": "วันที่กำหนดเผยแพร่ข้อมูล", "en": "Data release date"},
        _released,
    ),
    Field("official_statistics", {"th": "สถิติทางการ", "en": "Official statistics"}, _always("ไม่ใช่")),
)
