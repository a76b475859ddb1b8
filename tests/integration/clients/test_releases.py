"""Releases taken away are those that were signed; changes and doubts over HTTP."""

import json
from pathlib import Path

import pytest

from lmis_client import Client, Invalid, NotTrusted, check_release
from tests.integration.clients.served import SIGNER, Served


def test_a_release_is_taken_away_whole_and_checked(client: Client, tmp_path: Path) -> None:
    kept = client.download_release(tmp_path, "1.*", SIGNER.public_key)
    assert (kept.version, kept.public_key) == ("1.1.0", SIGNER.public_key)
    assert "tables/skills.parquet" in kept.files
    assert kept.digest == client.release("1.1.0")["digest"]
    assert check_release(tmp_path, SIGNER.public_key) == SIGNER.public_key


def test_only_what_is_missing_or_damaged_is_fetched_again(client: Client, tmp_path: Path) -> None:
    client.download_release(tmp_path, "1.0.0")
    damaged, missing = tmp_path / "tables/skills.parquet", tmp_path / "metadata.json"
    untouched = (tmp_path / "tables/shortage.parquet").stat().st_mtime_ns
    damaged.write_bytes(b"other")
    with pytest.raises(NotTrusted, match=r"skills\.parquet"):
        check_release(tmp_path)
    missing.unlink()
    client.download_release(tmp_path, "1.0.0")
    assert check_release(tmp_path) == SIGNER.public_key
    assert (tmp_path / "tables/shortage.parquet").stat().st_mtime_ns == untouched


def test_a_forged_release_is_not_trusted(client: Client, tmp_path: Path) -> None:
    with pytest.raises(NotTrusted, match="another key"):
        client.download_release(tmp_path / "none", "1.0.0", public_key="AAAA")
    assert not (tmp_path / "none").exists()
    client.download_release(tmp_path, "1.0.0")
    manifest = tmp_path / "manifest.json"
    listed = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**listed, "issued": "2020-01-01"}))
    with pytest.raises(NotTrusted, match="signature"):
        check_release(tmp_path)


def test_changes_go_on_where_they_were_left(client: Client) -> None:
    everything = client.changes()
    published = [c["version"] for c in everything["changes"] if c["kind"] == "release_published"]
    assert published == ["1.0.0", "1.1.0"]
    assert client.changes(everything["cursor"])["changes"] == []


def test_a_doubt_is_followed_to_its_answer(client: Client, lmis: Served) -> None:
    cell = {"year": "2024", "region": "TH-50"}
    made = client.doubt_figure("Looks low", "graduate-outcomes", "employment_rate", cell)
    assert made["about"]["version"] == "1.1.0"
    assert client.doubt(made["reference"])["status"] == "received"
    coded = client.doubt_code("This is a baker", "ช่างขนม", "7512")
    assert coded["about"]["classification"] == "ISCO-08"
    assert list(client.feedback("graduate-outcomes")) == []
    with pytest.raises(Invalid) as problem:
        client.doubt_figure("Looks low", "graduate-outcomes", "luck", cell)
    assert [fault.pointer for fault in problem.value.faults] == ["/about/indicator"]
