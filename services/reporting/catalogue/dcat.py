"""The catalogue as a DCAT 3 graph, in the terms that DCAT-AP 3 asks for.

https://www.w3.org/TR/vocab-dcat-3/, https://semiceu.github.io/DCAT-AP/releases/3.0.0/. A table is
a dataset whose versions, one a release, form a series; every node has an address, none is blank.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from services.reporting.catalogue.distributions import DCAT, R5R, SPDX, Distributions
from services.reporting.catalogue.listing import (
    Addresses,
    Edition,
    Listing,
    Publisher,
    keywords,
    years,
)
from services.reporting.data_sets import DataSet
from services.reporting.exports.about import SYNTHETIC, notes
from services.reporting.labels import Labels

ADMS = Namespace("http://www.w3.org/ns/adms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = Namespace("http://publications.europa.eu/resource/authority/")
FREQUENCY, PUBLIC, THAILAND = EU["frequency/IRREG"], EU["access-right/PUBLIC"], EU["country/THA"]
"""Releases are made when they are made, for everybody, of Thailand."""

TITLES: Labels = {"th": "คลังสถิติตลาดแรงงานของ {}", "en": "Labour-market statistics of {}"}
ABOUT: Labels = {
    "th": "บัณฑิต ตำแหน่งงาน และความสอดคล้องระหว่างกัน เป็นตัวเลขที่เผยแพร่แล้วเท่านั้น",
    "en": "Graduates, vacancies and how well they fit, as published figures only",
}
_PREFIXES = {
    "adms": ADMS, "dcat": DCAT, "dcatap": R5R, "dcterms": DCTERMS, "foaf": FOAF, "rdf": RDF,
    "skos": SKOS, "spdx": SPDX, "vcard": VCARD, "xsd": XSD,
}  # fmt: skip
_LANGUAGES = {"th": EU["language/THA"], "en": EU["language/ENG"]}
_THEMES: Mapping[URIRef, Labels] = {
    EU["data-theme/SOCI"]: {"th": "ประชากรและสังคม", "en": "Population and society"},
    EU["data-theme/EDUC"]: {
        "th": "การศึกษา วัฒนธรรม และกีฬา",
        "en": "Education, culture and sport",
    },
}
_TAXONOMY = EU["data-theme"]


def graph(listing: Listing, at: Addresses) -> Graph:
    """All that is listed."""
    made = _Catalogue(listing, at)
    made.catalogue()
    for data_set in listing:
        made.data_set(data_set)
    return made.graph


class _Catalogue:
    """The graph while it grows, with the nodes that many others point to."""

    def __init__(self, listing: Listing, at: Addresses) -> None:
        self.listing, self.at, self.graph = listing, at, Graph(bind_namespaces="none")
        self.node = URIRef(at.catalogue)
        self.service = URIRef(f"{at.catalogue}#interface")
        self.publisher, self.contact = _publisher(self.graph, listing.publisher, at)
        self.distributions = Distributions(self.graph, at, self.service)
        for prefix, namespace in _PREFIXES.items():
            self.graph.bind(prefix, namespace)
        _vocabularies(self.graph)

    def catalogue(self) -> None:
        """The catalogue itself and the interface behind it."""
        name = self.listing.publisher.name
        self._say(self.node, DCTERMS.title, {k: v.format(name) for k, v in TITLES.items()})
        self._say(self.node, DCTERMS.description, ABOUT)
        self._describe(self.node, DCAT.Catalog)
        self.graph.add((self.node, DCAT.themeTaxonomy, _TAXONOMY))
        self.graph.add((self.node, DCTERMS.license, self.distributions.licence))
        self.graph.add((self.node, DCTERMS.modified, _date(self.listing.publication.issued)))
        self.graph.add((self.node, DCAT.service, self.service))
        self.graph.add((self.service, RDF.type, DCAT.DataService))
        self._say(self.service, DCTERMS.title, {"th": "ส่วนต่อประสาน API", "en": "The interface"})
        self.graph.add((self.service, DCAT.endpointURL, URIRef(self.at.interface)))
        self.graph.add((self.service, DCAT.endpointDescription, URIRef(self.at.description)))

    def data_set(self, data_set: DataSet) -> None:
        """The table, whichever release is newest, and its versions."""
        name, version = data_set.definition.id, self.listing.publication.version
        node, editions = URIRef(self.at.data_set(name)), self.listing.editions[name]
        self.graph.add((self.node, DCAT.dataset, node))
        self.graph.add((self.service, DCAT.servesDataset, node))
        self._table(node, data_set)
        self.graph.add((node, DCTERMS.issued, _date(_first(editions) or self._issued)))
        self.graph.add((node, DCTERMS.modified, _date(self._issued)))
        self.graph.add((node, DCAT.version, Literal(version)))
        self.distributions.of(node, name, "live" if self.listing.publication.is_live else "latest")
        if editions:
            self._versions(node, data_set, editions)

    @property
    def _issued(self) -> str:
        return self.listing.publication.issued

    def _versions(self, node: URIRef, data_set: DataSet, editions: Sequence[Edition]) -> None:
        name = data_set.definition.id
        series = URIRef(self.at.series(name))
        self.graph.add((self.node, DCAT.dataset, series))
        self._say(series, DCTERMS.title, data_set.definition.titles)
        self._say(series, DCTERMS.description, data_set.definition.descriptions)
        self._describe(series, DCAT.DatasetSeries)
        for link, edition in ((DCAT.last, editions[0]), (DCAT.first, editions[-1])):
            self.graph.add((series, link, self._address(name, edition)))
        for edition in editions:
            self._version(node, series, data_set, edition)
        for newer, older in pairwise(self._address(name, edition) for edition in editions):
            self.graph.add((newer, DCAT.previousVersion, older))
            self.graph.add((newer, DCAT.prev, older))

    def _version(self, node: URIRef, series: URIRef, data_set: DataSet, edition: Edition) -> None:
        name, release = data_set.definition.id, edition.release
        version = self._address(name, edition)
        titled = {k: f"{v} {release.version}" for k, v in data_set.definition.titles.items()}
        self._say(version, DCTERMS.title, titled)
        self._say(version, DCTERMS.description, data_set.definition.descriptions)
        self._describe(version, DCAT.Dataset)
        self.graph.add((version, DCTERMS.issued, _date(release.issued)))
        self.graph.add((version, DCAT.version, Literal(release.version)))
        self.graph.add((version, DCAT.inSeries, series))
        self.graph.add((version, DCAT.isVersionOf, node))
        self.graph.add((node, DCAT.hasVersion, version))
        if release.synthetic:
            self._say(version, ADMS.versionNotes, SYNTHETIC)
        if release.version == self.listing.publication.version:
            self.distributions.of(version, name, release.version)
        self.distributions.kept(version, edition)

    def _address(self, name: str, edition: Edition) -> URIRef:
        return URIRef(self.at.version(name, edition.release.version))

    def _table(self, node: URIRef, data_set: DataSet) -> None:
        definition = data_set.definition
        warned = notes(self.listing.publication)
        about = {
            language: ". ".join([text, *(note[language] for note in warned)])
            for language, text in definition.descriptions.items()
        }
        self._say(node, DCTERMS.title, definition.titles)
        self._say(node, DCTERMS.description, about)
        self._describe(node, DCAT.Dataset)
        self.graph.add((node, DCTERMS.identifier, Literal(definition.id)))
        for word, language in keywords(data_set):
            self.graph.add((node, DCAT.keyword, Literal(word, lang=language)))
        for dimension in data_set.dimensions:
            standard = URIRef(f"{self.at.catalogue}#{dimension.name}")
            self.graph.add((node, DCTERMS.conformsTo, standard))
            self.graph.add((standard, RDF.type, DCTERMS.Standard))
            self.graph.add((standard, DCTERMS.title, Literal(dimension.classification)))
        self._period(node, data_set)

    def _period(self, node: URIRef, data_set: DataSet) -> None:
        covered = years(data_set)
        if covered is None:
            return
        period = URIRef(f"{node}#period")
        self.graph.add((node, DCTERMS.temporal, period))
        self.graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        self.graph.add((period, DCAT.startDate, _date(f"{covered[0]}-01-01")))
        self.graph.add((period, DCAT.endDate, _date(f"{covered[1]}-12-31")))

    def _describe(self, node: URIRef, kind: URIRef) -> None:
        """What holds for everything listed."""
        self.graph.add((node, RDF.type, kind))
        self.graph.add((node, DCTERMS.publisher, self.publisher))
        self.graph.add((node, DCTERMS.spatial, THAILAND))
        for language in _LANGUAGES.values():
            self.graph.add((node, DCTERMS.language, language))
        if kind == DCAT.Catalog:
            return
        self.graph.add((node, DCAT.contactPoint, self.contact))
        self.graph.add((node, DCTERMS.accrualPeriodicity, FREQUENCY))
        if kind == DCAT.Dataset:
            self.graph.add((node, DCTERMS.accessRights, PUBLIC))
            for theme in _THEMES:
                self.graph.add((node, DCAT.theme, theme))

    def _say(self, node: URIRef, term: URIRef, texts: Labels) -> None:
        for language, text in texts.items():
            self.graph.add((node, term, Literal(text, lang=language)))


def _first(editions: Sequence[Edition]) -> str | None:
    return editions[-1].release.issued if editions else None


def _date(issued: str) -> Literal:
    """A day, or the moment that live figures were made."""
    return Literal(issued, datatype=XSD.dateTime if "T" in issued else XSD.date)


def _publisher(found: Graph, publisher: Publisher, at: Addresses) -> tuple[URIRef, URIRef]:
    agent, contact = URIRef(f"{at.catalogue}#publisher"), URIRef(f"{at.catalogue}#contact")
    name = Literal(publisher.name)
    found.add((agent, RDF.type, FOAF.Agent))
    found.add((agent, FOAF.name, name))
    found.add((contact, RDF.type, VCARD.Organization))
    found.add((contact, RDF.type, VCARD.Kind))
    found.add((contact, VCARD.fn, name))
    found.add((contact, VCARD.hasURL, URIRef(at.base)))
    if publisher.contact:
        found.add((contact, VCARD.hasEmail, URIRef(f"mailto:{publisher.contact}")))
    return agent, contact


def _vocabularies(found: Graph) -> None:
    """What nodes of others' vocabularies are, for readers that do not fetch them."""
    kinds: Mapping[URIRef, Node] = {
        THAILAND: DCTERMS.Location,
        FREQUENCY: DCTERMS.Frequency,
        PUBLIC: DCTERMS.RightsStatement,
        _TAXONOMY: SKOS.ConceptScheme,
        **dict.fromkeys(_LANGUAGES.values(), DCTERMS.LinguisticSystem),
        **dict.fromkeys(_THEMES, SKOS.Concept),
    }
    for node, kind in kinds.items():
        found.add((node, RDF.type, kind))
    found.add((_TAXONOMY, DCTERMS.title, Literal("Data theme", lang="en")))
    for theme, labels in _THEMES.items():
        for language, text in labels.items():
            found.add((theme, SKOS.prefLabel, Literal(text, lang=language)))
