"""What is true of every file of the repository, and of what its documents promise."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

CODE = (".py", ".js", ".css", ".html", ".sh", ".yml", ".yaml", ".toml", ".conf")
TEXT = (*CODE, ".md", ".env", ".txt", ".cfg", ".ini", ".xml", ".properties", ".json", ".lock", "")
LONGEST = 300
_NOT_OURS = frozenset(("build", "dist", "var", "__pycache__"))
_OWN_HIDDEN = frozenset((".ci", ".github"))

_MACHINE = re.compile(
    r"(?<![\w.$}/-])/(?:work|root|home/\w+|Users/\w+|tmp/w)(?=/|\b(?![-\w]))|[A-Z]:\\\\?Users"
)
_REGISTRY = re.compile(  # in pieces, or this file would be found too
    "|".join(
        (
            r"pypi\.[a-z]+",
            r"python" r"hosted\.org",
            r"repo\d?\.maven",
            r"maven" r"\.apache\.org/(?!POM|xsd)",
            r"registry\.[a-z]+js\.org",
            r"(?:ghcr|quay)\.io",
            r"docker" r"\.io",
            r"arti" r"factory|nexus\.",
        )
    )
)


def files(root: Path, suffixes: Collection[str] = TEXT) -> Iterator[Path]:
    """The repository's own files with one of the endings."""
    for path in sorted(root.iterdir()):
        is_hidden = path.name.startswith(".") and path.name not in _OWN_HIDDEN
        if path.is_dir():
            if not is_hidden and path.name not in _NOT_OURS and path.suffix != ".egg-info":
                yield from files(path, suffixes)
        elif path.suffix in suffixes and (not is_hidden or path.suffix == ""):
            yield path


def too_long(root: Path) -> Iterator[str]:
    """A file of code that ought to be split."""
    for path in files(root, CODE):
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > LONGEST and "migrations" not in path.parts:
            yield f"{path.relative_to(root)} has {length} lines"


def not_portable(root: Path) -> Iterator[str]:
    """A path of one machine or the host of a package registry."""
    for path in files(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for kind, pattern in (("machine path", _MACHINE), ("registry host", _REGISTRY)):
                found = pattern.search(line)
                if found:
                    yield f"{path.relative_to(root)}:{number} has the {kind} {found.group()}"


def documents(root: Path) -> Mapping[Path, str]:
    """The README and everything under docs/."""
    paths = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    return {path: path.read_text(encoding="utf-8") for path in paths}


def unknown_commands(
    text: str, targets: Collection[str], commands: Collection[str]
) -> Iterator[str]:
    """A command that a document tells to run and that is not there."""
    for code in _code(text):
        for target in re.findall(r"\bmake ([a-z][a-z-]*)", code):
            if target not in targets:
                yield f"make {target}"
        for command in re.findall(r"(?:^|[\s/])lmis ([a-z][a-z-]*)", code):
            if command not in commands:
                yield f"lmis {command}"


def broken_links(path: Path, text: str) -> Iterator[str]:
    """A link to a file that is not there."""
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not (path.parent / target).exists():
            yield target


def missing_paths(root: Path, text: str) -> Iterator[str]:
    """A path in code letters, in one of our folders, that is not there."""
    for code in re.findall(r"`([^`\n]+)`", text):
        found = re.fullmatch(r"(?:shared|services|deploy|tests|docs|benchmarks)/[\w./-]+", code)
        if found and not _exists(root, found.group()):
            yield found.group()


def _exists(root: Path, name: str) -> bool:
    return (root / name).exists() or (root / f"{name}.py").exists()


def make_targets(makefile: str) -> dict[str, str]:
    """The targets that `make help` lists -> what it says of them."""
    return dict(re.findall(r"^([a-z][a-z-]*):.*?## (.+)$", makefile, re.MULTILINE))


def _code(text: str) -> list[str]:
    """What stands in code letters: blocks line by line, and spans."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*(line for block in blocks for line in block.splitlines()), *_spans(rest)]


def _spans(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)
