"""Real files through the real doors: every row accounted for, figures equal to the file's own.

LMIS_TEST_EVERY=3 takes every third row of the largest file.
"""

import csv
import gzip
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from tests.e2e.conftest import NewSystem
from tests.e2e.figures import live
from tests.e2e.kept import is_told, reported_facts, reported_versions
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem
from tests.support.shared_data import given

pytestmark = pytest.mark.slow

PIAAC = "piaac/piaac_graduates_22c.csv.gz"
JOBSDB, JOBTHAI = "postings/jobsdb_th_full.csv.gz", "postings/jobthai_it.jsonl"
COUNTRIES = {
    "aut": "AT", "bel": "BE", "chl": "CL", "cyp": "CY", "cze": "CZ", "deu": "DE", "fin": "FI",
    "fra": "FR", "grc": "GR", "irl": "IE", "isr": "IL", "ita": "IT", "jpn": "JP", "nor": "NO",
    "nzl": "NZ", "rus": "RU", "sgp": "SG", "svk": "SK", "svn": "SI", "swe": "SE", "tur": "TR",
    "usa": "US",
}  # fmt: skip
LEVELS = {4: 5, 5: 6, 6: 7, 7: 8}
REQUIRED = {
    1: 0, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 3, 8: 4, 9: 4, 10: 4, 11: 5, 12: 6, 13: 7, 14: 8,
}  # fmt: skip
# Map B of the normative method: ISCO major group -> highest level it needs.
HIGHEST = {1: 8, 2: 8, 3: 8, 4: 4, 5: 4, 6: 4, 7: 4, 8: 4, 9: 2}
WITHOUT_ZERO = {110, 210, 310}
SETTLED_WITHIN = 240.0
EVERY = int(os.environ.get("LMIS_TEST_EVERY", "1"))


def sampled(file: Path, directory: Path) -> Path:
    """A file of the header and every so manieth row."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        header, *rows = lines
    some = directory / file.name.removesuffix(".gz")
    some.write_text("".join((header, *rows[::EVERY])), encoding="utf-8")
    return some


def imported(system: RunningSystem, kind: str, file: Path, profile: str) -> dict[str, int]:
    """What the command says became of the rows; the list of rejects has each rejected row."""
    rejects = system.directory / f"{profile}.rejects.csv"
    said = system.lmis(
        "import", kind, str(file), "--profile", profile, "--organisation", "importer",
        "--rejects", str(rejects), "--as-of", "2022-01-05",
    )  # fmt: skip
    counts = re.findall(r"(read|created|updated|unchanged|rejected) (\d+)", said)
    summary = {name: int(number) for name, number in counts}
    with rejects.open(encoding="utf-8-sig", newline="") as stream:
        listed = list(csv.DictReader(stream))
    assert len({line["row"] for line in listed}) == summary["rejected"]
    assert all(line["reason_th"] and line["reason_en"] for line in listed)
    taken = summary["created"] + summary["updated"] + summary["unchanged"]
    assert summary["read"] == taken + summary["rejected"]
    return summary


def wait_for(system: RunningSystem, noun: str, count: int) -> None:
    eventually(
        lambda: len(reported_versions(system)[noun]) == count,
        SETTLED_WITHIN,
        what=f"{count} {noun} in the facts",
        pause=0.5,
    )


def first_digit(code: float) -> float:
    """The major group of a code; unknown for one that is no group unless a zero was lost."""
    return float("nan") if code in WITHOUT_ZERO else float(str(int(code))[0])


@dataclass(frozen=True)
class OverEducated:
    """Records judged, those over-educated, and the share of their weights."""

    judged: int
    over: int
    share: float

    @classmethod
    def among(cls, judged: pd.Series, over: pd.Series, weight: pd.Series) -> "OverEducated":
        share = weight[over].sum() / weight[judged].sum()
        return cls(int(judged.sum()), int(over.sum()), round(float(share), 9))


def in_the_file(rows: pd.DataFrame, method: str) -> OverEducated:
    own = rows["own_level8"].map(LEVELS)
    if method == "normative_b":
        major_group = rows["isco1"].fillna(rows["isco4"].map(first_digit, na_action="ignore"))
        bound = major_group.where(major_group != 0).map(HIGHEST)  # soldiers have no level
    else:
        bound = rows["D_Q12A"].map(REQUIRED)
    judged = bound.notna()
    return OverEducated.among(judged, judged & (own > bound), rows["SPFWT0"])


def in_the_facts(rows: pd.DataFrame, method: str) -> OverEducated:
    verdicts = rows[f"vertical_{method}"]
    judged = verdicts.isin(["over", "under", "match"])
    return OverEducated.among(judged, verdicts == "over", rows["weight"])


def test_mismatch_by_country_agrees_with_the_file(new_system: NewSystem) -> None:
    system = new_system("embedded")
    file = sampled(given(PIAAC), system.directory)
    summary = imported(system, "graduates", file, "piaac")
    wait_for(system, "graduates", summary["created"])
    source = pd.read_csv(file, low_memory=False)
    assert summary["read"] == len(source)
    assert summary["created"] + summary["rejected"] == len(source)
    facts = pd.DataFrame(reported_facts(system)["graduates"].values())
    for method in ("normative_b", "self_reported"):
        for country, rows in source.groupby("country"):
            there = facts[facts["study_region"] == COUNTRIES[str(country)]]
            assert in_the_facts(there, method) == in_the_file(rows, method), (country, method)
    eventually(lambda: is_told(system), SETTLED_WITHIN, what="the figures follow", pause=0.5)
    told = live(system, "graduate-outcomes")
    for method in ("normative_b", "self_reported"):
        share = 100 * in_the_file(source, method).share
        assert told[f"over_{method}"]["value"] == pytest.approx(share, abs=0.1)


def test_real_advertisements_are_all_accounted_for(new_system: NewSystem) -> None:
    files = given(JOBSDB), given(JOBTHAI)
    system = new_system("embedded")
    jobsdb = imported(system, "vacancies", files[0], "jobsdb")
    jobthai = imported(system, "vacancies", files[1], "jobthai")
    assert jobsdb["read"] == len(pd.read_csv(files[0]))
    assert jobthai["read"] == len(pd.read_json(files[1], lines=True))
    wait_for(system, "vacancies", jobsdb["created"] + jobthai["created"])
    assert system.lmis("dead-letters", "list").startswith("0 dead letters")
