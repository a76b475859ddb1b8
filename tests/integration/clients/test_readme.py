"""The examples in the client's README run as they stand."""

import re
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.imports import ROOT
from tests.builders import a_graduate_post
from tests.integration.clients.served import SIGNER, Served

TEXT = (ROOT / "clients" / "python" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.usefixtures("working")
def test_every_example_runs(
    lmis: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {
        "key": lmis.university,
        "publisher_key": SIGNER.public_key,
        "records": [
            a_graduate_post(reference="readme-0"),
            a_graduate_post(reference="readme-1", level="wizard"),
        ],
    }
    (tmp_path / "graduates.csv").write_text("reference,level\nr-1,ปริญญาตรี\nr-2,wizard\n", "utf-8")
    with chdir(tmp_path):
        for example in EXAMPLES:
            exec(example.replace("https://lmis.example.org", lmis.url), names)
    assert set(names["frame"]["region"]) <= {"north", "TH-50", "TH-57"}
    assert names["kept"].version == "1.1.0"
    assert "wizard" in (tmp_path / "mend.csv").read_text("utf-8")
    shown = capsys.readouterr().out
    assert "Upload(records=2, created=1" in shown
    assert "1 readme-1 /level" in shown
