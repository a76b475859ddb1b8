"""Real surveys through importer, rules and cube, beside figures straight from the files."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from services.reporting.app import MIGRATIONS
from services.reporting.cube.counting import Counted, count
from services.reporting.cube.cuts import Cut
from services.reporting.cube.graduates import measure, measures_of, universe
from services.reporting.cube.memory import Memory
from services.reporting.cube.protecting import protected_persons
from services.reporting.data_sets import Dimension
from services.reporting.indicators import employment
from services.reporting.methods import METHODS
from services.reporting.protection.rounding import rounded
from services.reporting.tables.outcomes import mismatch_share
from services.reporting.tables.sheet import Looked, looked_up
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from tests.integration.reporting.real_graduates import facts_of, imported
from tests.support.shared_data import given

PIAAC, NGS = "piaac/piaac_graduates_22c.csv.gz", "ngs2020/ngs2020.csv.gz"
METHOD = {method.column: method for method in METHODS}
JUDGED = ("vertical_normative_a", "vertical_normative_b", "vertical_self_reported")
OWN_LEVEL = {4: 5, 5: 6, 6: 7, 7: 8}
REQUIRED = {
    1: 0, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 3, 8: 4, 9: 4, 10: 4, 11: 5, 12: 6, 13: 7, 14: 8,
}  # fmt: skip
FIELD = {1: "00", 2: "01", 3: "02", 6: "07", 7: "08", 8: "09", 9: "10"}
CLERKS_TO_OPERATORS = range(4, 9)
MAPS = {
    # method -> ISCO major group -> lowest and highest level that it calls for
    "vertical_normative_a": {1: (5, 8), 2: (6, 8), 3: (5, 5), 9: (0, 1)}
    | dict.fromkeys(CLERKS_TO_OPERATORS, (2, 4)),
    "vertical_normative_b": {1: (5, 8), 2: (5, 8), 3: (5, 8), 9: (0, 2)}
    | dict.fromkeys(CLERKS_TO_OPERATORS, (3, 4)),
}
COLUMNS = {
    "piaac": ["country", "B_Q01B", "own_level8", "isco4", "isco1", "D_Q12A", "SPFWT0"],
    "ngs": ["CERTLEVP", "PGMCIPAP", "JOBQLEVP", "LFSTATP", "LMA_010", "LMA6_11"],
}
WITHOUT_ZERO = {110, 210, 310}
"""Codes of the armed forces that lost their first digit and could be of another group."""


@dataclass(frozen=True)
class Survey:
    """What the cube counts of a survey by these cuts, and the survey's file."""

    counted: Counted
    file: pd.DataFrame


def surveyed(name: str, file: str, cuts: tuple[Cut, ...], directory: Path) -> Survey:
    path = given(file)
    kept = imported(path, name, _country)
    frame = pd.read_csv(path, low_memory=False, usecols=COLUMNS[name])
    assert len(kept) == len(frame)
    engine = make_engine(f"sqlite:///{directory / 'reporting.db'}")
    upgrade(engine, MIGRATIONS)
    facts = facts_of(kept, engine)
    engine.dispose()
    return Survey(count(replace(universe(facts, {}), cuts=cuts)), frame)


def _country(row: Any) -> str:
    return f"survey-{row['study_region']}"


