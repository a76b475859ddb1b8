"""Writing files whole or not at all."""

from pathlib import Path


def written(path: Path, content: bytes) -> Path:
    """The path, where all of the content stands now; a crash leaves what was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
    return path
