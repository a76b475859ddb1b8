"""The structure of a published table as an SDMX-JSON 2.0 message: what SDMX-CSV's columns mean.

https://github.com/sdmx-twg/sdmx-json (structure message): a data structure with its concepts and
code lists, names in Thai and English.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from services.reporting.data_sets import DataSet, Dimension, Publication
from services.reporting.exports import sdmx_codes
from services.reporting.exports.sdmx_codes import AGENCY, INDICATOR, code_id, component_id
from services.reporting.exports.sdmx_csv import FIGURE_ATTRIBUTES, PROVENANCE_ATTRIBUTES
from services.reporting.labels import Labels

MEDIA_TYPE = "application/vnd.sdmx.structure+json"
SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/"
    "2.0.0/sdmx-json-structure-schema.json"
)
_MODEL = "urn:sdmx:org.sdmx.infomodel"
_CONCEPTS = "CONCEPTS"

_CROSS_DOMAIN: Mapping[str, dict[str, Labels]] = {
    "CL_OBS_STATUS": {
        "A": {"th": "ค่าปกติ", "en": "Normal value"},
        "U": {"th": "ความน่าเชื่อถือต่ำ", "en": "Low reliability"},
        "Q": {"th": "ค่าที่ถูกปกปิด", "en": "Missing value; suppressed"},
        "M": {"th": "ไม่มีค่า เพราะไม่เข้าข่าย", "en": "Missing value; data cannot exist"},
        "L": {
            "th": "ไม่มีค่า เพราะไม่ได้เก็บข้อมูล",
            "en": "Missing value; data exist but were not collected",
        },
    },
    "CL_CONF_STATUS": {
        "F": {"th": "เผยแพร่ได้", "en": "Free (free for publication)"},
        "C": {"th": "ข้อมูลลับทางสถิติ", "en": "Confidential statistical information"},
    },
}


def to_structure(publication: Publication, data_set: DataSet) -> bytes:
    """The message that `STRUCTURE_ID` of the table's SDMX-CSV refers to."""
    made = _Structure(publication, data_set)
    return msgspec.json.encode(
        {
            "meta": {
                "schema": SCHEMA,
                "id": code_id(f"{made.id}-{made.version}".replace(".", "-")),
                "prepared": _moment(publication.issued),
                "test": publication.synthetic,
                "contentLanguages": ["en", "th"],
                "sender": {"id": AGENCY},
            },
            "data": {
                "dataStructures": [made.data_structure()],
                "conceptSchemes": [made.concepts()],
                "codelists": list(made.code_lists()),
            },
        }
    )


class _Structure:
    """The parts of one message, which refer to each other by name and version."""

    def __init__(self, publication: Publication, data_set: DataSet) -> None:
        self.version = sdmx_codes.structure_version(publication)
        self.data_set = data_set
        self.definition = data_set.definition
        self.id = component_id(data_set.definition.id)

    def data_structure(self) -> dict[str, Any]:
        dimensions = [self._coded(d.name.upper(), self._list(d.name)) for d in self._dimensions()]
        dimensions.append(self._coded(INDICATOR, self._list(INDICATOR)))
        for place, dimension in enumerate(dimensions):
            dimension["position"] = place
        measure = {"id": "OBS_VALUE", "conceptIdentity": self._concept("OBS_VALUE")}
        numeric = {"localRepresentation": {"format": {"dataType": "Double"}}}
        return {
            **self._artefact(self.id, self.definition.titles),
            "dataStructureComponents": {
                "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions},
                "measureList": {"id": "MeasureDescriptor", "measures": [measure | numeric]},
                "attributeList": {
                    "id": "AttributeDescriptor",
                    "attributes": list(self._attributes()),
                },
            },
        }

    def concepts(self) -> dict[str, Any]:
        named = {d.name.upper(): d.labels for d in self._dimensions()}
        named[INDICATOR] = {"th": "ตัวชี้วัด", "en": "indicator"}
        for name in ("OBS_VALUE", "OBS_STATUS", "CONF_STATUS", *_TEXT_ATTRIBUTES):
            named[name] = {"th": name, "en": name.lower().replace("_", " ")}
        found = [_item(name, labels) for name, labels in named.items()]
        titles: Labels = {"th": "แนวคิดของ LMIS", "en": "Concepts of LMIS"}
        return {**self._artefact(_CONCEPTS, titles), "concepts": found}

    def code_lists(self) -> Iterator[dict[str, Any]]:
        for dimension in self._dimensions():
            codes = list(_codes(dimension))
            name = self._list(dimension.name)
            yield {**self._artefact(name, dimension.labels), "codes": codes}
        titles: Labels = {"th": "ตัวชี้วัด", "en": "indicators"}
        codes = [_item(i.id, i.labels, i.definition) for i in self.definition.indicators]
        yield {**self._artefact(self._list(INDICATOR), titles), "codes": codes}
        for name, listed in _CROSS_DOMAIN.items():
            own: Labels = {"th": name, "en": name}
            codes = [_item(code, labels) for code, labels in listed.items()]
            yield {**self._artefact(name, own), "codes": codes}

    def _dimensions(self) -> tuple[Dimension, ...]:
        return self.data_set.dimensions

    def _attributes(self) -> Iterator[dict[str, Any]]:
        observation: dict[str, Any] = {"attributeRelationship": {"observation": {}}}
        for name, listed in (("OBS_STATUS", "CL_OBS_STATUS"), ("CONF_STATUS", "CL_CONF_STATUS")):
            yield self._coded(name, listed) | observation
        for name in _TEXT_ATTRIBUTES:
            kind = "String" if name in _TEXTUAL else "Double"
            yield {
                "id": name,
                "conceptIdentity": self._concept(name),
                "localRepresentation": {"format": {"dataType": kind}},
            } | observation

    def _artefact(self, name: str, titles: Labels) -> dict[str, Any]:
        return {"agencyID": AGENCY, "version": self.version, **_item(name, titles)}

    def _coded(self, name: str, listed: str) -> dict[str, Any]:
        reference = f"{_MODEL}.codelist.Codelist={AGENCY}:{listed}({self.version})"
        return {
            "id": name,
            "conceptIdentity": self._concept(name),
            "localRepresentation": {"enumeration": reference},
        }

    def _concept(self, name: str) -> str:
        return f"{_MODEL}.conceptscheme.Concept={AGENCY}:{_CONCEPTS}({self.version}).{name}"

    def _list(self, name: str) -> str:
        return f"CL_{self.id}_{name.upper()}"


_TEXTUAL = ("REASON", *(name.upper() for name in PROVENANCE_ATTRIBUTES))
_TEXT_ATTRIBUTES = (*FIGURE_ATTRIBUTES, *(name.upper() for name in PROVENANCE_ATTRIBUTES))


def _item(name: str, labels: Labels, about: Labels | None = None) -> dict[str, Any]:
    item: dict[str, Any] = {"id": name, "name": labels["en"], "names": dict(labels)}
    if about:
        item |= {"description": about["en"], "descriptions": dict(about)}
    return item


def _codes(dimension: Dimension) -> Iterator[dict[str, Any]]:
    for member in dimension.members:
        item = _item(code_id(member.code), member.labels)
        yield item | {"parent": code_id(member.parent)} if member.parent else item


def _moment(issued: str) -> str:
    """SDMX wants date and time."""
    return issued if "T" in issued else f"{issued}T00:00:00Z"
