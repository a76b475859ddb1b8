"""The notebook for analysts runs from its first cell to its last against a served publication."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from tests.architecture.imports import ROOT
from tests.integration.clients.served import SIGNER, Served

PATH = ROOT / "docs" / "notebooks" / "reading-the-labour-market.ipynb"


def executed(directory: Path, **parameters: Any) -> Mapping[str, str]:
    """What each code cell shows, by the cell's id; `parameters` go before those of the notebook."""
    notebook = nbformat.read(PATH, as_version=4)
    (place,) = [
        place
        for place, cell in enumerate(notebook.cells)
        if "parameters" in cell.metadata.get("tags", [])
    ]
    given = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(given))
    runner = NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(directory)}}
    )
    runner.execute(env=os.environ | {"PYTHONPATH": str(ROOT / "clients" / "python")})
    return {
        cell.id: "".join(map(_shown, cell.outputs))
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def _shown(output: Any) -> str:
    return str(output.text if output.output_type == "stream" else output.data["text/plain"])


def test_the_notebook_runs_against_any_system(lmis: Served, tmp_path: Path) -> None:
    shown = executed(tmp_path, base_url=lmis.url, publisher_key=SIGNER.public_key)
    assert "graduate-outcomes" in shown["connect"]
    assert "do_not_use_for" in shown["meaning"]
    assert "Note: Synthetic demonstration figures" in shown["employment"]
    assert "Information and Communication Technologies (ICTs)" in shown["employment"]
    assert "suppressed" in shown["suppressed"]
    assert "occupations have an index" in shown["shortage"]
    assert "Bangkok" in shown["tightness"]
    assert "field_en" in shown["download"]
    assert f"signed by: {SIGNER.public_key}" in shown["release"]
    assert "release 1.1.0, 2026-11-23" in shown["lineage"]


def test_no_output_is_kept_in_the_repository() -> None:
    notebook = nbformat.read(PATH, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count] == []
