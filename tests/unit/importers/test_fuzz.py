"""Some hundred made-up and broken files; `python -m tests.fuzz.importers` makes a million."""

from tests.fuzz.importers import fuzz


def test_no_made_up_file_crashes_a_reader_or_a_profile() -> None:
    seen = fuzz(inputs=600, seed=2, made_profiles=15)
    assert seen.inputs == 600
    assert seen.rows["taken"]
    assert len(seen.rows) > 12
    assert len(seen.refused) > 5
