"""Made-up facts of a whole country, as many as asked for: in the reporting database and as Parquet.

The spread is a country's: 150 institutions and 20,000 employers of uneven size, every province,
detailed field and occupation, six cohorts, three years of vacancies.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyarrow import csv
from sqlalchemy import Engine, Table

from services.reporting.methods import JUDGED_BY_MATCHING
from services.reporting.store import graduate_facts, id_of, keep_version_sets, vacancy_facts
from shared.db.engine import transaction
from shared.taxonomy import isced_f, isco, isic, regions, skills

TODAY = date(2026, 11, 23)
_VERSIONS = (("mismatch_model", "2.0.0"), ("isco", "08"))
_STATUSES = ("employed", "self_employed", "unemployed", "studying", "not_available", "unknown")
_STATUS_SHARES = (0.42, 0.06, 0.10, 0.05, 0.02, 0.35)
_IN_WORK = pa.array([True, True, False, False, False, None])
_DAYS_BACK = 1_100
_SKILLS = 2_000
_EPOCH = date(1970, 1, 1).toordinal()

Draw = np.random.Generator
Places = NDArray[np.int64]


def fill(engine: Engine, records: int) -> None:
    """As many graduates and as many vacancies into the empty read model in PostgreSQL."""
    with transaction(engine) as connection:
        keep_version_sets(connection, [_VERSIONS])
        with closing(connection.connection.cursor()) as cursor:
            _copy(cursor, graduate_facts, graduates(records))
            _copy(cursor, vacancy_facts, vacancies(records))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def write_parquet(records: int, directory: Path) -> None:
    """The same facts as `graduates.parquet` and `vacancies.parquet`."""
    pq.write_table(graduates(records), directory / "graduates.parquet")
    pq.write_table(vacancies(records), directory / "vacancies.parquet")


def graduates(count: int) -> pa.Table:
    """Columns of `graduate_facts`; the same for the same count."""
    draw = np.random.default_rng(1)
    status = draw.choice(len(_STATUSES), count, p=_STATUS_SHARES)
    has_job = status < 2
    occupation = _some(_skewed(draw, count, isco.groups(4), 0.8), has_job & _most(draw, count, 0.9))
    return _table(
        graduate_facts,
        **_kept(count, "university", _skewed(draw, count, _named("university", 150), 1.0)),
        year=pa.array(2020 + draw.integers(0, 6, count)),
        level=pa.array(draw.choice([3, 5, 6, 7, 8], count, p=[0.2, 0.15, 0.55, 0.08, 0.02])),
        field=_some(_skewed(draw, count, isced_f.groups(4), 0.8), _most(draw, count, 0.97)),
        field_status=_same(count, "coded"),
        study_region=_skewed(draw, count, regions.provinces(), 0.8),
        home_region=_skewed(draw, count, regions.provinces(), 0.5),
        weight=_same(count, 1.0),
        persons=_same(count, 1),
        surveyed_on=_same(count, "2026-06-30"),
        employment_status=_coded(status, _STATUSES),
        in_work=_IN_WORK.take(pa.array(status)),
        occupation=occupation,
        occupation_status=_same(count, "coded"),
        industry=_some(_skewed(draw, count, isic.groups(1), 0.8), has_job),
        work_region=_some(_skewed(draw, count, regions.provinces(), 0.9), has_job),
        **_pay(draw, has_job & _most(draw, count, 0.7), 9.8),
        level_required=_some(pa.array(draw.choice([3, 5, 6], count)), has_job),
        job_relation=_some(_skewed(draw, count, ("close", "none", "partial"), 0.5), has_job),
        skills=_sets(draw, count, 2.0),
        **_verdicts(draw, has_job, pc.is_valid(occupation).to_numpy(zero_copy_only=False)),
    )


def vacancies(count: int) -> pa.Table:
    """Columns of `vacancy_facts`; the same for the same count."""
    draw = np.random.default_rng(2)
    today = TODAY.toordinal() - _EPOCH
    posted = today - draw.integers(0, _DAYS_BACK, count)
    closes = posted + draw.integers(20, 120, count)
    closed = np.minimum(posted + draw.integers(5, 90, count), closes)
    is_filled = _most(draw, count, 0.6) & (closed <= today)
    kept = _kept(count, "employer", _skewed(draw, count, _named("employer", 20_000), 0.7))
    return _table(
        vacancy_facts,
        **kept,
        occupation=_some(_skewed(draw, count, isco.groups(4), 0.8), _most(draw, count, 0.95)),
        occupation_status=_same(count, "coded"),
        region=_some(_skewed(draw, count, regions.provinces(), 0.9), _most(draw, count, 0.97)),
        industry=_some(_skewed(draw, count, isic.groups(1), 0.8), _most(draw, count, 0.8)),
        posted_on=_days(posted),
        closes_on=_days(closes),
        closed_on=_some(_days(closed), is_filled),
        filled=pa.array(is_filled),
        openings=pa.array(draw.choice([1, 1, 2, 3, 5], count)),
        level_required=pa.array(draw.choice([3, 5, 6, 7], count)),
        **_pay(draw, _most(draw, count, 0.6), 9.9),
        fields=_skewed(draw, count, isced_f.groups(4), 0.8),
        skills=_sets(draw, count, 3.0),
        duplicate_of=_repeats(draw, kept["key"]),
    )


def _kept(count: int, kind: str, provider: pa.Array) -> Mapping[str, pa.Array]:
    return {
        "key": pa.array([f"{kind}/{number:032x}" for number in range(count)]),
        "version": _same(count, 1),
        "provider": provider,
        "synthetic": _same(count, value=True),
        "recorded_at": _same(count, "2026-11-20T00:00:00.000Z"),
        "versions_id": _same(count, id_of(_VERSIONS)),
    }


def _repeats(draw: Draw, keys: pa.Array) -> pa.Array:
    """A tenth of the advertisements repeat one before them."""
    first = (draw.random(len(keys)) * np.arange(len(keys))).astype(np.int64)
    is_repeat = ~_most(draw, len(keys), 0.9)
    is_repeat[:1] = False
    return _some(keys.take(pa.array(first)), is_repeat)


def _pay(draw: Draw, stated: NDArray[np.bool_], middle: float) -> Mapping[str, pa.Array]:
    """Half an amount, half a band of 5,000 baht."""
    low = np.round(draw.lognormal(middle, 0.4, len(stated)) / 500) * 500
    high = low + 5_000 * draw.integers(0, 2, len(stated))
    return {
        "pay_low": _some(pa.array(low), stated),
        "pay_high": _some(pa.array(high), stated),
        "pay_currency": _some(_same(len(stated), "THB"), stated),
        "pay_period": _some(_same(len(stated), "month"), stated),
    }


def _verdicts(
    draw: Draw, has_job: NDArray[np.bool_], is_coded: NDArray[np.bool_]
) -> Mapping[str, pa.Array]:
    found = {}
    for method in JUDGED_BY_MATCHING.values():
        adverse = method.measures[0]
        words = ("insufficient_evidence", "match", adverse)
        judged = draw.choice(3, len(has_job), p=[0.15, 0.55, 0.30])
        if "occupation" in method.needs:
            judged[~is_coded] = 0
        found[method.column] = _some(_coded(judged, words), has_job)
    return found


def _sets(draw: Draw, count: int, mean: float) -> pa.Array:
    """Skills of the classification with a space between them; NULL for none."""
    known = np.array(sorted(skills.names())[:_SKILLS])
    several = [" ".join(sorted(set(draw.choice(known, n)))) for n in draw.poisson(mean, 5_000)]
    picked = draw.integers(0, len(several), count)
    texts = _coded(picked, several)
    return pc.if_else(pc.equal(texts, ""), None, texts)


def _skewed(draw: Draw, count: int, codes: Sequence[str], steepness: float) -> pa.Array:
    """Codes of uneven frequency: the n-th comes with weight n^-steepness (Zipf)."""
    weights = np.arange(1, len(codes) + 1) ** -steepness
    places = draw.choice(len(codes), count, p=weights / weights.sum())
    return _coded(draw.permutation(len(codes))[places], codes)


def _coded(places: Places, codes: Sequence[str]) -> pa.Array:
    return pa.array(codes, pa.string()).take(pa.array(places))


def _days(days: Places) -> pa.Array:
    return pc.strftime(pa.array(days.astype("datetime64[D]")), "%Y-%m-%d")


def _named(kind: str, count: int) -> Sequence[str]:
    return [f"{kind}-{number:05}" for number in range(count)]


def _most(draw: Draw, count: int, share: float) -> NDArray[np.bool_]:
    return np.asarray(draw.random(count) < share)


def _some(column: pa.Array, stated: NDArray[np.bool_]) -> pa.Array:
    return pc.if_else(pa.array(stated), column, None)


def _same(count: int, value: Any) -> pa.Array:
    return pa.repeat(value, count)


def _table(target: Table, **columns: pa.Array) -> pa.Table:
    """The columns in the table's order; those not made up are NULL."""
    rows = len(columns["key"])
    return pa.table({c.name: columns.get(c.name, pa.nulls(rows)) for c in target.columns})


def _copy(cursor: Any, target: Table, rows: pa.Table) -> None:
    options = csv.WriteOptions(include_header=False)
    columns = ", ".join(rows.column_names)
    with cursor.copy(f"COPY {target.name} ({columns}) FROM STDIN (FORMAT csv)") as copy:
        for batch in rows.to_batches(max_chunksize=50_000):
            sink = BytesIO()
            csv.write_csv(batch, sink, options)
            copy.write(sink.getvalue())
