"""What every export says about itself: which release, made by what, under which licence."""

from collections.abc import Mapping, Sequence

from services.reporting.data_sets import DataSetDefinition, Extract, Publication
from services.reporting.figures import CONFIDENCE
from services.reporting.labels import Labels

LICENCE = "CC-BY-4.0"
"""The identifier that SPDX gives the licence of all published figures."""
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"

SYNTHETIC: Labels = {
    "th": "ข้อมูลสังเคราะห์เพื่อการสาธิต ห้ามนำไปใช้อ้างอิงหรือตัดสินใจ",
    "en": "Synthetic demonstration figures: not to be cited or acted upon",
}
PROVISIONAL: Labels = {
    "th": "ตัวเลขชั่วคราว ยังไม่ได้เผยแพร่เป็นทางการ",
    "en": "Provisional figures that no release holds yet",
}
SUPPRESSED: Labels = {
    "th": "ตัวเลขที่ถูกปกปิดไม่ใช่ศูนย์ และชุดข้อมูลย่อยที่ไม่ปรากฏคือไม่มีข้อมูลเลย",
    "en": "A suppressed figure is not zero; a combination that is not listed has no record",
}


def versions(publication: Publication) -> dict[str, object]:
    """The versions of what made the figures."""
    return {
        "method": publication.method,
        "taxonomy": {name: list(found) for name, found in publication.taxonomies.items()},
        "model": {name: list(found) for name, found in publication.models.items()},
        "data": publication.data,
    }


def facts(extract: Extract) -> dict[str, object]:
    """What holds for the whole extract, beside its figures."""
    publication = extract.publication
    return {
        "data_set": extract.data_set.definition.id,
        "version": publication.version,
        "provisional": publication.is_live,
        "synthetic": publication.synthetic,
        "issued": publication.issued,
        "versions": versions(publication),
        "confidence": CONFIDENCE,
        **_noise(publication),
        "licence": LICENCE_URL,
        "citation": citation(publication, extract.data_set.definition),
    }


def _noise(publication: Publication) -> dict[str, object]:
    if not publication.pay_epsilon:
        return {}
    return {"pay_epsilon": publication.pay_epsilon, "pay_loss": publication.pay_loss}


def columns(publication: Publication, definition: DataSetDefinition) -> dict[str, str]:
    """The same facts as text, for forms that have nothing but columns."""
    return {
        "data_set": definition.id,
        "release": publication.version,
        "issued": publication.issued,
        "provisional": _spelt(publication.is_live),
        "synthetic": _spelt(publication.synthetic),
        "confidence": str(CONFIDENCE),
        "method_version": publication.method,
        "taxonomy_version": _listed(publication.taxonomies),
        "model_version": _listed(publication.models),
        "data_version": publication.data or "",
        "licence": LICENCE,
        "citation": citation(publication, definition),
    }


def citation(publication: Publication, definition: DataSetDefinition) -> str:
    """How the table is cited, in English."""
    kind = "provisional figures" if publication.is_live else f"release {publication.version}"
    warning = f" {SYNTHETIC['en']}." if publication.synthetic else ""
    return f"{definition.titles['en']} ({definition.id}), {kind}, {publication.issued}.{warning}"


def notes(publication: Publication) -> list[Labels]:
    """What a reader must know before any figure, the gravest first."""
    grave = [SYNTHETIC] if publication.synthetic else []
    noise = [pay_note(publication)] if publication.pay_epsilon else []
    return [*grave, *([PROVISIONAL] if publication.is_live else []), *noise, SUPPRESSED]


def pay_note(publication: Publication) -> Labels:
    """That percentiles of graduates' pay come with noise, and what they cost."""
    epsilon, loss = (f"{x:g}" for x in (publication.pay_epsilon, publication.pay_loss))
    return {
        "th": "เปอร์เซ็นไทล์รายได้ของผู้สำเร็จการศึกษามีค่ารบกวนเพื่อคุ้มครองความเป็นส่วนตัว "
        f"(differential privacy) ε = {epsilon} ต่อเซลล์ รวมทั้งรุ่นเผยแพร่ไม่เกิน {loss} ต่อคน",
        "en": "Percentiles of graduates' pay carry differentially private noise: "
        f"ε = {epsilon} for a cell, at most {loss} for a person in the whole release",
    }


def _spelt(value: bool) -> str:
    return "true" if value else "false"


def _listed(versions: Mapping[str, Sequence[str]]) -> str:
    """`{"isco": ["ISCO-08"]}` -> `isco ISCO-08`."""
    return "; ".join(f"{name} {' '.join(found)}" for name, found in sorted(versions.items()))
