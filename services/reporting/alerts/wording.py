"""An alert in one sentence, in Thai and English."""

from collections.abc import Mapping

from services.reporting.alerts.reading import Reading
from services.reporting.alerts.rules import Comparison, Rule
from services.reporting.data_sets import TOTAL, DataSet, Publication
from services.reporting.labels import Labels
from shared.taxonomy.tables import Language

LANGUAGES: tuple[Language, ...] = ("th", "en")

_COMPARED: Mapping[Comparison, Labels] = {
    "above": {"th": "สูงกว่า {threshold}", "en": "above {threshold}"},
    "below": {"th": "ต่ำกว่า {threshold}", "en": "below {threshold}"},
    "changes_by": {
        "th": "เปลี่ยนไปอย่างน้อย {threshold} จาก {reference}",
        "en": "at least {threshold} away from {reference}",
    },
}
_RULE: Labels = {"th": "เกณฑ์: {compared}", "en": "rule: {compared}"}
_LIVE: Labels = {"th": "ตัวเลขปัจจุบันที่ยังไม่เผยแพร่เป็นทางการ", "en": "live figures, not yet released"}
_RELEASE: Labels = {"th": "ฉบับเผยแพร่ {version}", "en": "release {version}"}
_LOW: Labels = {"th": "คำนวณจากข้อมูลจำนวนน้อย", "en": "rests on few observations"}
_SYNTHETIC: Labels = {"th": "ข้อมูลจำลองเพื่อสาธิต", "en": "synthetic demonstration data"}
_NO_VALUE: Labels = {"th": "ไม่มีตัวเลขเผยแพร่", "en": "no figure published"}
_UNITS: Mapping[str, Labels] = {
    "percent": {"th": " %", "en": " %"},
    "points": {"th": " จุดร้อยละ", "en": " percentage points"},
    "baht": {"th": " บาท", "en": " baht"},
    "days": {"th": " วัน", "en": " days"},
    "years": {"th": " ปี", "en": " years"},
}
_NO_UNIT: Labels = {"th": "", "en": ""}


def texts(
    rule: Rule, publication: Publication, reading: Reading, reference: float | None
) -> Labels:
    """What the figure is, of whom, how it stands to the rule, and whose word that is."""
    return {
        language: _sentence(rule, publication, reading, reference, language)
        for language in LANGUAGES
    }


def _sentence(
    rule: Rule,
    publication: Publication,
    reading: Reading,
    reference: float | None,
    language: Language,
) -> str:
    data_set = publication.data_sets[rule.data_set]
    where = ", ".join(_members(data_set, reading.codes, language))
    name = reading.indicator.labels[language] + (f" ({where})" if where else "")
    unit = _UNITS.get(reading.indicator.unit, _NO_UNIT)[language]
    compared = _COMPARED[rule.comparison][language].format(
        threshold=f"{rule.threshold:,.12g}{unit}",
        reference=_stated(reference, reading, language),
    )
    origin = _LIVE if publication.is_live else _RELEASE
    said = [f"{name}: {_stated(reading.value, reading, language)}"]
    said.append(_RULE[language].format(compared=compared))
    said.append(origin[language].format(version=publication.version))
    said += [_LOW[language]] if reading.status == "low" else []
    said += [_SYNTHETIC[language]] if publication.synthetic else []
    return "; ".join(said)


def _members(data_set: DataSet, codes: Mapping[str, str], language: Language) -> list[str]:
    found = []
    for dimension in data_set.dimensions:
        code = codes[dimension.name]
        if code != TOTAL:
            member = dimension.members[dimension.position[code]]
            found.append(f"{dimension.labels[language]}: {member.labels[language]}")
    return found


def _stated(value: float | None, reading: Reading, language: Language) -> str:
    if value is None:
        return _NO_VALUE[language]
    number = f"{value:,.{reading.indicator.decimals}f}"
    return number + _UNITS.get(reading.indicator.unit, _NO_UNIT)[language]
