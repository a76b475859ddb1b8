"""Tables as CKAN's action interface describes packages, for harvesters and clients of CKAN.

https://docs.ckan.org/en/2.11/api/. The GDC's fields stand in the package itself, where its schema
has them (ckanext-scheming refuses a field that stands among `extras` too); `extras` tell what made
the figures.
"""

import uuid
from typing import Any

from services.reporting.catalogue import gdc
from services.reporting.catalogue.listing import Addresses, Edition, Listing, Publisher, keywords
from services.reporting.data_sets import DataSet
from services.reporting.exports import FORMATS
from services.reporting.exports.about import LICENCE, LICENCE_URL, columns, notes
from services.reporting.publication.shelf import KeptFile

_PROVENANCE = (
    "release", "provisional", "synthetic", "method_version", "taxonomy_version", "model_version",
    "data_version", "citation",
)  # fmt: skip


def names(listing: Listing) -> list[str]:
    """All packages, as `package_list` has them."""
    return sorted(listing.publication.data_sets)


def package(data_set: DataSet, listing: Listing, at: Addresses) -> dict[str, Any]:
    """One package, as `package_show` has it."""
    definition, publication = data_set.definition, listing.publication
    descriptions = [*definition.descriptions.values()]
    descriptions += [text for note in notes(publication) for text in note.values()]
    tags = [{"name": word, "display_name": word} for word, _ in keywords(data_set)]
    about = columns(publication, definition)
    return {
        "id": _identity(at.data_set(definition.id)),
        "name": definition.id,
        "title": definition.titles["th"],
        "title_translated": dict(definition.titles),
        "notes": "\n\n".join(descriptions),
        "notes_translated": dict(definition.descriptions),
        "url": at.data_set(definition.id),
        "version": publication.version,
        "type": "dataset",
        "state": "active",
        "private": False,
        "isopen": True,
        **gdc.values(data_set, listing),
        "license_title": LICENCE,
        "license_url": LICENCE_URL,
        "maintainer": listing.publisher.name,
        "maintainer_email": listing.publisher.contact,
        "organization": _organisation(listing.publisher, at),
        "owner_org": _identity(at.catalogue),
        "metadata_created": publication.issued,
        "metadata_modified": publication.issued,
        "last_updated_date": publication.issued[:10],
        "tags": tags,
        "num_tags": len(tags),
        "resources": (resources := _resources(definition.id, listing, at)),
        "num_resources": len(resources),
        "extras": [{"key": name, "value": about[name]} for name in _PROVENANCE],
    }


def _identity(address: str) -> str:
    """CKAN wants UUIDs; the same address always has the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, address))


def _organisation(publisher: Publisher, at: Addresses) -> dict[str, Any]:
    return {
        "id": _identity(at.catalogue),
        "name": "publisher",
        "title": publisher.name,
        "type": "organization",
        "is_organization": True,
        "state": "active",
    }


def _resources(name: str, listing: Listing, at: Addresses) -> list[dict[str, Any]]:
    version = listing.publication.version
    found = [
        _resource(at.query(name, version, form.name), form.name, form.media_type)
        for form in FORMATS.values()
    ]
    for edition in listing.editions[name][:1]:
        found += [_kept(at, edition, file) for file in edition.files]
    return [{**resource, "position": i} for i, resource in enumerate(found)]


def _resource(url: str, name: str, media_type: str) -> dict[str, Any]:
    return {
        "id": _identity(url),
        "name": name,
        "url": url,
        "format": name.upper(),
        "mimetype": media_type,
        "hash": "",
        "size": None,
        "state": "active",
    }


def _kept(at: Addresses, edition: Edition, file: KeptFile) -> dict[str, Any]:
    url = at.file(edition.release.version, file.path)
    extension = file.path.rpartition(".")[2]
    form = next((form for form in FORMATS.values() if form.extension == extension), None)
    made = _resource(url, extension, form.media_type if form else "application/octet-stream")
    return {**made, "name": file.path, "hash": f"sha256:{file.sha256}", "size": file.size}
