"""Real files over HTTP, each with its shipped profile: every row is kept or told of, and once."""

import gzip
from collections import Counter

import pytest

from tests.integration.ingestion.door import OpenDoor
from tests.integration.ingestion.uploading import batch, counts, results, upload, work
from tests.support.real_files import FILES, MADE_ON, RealFile


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.profile)
def test_every_row_of_a_real_file_is_kept_or_told_of(file: RealFile, door: OpenDoor) -> None:
    caller = door.caller("real", file.role)
    content = file.place.read_bytes()
    how = {"kind": file.kind, "profile": file.profile, "as_of": MADE_ON}
    sent = upload(caller, content, **how)
    assert sent.status_code == 202
    work(door)
    ended = batch(caller, sent.json["id"])
    assert (ended["state"], ended["counts"]["read"]) == ("finished", file.rows)
    counted = Counter(ended["counts"])
    kept = file.rows - file.rejected
    assert counted["created"] + counted["updated"] + counted["unchanged"] == kept
    assert counted["rejected"] == file.rejected
    assert len(door.rows(file.kind)) == counted["created"] == kept - file.repeats
    assert ended["left_out"] == file.left_out
    told = [row for row in results(caller, ended["id"]) if row["status"] == "rejected"]
    assert len(told) == file.rejected
    assert {(f["field"], f["code"]) for row in told for f in row["findings"]} == file.why
    again = upload(caller, content + trailer(file), **how)
    work(door)
    assert counts(caller, again.json["id"]).get("created", 0) == 0


def trailer(file: RealFile) -> bytes:
    """An empty line: another file, so that its rows are looked at again."""
    return gzip.compress(b"\n") if file.path.endswith(".gz") else b"\n"
