"""docs/access.md says what the code does."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import main
from shared.access.roles import MEANING
from shared.access.tokens import ALGORITHMS, LEEWAY_SECONDS
from shared.settings import Settings

TEXT = (Path(__file__).parents[3] / "docs" / "access.md").read_text(encoding="utf-8")


def test_every_scope_is_explained_in_the_same_words() -> None:
    explained = dict(re.findall(r"^\| `([a-z:]+)` \| (.+) \|$", TEXT, re.MULTILINE))
    assert explained == {scope.value: meaning for scope, meaning in MEANING.items()}


def test_limits_are_those_of_the_settings() -> None:
    stated = re.findall(r"`(LMIS_[A-Z_]+)`, ([\d,]+) \|", TEXT)
    settings = Settings()
    kept = [
        ("LMIS_RATE_LIMIT", settings.rate_limit),
        ("LMIS_PUBLIC_RATE_LIMIT", settings.public_rate_limit),
        ("LMIS_FAILED_KEY_LIMIT", settings.failed_key_limit),
    ]
    assert stated == [(name, f"{default:,}") for name, default in kept]


def test_every_setting_it_names_exists() -> None:
    known = {spec.metadata["env"] for spec in Settings.__dataclass_fields__.values()}
    assert set(re.findall(r"LMIS_[A-Z_]+", TEXT)) <= known


def test_algorithms_and_leeway_are_stated() -> None:
    families = {name[:2] for name in ALGORITHMS if name != "Ed25519"}
    assert families == {"RS", "PS", "ES"}
    assert "RS, PS or ES 256, 384\n  or 512, or Ed25519" in TEXT
    assert f"differ by {LEEWAY_SECONDS} seconds" in TEXT


@pytest.mark.parametrize("line", re.findall(r"^lmis (keys \w+.*?)(?: +#.*)?$", TEXT, re.MULTILINE))
def test_every_command_it_shows_is_understood(line: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, [*line.split(), "--help"], env={"LMIS_DATA_DIR": str(tmp_path)}
    )
    assert (result.exit_code, "no such option" in result.output.lower()) == (0, False)
