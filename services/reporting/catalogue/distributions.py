"""The forms in which a listed table can be had, as DCAT distributions."""

from pathlib import PurePosixPath

from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from services.reporting.catalogue.listing import Addresses, Edition
from services.reporting.exports import FORMATS, Format
from services.reporting.exports.about import LICENCE_URL
from services.reporting.publication.shelf import KeptFile

DCAT = Namespace("http://www.w3.org/ns/dcat#")
"""Version 3 of it; rdflib's own knows version 2."""
R5R = Namespace("http://data.europa.eu/r5r/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
IANA = "https://www.iana.org/assignments/media-types/"
ZIP = "application/zip"
_FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_FILE_TYPE_OF = {"json": "JSON", "csv": "CSV", "json-stat": "JSON", "sdmx-csv": "CSV",
                 "parquet": "PARQUET", "xlsx": "XLSX"}  # fmt: skip
_AVAILABLE = URIRef("http://publications.europa.eu/resource/authority/planned-availability/STABLE")


class Distributions:
    """Adds to one graph; `service` is the interface that answers queries."""

    def __init__(self, graph: Graph, at: Addresses, service: URIRef) -> None:
        self.graph, self.at, self.service = graph, at, service
        self.licence = URIRef(LICENCE_URL)
        graph.add((self.licence, RDF.type, DCTERMS.LicenseDocument))
        graph.add((_AVAILABLE, RDF.type, SKOS.Concept))
        graph.add((_AVAILABLE, SKOS.prefLabel, Literal("stable", lang="en")))

    def of(self, node: URIRef, name: str, pin: str) -> None:
        """All of the table at one version, in every form that a query answers in."""
        for form in FORMATS.values():
            url = URIRef(self.at.query(name, pin, form.name))
            made = self._offered(node, form.name, url, form.media_type)
            self._form(made, form)
            self.graph.add((made, DCAT.accessService, self.service))
            if form.name == "sdmx-csv":
                structure = URIRef(self.at.structure(name, pin))
                self.graph.add((made, FOAF.page, structure))
                self.graph.add((structure, RDF.type, FOAF.Document))

    def kept(self, node: URIRef, edition: Edition) -> None:
        """The files of a release that hold the table, with their digests, and all in one."""
        version = edition.release.version
        for file in edition.files:
            url = URIRef(self.at.file(version, file.path))
            extension = PurePosixPath(file.path).suffix.removeprefix(".")
            form = next((f for f in FORMATS.values() if f.extension == extension), None)
            media_type = form.media_type if form else "application/octet-stream"
            made = self._offered(node, f"file-{extension}", url, media_type)
            self._checksum(made, file)
            if form:
                self._form(made, form)
        archive = URIRef(self.at.archive(version))
        made = self._offered(node, "archive", archive, ZIP)
        self.graph.add((made, DCAT.packageFormat, _media(self.graph, ZIP)))

    def _offered(self, node: URIRef, part: str, url: URIRef, media_type: str) -> URIRef:
        made = URIRef(f"{node}#{part}")
        self.graph.add((node, DCAT.distribution, made))
        self.graph.add((made, RDF.type, DCAT.Distribution))
        self.graph.add((made, DCTERMS.title, Literal(part, lang="en")))
        self.graph.add((made, DCAT.accessURL, url))
        self.graph.add((made, DCAT.downloadURL, url))
        self.graph.add((made, DCAT.mediaType, _media(self.graph, media_type)))
        self.graph.add((made, DCTERMS.license, self.licence))
        self.graph.add((made, R5R.availability, _AVAILABLE))
        return made

    def _form(self, made: URIRef, form: Format) -> None:
        standard = URIRef(form.standard)
        self.graph.add((made, DCTERMS.conformsTo, standard))
        self.graph.add((standard, RDF.type, DCTERMS.Standard))
        extent = URIRef(f"{_FILE_TYPES}{_FILE_TYPE_OF[form.name]}")
        self.graph.add((made, DCTERMS.format, extent))
        self.graph.add((extent, RDF.type, DCTERMS.MediaTypeOrExtent))

    def _checksum(self, made: URIRef, file: KeptFile) -> None:
        checksum, algorithm = URIRef(f"{made}-checksum"), SPDX["checksumAlgorithm_sha256"]
        self.graph.add((made, SPDX.checksum, checksum))
        self.graph.add((checksum, RDF.type, SPDX.Checksum))
        self.graph.add((checksum, SPDX.algorithm, algorithm))
        self.graph.add((algorithm, RDF.type, SPDX.ChecksumAlgorithm))
        digest = Literal(file.sha256, datatype=XSD.hexBinary)
        self.graph.add((checksum, SPDX.checksumValue, digest))
        size = Literal(file.size, datatype=XSD.nonNegativeInteger)
        self.graph.add((made, DCAT.byteSize, size))


def _media(graph: Graph, media_type: str) -> URIRef:
    node = URIRef(IANA + media_type)
    graph.add((node, RDF.type, DCTERMS.MediaType))
    return node
