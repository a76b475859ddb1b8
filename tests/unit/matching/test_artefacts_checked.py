"""A fitted file that was changed is refused before anything is loaded."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from services.matching import extraction
from services.matching.coding import stored as coders
from services.matching.extraction import artefact as extractor


@pytest.mark.parametrize(
    ("check", "stored", "name", "refused"),
    [
        (coders.check, coders.MODEL_DIRECTORY, "occupations.npz", coders.CoderRefused),
        (coders.check, coders.MODEL_DIRECTORY, "fields.npz", coders.CoderRefused),
        (extractor.check, extractor.MODEL_DIRECTORY, "space.npz", extraction.ExtractorRefused),
        (extractor.check, extractor.MODEL_DIRECTORY, "readings.skops", extraction.ExtractorRefused),
    ],
)
def test_one_changed_byte_is_refused(
    check: Callable[[Path], None],
    stored: Path,
    name: str,
    refused: type[Exception],
    tmp_path: Path,
) -> None:
    copied = copytree(stored, tmp_path / "model")
    check(copied)
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(refused, match=name):
        check(copied)
