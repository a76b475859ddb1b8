"""Official ESCO bundles: checked, imported, served, and refused when they were touched."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.taxonomy import esco_bundle, releases, skills
from shared.taxonomy.esco_bundle import BrokenBundle
from shared.taxonomy.esco_release import MOST_CORE, import_release
from shared.taxonomy.releases import ReleaseRefused
from tests.support.shared_data import SHARED
from tests.unit.taxonomy.bundles import a_bundle, a_classification, some_relations, write_zip

OFFICIAL = sorted((SHARED / "esco").glob("*.zip"))


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """Where releases are kept; afterwards the committed tables are served again."""
    yield tmp_path / "taxonomy"
    releases.serve(tmp_path / "no releases")


@pytest.fixture
def release(directory: Path, tmp_path: Path) -> str:
    zips = a_bundle(tmp_path)
    version = esco_bundle.stated_version(zips)
    assert version == "9.9.1"
    return import_release(directory, esco_bundle.read(zips), version)


def serve(directory: Path, name: str | None) -> None:
    releases.use(directory, name)
    releases.serve(directory)


def test_without_a_release_the_committed_tables_are_served(directory: Path) -> None:
    assert releases.serve(directory) is None
    assert skills.version() == skills.VERSION
    assert releases.names(directory) == []


def test_a_release_in_use_adds_its_skills_and_keeps_those_it_lacks(
    directory: Path, release: str
) -> None:
    before = skills.find("Python")
    assert skills.find("talk to beans") is None
    serve(directory, release)
    assert skills.find("Talk to beans") == "s1"
    assert skills.label("s1") == "whisper to beans"
    assert before is not None
    assert skills.find("Python") == before
    assert skills.version().startswith("ESCO 9.9.1 (")
    assert "further names" in skills.version()


def test_groups_are_the_nearest_above_also_through_another_skill(
    directory: Path, release: str
) -> None:
    serve(directory, release)
    assert skills.groups("s1") == ("K0721", "S6.5.8")
    assert skills.groups("s2") == ("K0721", "S6.5.8")
    assert skills.groups("s4") == ()


def test_core_skills_are_essential_in_a_third_of_the_unit_groups_occupations(
    directory: Path, release: str
) -> None:
    ours = skills.core_skills("7515")
    assert ours
    serve(directory, release)
    assert skills.core_skills("7515") == {"s1"}  # of two in four; s2 of one, s4 is optional
    assert skills.core_skills("751") == ours
    assert skills.core_skills("1321")


def test_titles_that_name_two_unit_groups_are_left_out(directory: Path, release: str) -> None:
    rows = releases.open_release(directory, release).rows(releases.TITLES)
    titles = {row["title"]: row["isco"] for row in rows}
    assert titles["coffee whisperer"] == "7515"
    assert titles["roastery chief"] == "1321"
    assert "bean boss" not in titles


def test_going_back_to_the_committed_tables(directory: Path, release: str) -> None:
    serve(directory, release)
    serve(directory, None)
    assert skills.version() == skills.VERSION
    assert skills.find("talk to beans") is None


@pytest.mark.parametrize("file", [releases.SKILLS, releases.CORE, releases.MANIFEST])
def test_a_release_that_was_touched_is_refused(directory: Path, release: str, file: str) -> None:
    releases.use(directory, release)
    path = directory / release / file
    path.write_bytes(path.read_bytes().replace(b"9.9.1", b"9.9.2") + b" ")
    if file == releases.MANIFEST:
        said = json.loads(path.read_text())
        said["files"] = {}
        path.write_text(json.dumps(said))
    with pytest.raises(ReleaseRefused, match=r"changed|not what was imported"):
        releases.serve(directory)


@pytest.mark.parametrize("text", ["[]", "null", "1", '"esco"', "{}", "{", "\ufeff{}"])
def test_a_manifest_that_is_none_is_refused(directory: Path, release: str, text: str) -> None:
    (directory / release / releases.MANIFEST).write_text(text, "utf-8")
    with pytest.raises(ReleaseRefused):
        releases.read_manifest(directory, release)


def test_a_release_with_a_file_missing_is_refused(directory: Path, release: str) -> None:
    (directory / release / releases.TITLES).unlink()
    with pytest.raises(ReleaseRefused, match="not what was imported"):
        releases.use(directory, release)


@pytest.mark.parametrize("name", ["esco-0.0.0", "../elsewhere", "", "esco-"])
def test_a_release_that_is_not_there_cannot_be_used(directory: Path, name: str) -> None:
    with pytest.raises(ReleaseRefused):
        releases.use(directory, name)


def test_a_release_is_imported_once(directory: Path, release: str, tmp_path: Path) -> None:
    with pytest.raises(ReleaseRefused, match="imported before"):
        import_release(directory, esco_bundle.read(a_bundle(tmp_path)), "9.9.1")
    with pytest.raises(ReleaseRefused, match="not a version"):
        import_release(directory, esco_bundle.read(a_bundle(tmp_path)), "../9")
    assert releases.names(directory) == [release]


def test_a_bundle_without_relations_is_enough(directory: Path, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "only.zip", a_classification())
    assert esco_bundle.stated_version([path]) is None
    ours = skills.core_skills("7515")
    serve(directory, import_release(directory, esco_bundle.read([path]), "1.0"))
    assert skills.find("grind beans") == "s3"
    assert skills.core_skills("7515") == ours


def _without(name: str) -> Callable[[Any], None]:
    return lambda files: files.pop(name)


def _of(name: str, **values: str) -> Callable[[Any], None]:
    return lambda files: files[name][0].update(values)


def _no_column(files: Any) -> None:
    for row in files["skills_en.csv"]:
        del row["altLabels"]


def _twice(files: Any) -> None:
    files["skills_en.csv"].append(files["skills_en.csv"][0])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_without("skills_en.csv"), "missing: skills_en.csv"),
        (_no_column, "skills_en.csv lacks the columns altLabels"),
        (_twice, "stands twice"),
        (_of("skills_en.csv", preferredLabel=" "), "no label"),
        (_of("skills_en.csv", conceptUri="urn:x"), "not the URI of a skill"),
        (_of("occupations_en.csv", iscoGroup="9999"), "no unit group"),
        (_of("occupations_en.csv", iscoGroup="75"), "no unit group"),
        (_of("occupationSkillRelations.csv", relationType="nice"), "no type of relation"),
        (_of("occupationSkillRelations.csv", skillUri="urn:x"), "another release"),
    ],
)
def test_a_wrong_bundle_says_what_is_wrong(
    tmp_path: Path, spoil: Callable[[Any], None], reason: str
) -> None:
    files = {**a_classification(), **some_relations()}
    spoil(files)
    with pytest.raises(BrokenBundle, match=reason):
        esco_bundle.read([write_zip(tmp_path / "wrong.zip", files)])


def test_a_broken_zip_says_so(tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "whole.zip", a_classification())
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-40])
    with pytest.raises(BrokenBundle, match=r"cut\.zip"):
        esco_bundle.read([cut])
    with pytest.raises(BrokenBundle, match="in two of the files"):
        esco_bundle.read([whole, whole])


def test_a_zip_that_cannot_be_unpacked_says_so(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "spoiled.zip", a_classification())
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
    content = bytearray(path.read_bytes())
    packed = first.header_offset + len(first.FileHeader())
    content[packed] = 0xFF  # a kind of block that deflate (RFC 1951, 3.2.3) keeps free
    path.write_bytes(content)
    with pytest.raises(BrokenBundle, match=r"spoiled\.zip: .*invalid block type"):
        esco_bundle.read([path])


@pytest.mark.skipif(not OFFICIAL, reason="needs the official bundles of ../shared/data/esco")
def test_the_official_bundle_is_imported_whole(directory: Path) -> None:
    name = import_release(directory, esco_bundle.read(OFFICIAL), "1.1.1")
    counts = releases.read_manifest(directory, name)["counts"]
    assert (counts["skills"], counts["occupations"], counts["relations"]) == (13896, 3007, 123855)
    known = skills.find("use spreadsheets software")
    serve(directory, name)
    assert known is not None
    assert skills.find("use spreadsheets software") == known
    core = skills.core_skills("2512")
    assert 0 < len(core) <= MOST_CORE
    assert "computer programming" in {skills.label(skill) for skill in core}
