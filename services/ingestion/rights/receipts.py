"""How far an erasure is: what is gone, what goes by when, and what the front door cannot know."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from services.ingestion import store
from services.ingestion.store import Receipt
from shared.contracts.catalogue import DAY_MS, GRADUATES, VACANCIES

State = Literal["gone", "told", "waiting", "by", "not_known"]

REWRITTEN_AFTER = timedelta(days=1)
"""How often the embedded databases are written anew (`shared.db.journal.keep_rewritten`)."""
LOG_DAYS = max(GRADUATES.max_compaction_lag_ms, VACANCIES.max_compaction_lag_ms) // DAY_MS

_TEXTS: dict[str, tuple[str, str]] = {
    # place: (English, Thai)
    "records": (
        "The record's content is deleted from the front door's database; its pseudonym and a "
        "version number stay, so that the erasure cannot be undone by older messages.",
        "ลบเนื้อหาของรายการออกจากฐานข้อมูลรับข้อมูลแล้ว เหลือเพียงนามแฝงและเลขรุ่น "
        "เพื่อไม่ให้ข้อความเก่าทำให้รายการกลับมา",
    ),
    "files": (
        "The record's rows are deleted from the results of uploaded files; a file given before "
        "this erasure and processed after it does not bring the record back, one given later does.",
        "ลบแถวของรายการออกจากผลการตรวจไฟล์แล้ว ไฟล์ที่ส่งมาก่อนการลบและประมวลผลภายหลังจะไม่ทำให้รายการกลับมา "
        "แต่ไฟล์ที่ส่งมาหลังการลบจะทำให้รายการกลับมา",
    ),
    "told": (
        "The other services are told by the log, usually within a second.",
        "แจ้งบริการอื่นผ่านบันทึกเหตุการณ์แล้วหรือกำลังแจ้ง ปกติภายในหนึ่งวินาที",
    ),
    "services": (
        "Matching and reporting delete the record when they read the message, usually within "
        "seconds; the front door is not told when they have.",
        "ระบบจับคู่และระบบรายงานลบรายการเมื่ออ่านข้อความ ปกติภายในไม่กี่วินาที ส่วนรับข้อมูลไม่ได้รับแจ้งกลับว่าลบเมื่อใด",
    ),
    "database_files": (
        "Copies in the files of embedded databases are gone when these are written anew, once a "
        "day. Those in PostgreSQL's files go when the operator has them written anew.",
        "สำเนาที่ค้างในไฟล์ฐานข้อมูลแบบฝังจะหมดไปเมื่อเขียนไฟล์ใหม่วันละครั้ง "
        "ส่วนในไฟล์ของ PostgreSQL จะหมดไปเมื่อผู้ดูแลสั่งเขียนใหม่",
    ),
    "log": (
        "The earlier messages are gone from the log's files when it is compacted, by this time at "
        "the latest.",
        "ข้อความก่อนหน้าจะหมดไปจากไฟล์ของบันทึกเหตุการณ์เมื่อมีการบีบอัด อย่างช้าที่สุดภายในเวลานี้",
    ),
    "releases": (
        "The next release of the figures is made without the record. Releases hold no records, "
        "only protected figures, and are not changed once made.",
        "ตัวเลขที่เผยแพร่ครั้งถัดไปจะไม่มีรายการนี้ ชุดตัวเลขที่เผยแพร่แล้วมีเพียงตัวเลขที่ปกป้องความลับ "
        "ไม่มีรายการรายบุคคล และไม่ถูกแก้ไขภายหลัง",
    ),
    "backups": (
        "Backups that the operator makes are kept as long as the operator says; the front door "
        "does not know of them.",
        "ข้อมูลสำรองที่ผู้ดูแลระบบทำไว้เก็บตามระยะเวลาที่ผู้ดูแลกำหนด ส่วนรับข้อมูลไม่ทราบเรื่องนี้",
    ),
}


def progress(connection: Connection, receipt: Receipt) -> list[dict[str, Any]]:
    """Each place that held the records, in the order in which they go from it."""
    waiting = store.untold(connection, store.record_table(receipt.kind), receipt.id)
    return list(_places(receipt, waiting, connection.dialect.name == "sqlite"))


def _places(receipt: Receipt, waiting: int, is_embedded: bool) -> Iterator[dict[str, Any]]:
    erased_at = datetime.fromisoformat(receipt.erased_at)
    yield _place("records", "gone", erased_at)
    yield _place("files", "gone", erased_at)
    yield {**_place("told", "waiting" if waiting else "told"), "waiting": waiting}
    yield _place("services", "not_known")
    if is_embedded:
        yield _place("database_files", "by", erased_at + REWRITTEN_AFTER)
    else:
        yield _place("database_files", "not_known")
    yield _place("log", "by", erased_at + timedelta(days=LOG_DAYS))
    yield _place("releases", "not_known")
    yield _place("backups", "not_known")


def _place(name: str, state: State, when: datetime | None = None) -> dict[str, Any]:
    english, thai = _TEXTS[name]
    at = None if when is None else when.isoformat(timespec="milliseconds")
    return {"place": name, "state": state, "at": at, "about": {"th": thai, "en": english}}