@pytest.fixture(scope="module")
def piaac(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    counted = measures_of(*(METHOD[column] for column in JUDGED))
    cuts = (
        Cut({"institution": "institution", "level": "level"}, counted),
        Cut({"institution": "institution", "field": "broad"}, counted),
    )
    found = surveyed("piaac", PIAAC, cuts, tmp_path_factory.mktemp("piaac"))
    countries = found.file["country"].map(COUNTRIES)
    assert countries.notna().all()
    return replace(found, file=_judged(found.file.assign(institution="survey-" + countries)))


COUNTRIES = {
    "aut": "AT", "bel": "BE", "chl": "CL", "cyp": "CY", "cze": "CZ", "deu": "DE", "fin": "FI",
    "fra": "FR", "grc": "GR", "irl": "IE", "isr": "IL", "ita": "IT", "jpn": "JP", "nor": "NO",
    "nzl": "NZ", "rus": "RU", "sgp": "SG", "svk": "SK", "svn": "SI", "swe": "SE", "tur": "TR",
    "usa": "US",
}  # fmt: skip


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """With level, field, and each method's verdict, worked out from the file's own columns."""
    level = rows["own_level8"].map(OWN_LEVEL)
    broad = rows["isco4"].map(_first_digit, na_action="ignore")
    major = rows["isco1"].fillna(broad)
    required = rows["D_Q12A"].map(REQUIRED)
    verdicts = {"vertical_self_reported": _verdict(level, required, required)}
    for column, table in MAPS.items():
        low, high = (major.map({g: ends[end] for g, ends in table.items()}) for end in (0, 1))
        verdicts[column] = _verdict(level, low, high).where(major != 0, "not_concerned")
    return rows.assign(
        level=level.astype(int).astype(str),
        field=rows["B_Q01B"].map(FIELD).fillna("_U"),
        weight=rows["SPFWT0"],
        **verdicts,
    )


def _first_digit(code: float) -> float:
    return float("nan") if code in WITHOUT_ZERO else float(str(int(code))[0])


def _verdict(level: pd.Series, low: pd.Series, high: pd.Series) -> pd.Series:
    found = pd.Series("match", level.index).mask(level > high, "over").mask(level < low, "under")
    return found.mask(low.isna() | level.isna(), "unjudged")


def exact(counted: Counted, table: Any, name: str, by: tuple[str, ...]) -> dict[Any, float]:
    """The counts above 0 of a measure by these axes, the others at their total."""
    axes = counted.universe.axes
    names = [axis.name for axis in axes]
    places = counted.places()
    others = [i for i, name in enumerate(names) if name not in by]
    wanted = (places[:, others] == 0).all(axis=1)
    column = counted.universe.measures.position[name]
    found = {}
    for place, value in zip(places[wanted], table[wanted, column], strict=True):
        codes = [axes[names.index(name)].members[place[names.index(name)]].code for name in by]
        if value and "_T" not in codes:
            found[codes[0] if len(by) == 1 else tuple(codes)] = float(value)
    return found


GROUPINGS = [("institution",), ("institution", "level"), ("institution", "field"), ("level",)]


@pytest.mark.parametrize("by", GROUPINGS, ids="-".join)
@pytest.mark.parametrize("method", JUDGED)
def test_counts_of_piaac_by_country_equal_those_of_the_file(
    piaac: Survey, method: str, by: tuple[str, ...]
):
    everyone = piaac.file.groupby(list(by))
    assert exact(piaac.counted, piaac.counted.counts, "n", by) == everyone.size().to_dict()
    for verdict in ("over", "under", "match"):
        group = piaac.file[piaac.file[method] == verdict].groupby(list(by))
        name = measure(METHOD[method], verdict)
        assert exact(piaac.counted, piaac.counted.counts, name, by) == group.size().to_dict()
        weights = exact(piaac.counted, piaac.counted.weights, name, by)
        assert weights == pytest.approx(group.weight.sum().to_dict())
    judged = piaac.file[piaac.file[method].isin(["over", "under", "match"])]
    name = measure(METHOD[method], "judged")
    assert sum(exact(piaac.counted, piaac.counted.counts, name, by).values()) == len(judged)


def looked(counted: Counted, axis: str) -> tuple[Looked, list[str]]:
    """Protected counts of each member of one axis, and the members' codes."""
    protected = protected_persons(counted, Memory.empty())
    dimension: Dimension = next(a for a in protected.axes if a.name == axis).dimension
    cells = np.arange(len(dimension.members), dtype=np.int32)[:, None]
    codes = [member.code for member in dimension.members]
    return looked_up(protected, (dimension,), cells), codes


def to_five(weights: pd.Series) -> float:
    return float(rounded(np.array(weights.sum())))


def test_shares_of_piaac_are_the_files_after_rounding_to_5(piaac: Survey):
    by_country = Cut({"institution": "institution"}, piaac.counted.universe.cuts[0].measures)
    people, codes = looked(
        count(replace(piaac.counted.universe, cuts=(by_country,))), "institution"
    )
    compared = 0
    for column in JUDGED:
        published = mismatch_share(people, METHOD[column], "over")
        for code, value in zip(codes, published.value, strict=True):
            rows = piaac.file if code == "_T" else piaac.file[piaac.file.institution == code]
            judged = rows[rows[column].isin(["over", "under", "match"])]
            over = judged[judged[column] == "over"]
            if np.isnan(value):
                continue  # hidden, itself or to protect another
            assert value == pytest.approx(to_five(over.weight) / to_five(judged.weight))
            compared += 1
    assert compared > 60


@pytest.fixture(scope="module")
def ngs(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    methods = (METHOD["vertical_self_reported"], METHOD["horizontal_self_reported"])
    cuts = (Cut({"level": "level", "field": "broad"}, measures_of(*methods)),)
    found = surveyed("ngs", NGS, cuts, tmp_path_factory.mktemp("ngs"))
    file = found.file
    level, required = (file[c].map({1: 5, 2: 6, 3: 7}) for c in ("CERTLEVP", "JOBQLEVP"))
    in_work = file["LFSTATP"] == 1
    told = file["LMA6_11"].map({1: "match", 2: "match", 3: "mismatch"}).where(in_work)
    return replace(
        found,
        file=file.assign(
            level=level.map(lambda x: str(int(x)), na_action="ignore").fillna("_U"),
            field=file["PGMCIPAP"]
            .map({1: "01", 2: "02", 5: "04", 6: "05", 8: "07", 9: "09"})
            .fillna("_U"),
            weight=1.0,
            vertical_self_reported=_verdict(level, required, required).where(in_work),
            horizontal_self_reported=told,
        ),
    )


@pytest.mark.parametrize("by", [("level",), ("field",), ("level", "field")], ids="-".join)
def test_counts_of_the_ngs_equal_those_of_the_file(ngs: Survey, by: tuple[str, ...]):
    for column, verdicts in (
        ("vertical_self_reported", ("over", "under", "match")),
        ("horizontal_self_reported", ("mismatch", "match")),
    ):
        for verdict in verdicts:
            group = ngs.file[ngs.file[column] == verdict].groupby(list(by)).size().to_dict()
            assert exact(ngs.counted, ngs.counted.counts, measure(METHOD[column], verdict), by) == (
                group
            )
    statuses = ngs.file["LFSTATP"].map({1: "in_work", 2: "seeking", 3: "away"})
    for status in ("in_work", "seeking", "away"):
        group = ngs.file[statuses == status].groupby(list(by)).size().to_dict()
        assert exact(ngs.counted, ngs.counted.counts, status, by) == group


def test_shares_and_rates_of_the_ngs_are_the_files_after_rounding_to_5(ngs: Survey):
    people, codes = looked(ngs.counted, "field")
    shares = {
        column: mismatch_share(people, METHOD[column], found).value
        for column, found in (
            ("vertical_self_reported", "over"),
            ("horizontal_self_reported", "mismatch"),
        )
    }
    working, answered, away = (people.n(name) for name in ("in_work", "respondents", "away"))
    rate = employment.thai_employment_rate(working, answered, away).value
    compared = 0
    for i, code in enumerate(codes):
        rows = ngs.file if code == "_T" else ngs.file[ngs.file.field == code]
        for column, values in shares.items():
            judged = rows[rows[column].isin(["over", "under", "match", "mismatch"])]
            found = judged[judged[column].isin(["over", "mismatch"])]
            expected = to_five(found.weight) / to_five(judged.weight) if len(judged) else np.nan
            if not np.isnan(values[i]):
                assert values[i] == pytest.approx(expected)
                compared += 1
        if len(code) == 2 and not np.isnan(rate[i]):
            told = {status: to_five(rows["LFSTATP"] == status) for status in (1, 3)}
            available = to_five(rows["LFSTATP"].isin([1, 2, 3])) - told[3]
            assert rate[i] == pytest.approx(told[1] / available)
            compared += 1
    assert compared > 20
