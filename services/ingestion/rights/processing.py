"""The register of processing as data: what is kept of persons, why, where, and for how long."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import msgspec
import yaml

from services.ingestion.rights.receipts import LOG_DAYS, REWRITTEN_AFTER
from shared.contracts import Graduate

LAW = {
    "th": "พระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562",
    "en": "Personal Data Protection Act B.E. 2562 (2019)",
}


def register(
    publisher: str, contact: str, retention_years: int, results_days: int
) -> dict[str, Any]:
    """The register with what the settings and the program say."""
    described = descriptions()
    return {
        "law": LAW,
        "controller": {"name": publisher, "contact": contact or None},
        "record_of_processing": "39",
        **{name: described[name] for name in described if name not in ("fields", "bases")},
        "purposes": [_purpose(described, purpose) for purpose in described["purposes"]],
        "fields": [
            {"name": name, **described["fields"][name]} for name in contract_fields(Graduate)
        ],
        "retention": _retention(retention_years, results_days),
    }


@cache
def descriptions() -> Mapping[str, Any]:
    """What is written of the register by hand."""
    text = (files("services.ingestion.rights") / "processing.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.safe_load(text)
    return read


def contract_fields(struct: type[msgspec.Struct], prefix: str = "") -> Iterator[str]:
    """The names of all that an event tells of a record, those inside others with dots."""
    for field in msgspec.structs.fields(struct):
        inner = [t for t in (field.type, *get_args(field.type)) if _is_struct(t)]
        if inner:
            yield from contract_fields(inner[0], f"{prefix}{field.name}.")
        else:
            yield f"{prefix}{field.name}"


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _purpose(described: Mapping[str, Any], purpose: Mapping[str, Any]) -> dict[str, Any]:
    return {**purpose, "bases": [described["bases"][name] for name in purpose["bases"]]}


def _retention(years: int, results_days: int) -> list[dict[str, Any]]:
    return [
        {
            "what": "records",
            "years": years or None,
            "th": "นับจากวันที่ส่งหรือแก้ไขเนื้อหาครั้งสุดท้าย หรือจนกว่าจะขอลบ",
            "en": "from the day the content was last given or changed, or until it is to be erased",
        },
        {
            "what": "log",
            "days": LOG_DAYS,
            "th": "เวลาสูงสุดที่ข้อความเก่าของรายการที่ลบแล้วอยู่ในบันทึกเหตุการณ์",
            "en": "longest time that messages of an erased record stay on the log",
        },
        {
            "what": "database_files",
            "days": REWRITTEN_AFTER.days,
            "th": "เวลาสูงสุดที่สำเนาค้างในไฟล์ฐานข้อมูลแบบฝัง",
            "en": "longest time that copies stay in the files of embedded databases",
        },
        {
            "what": "results",
            "days": results_days,
            "th": "ผลการตรวจไฟล์และแถวที่ไม่ผ่าน นับจากวันที่ประมวลผลเสร็จ",
            "en": "results of uploaded files and their rejected rows, from the end of processing",
        },
        {
            "what": "receipts",
            "years": None,
            "th": "ใบรับการลบและบันทึกการเข้าถึงเก็บไว้เป็นหลักฐาน มีเพียงนามแฝง",
            "en": "receipts of erasures and the audit log stay as proof; they hold pseudonyms only",
        },
    ]
