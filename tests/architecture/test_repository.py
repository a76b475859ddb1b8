"""Files of a readable size, nothing of one machine, and documents that keep their promises."""

from pathlib import Path

import pytest
from click import Context

from deploy.cli import main
from tests.architecture.imports import ROOT
from tests.architecture.repository import (
    broken_links,
    documents,
    files,
    make_targets,
    missing_paths,
    not_portable,
    too_long,
    unknown_commands,
)

DOCUMENTS = documents(ROOT)
COMMANDS = main.list_commands(Context(main))
TARGETS = make_targets((ROOT / "Makefile").read_text(encoding="utf-8"))
each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def test_no_file_of_code_is_too_long_to_read() -> None:
    assert list(too_long(ROOT)) == []


def test_a_file_that_is_too_long_is_found(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("x = 1\n" * 301)
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_long.py").write_text("x = 1\n" * 301)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "long.py").write_text("x = 1\n" * 301)
    assert list(too_long(tmp_path)) == ["long.py has 301 lines"]


def test_the_repository_belongs_to_no_machine() -> None:
    assert list(not_portable(ROOT)) == []


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("cd " + "/wo" + "rk/main", True),
        ("PATH=" + "/ro" + "ot/.venv/bin", True),
        ("open('" + "/ho" + "me/somchai/x')", True),
        ("C:" + "\\Users\\somchai", True),
        ("index-url = https://py" + "pi.org/simple", True),
        ("https://files.python" + "hosted.org/x.whl", True),
        ("https://repo1." + "maven.org/maven2", True),
        ("image: gh" + "cr.io/x/y", True),
        ("from PyPI and Maven Central", False),
        ("xmlns=http://maven" + ".apache.org/POM/4.0.0", False),
        ("services/work/table and homework/5", False),
        ("kept in var/work", False),
        ("the route /workers", False),
        ("tmpfs: [/tmp]", False),
    ],
)
def test_a_line_that_belongs_to_a_machine_is_found(
    line: str, is_found: bool, tmp_path: Path
) -> None:
    (tmp_path / "some.md").write_text(line)
    assert bool(list(not_portable(tmp_path))) == is_found


def test_the_walk_sees_every_kind_of_file() -> None:
    names = {str(path.relative_to(ROOT)) for path in files(ROOT)}
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "docker-compose.yml",
                 "deploy/docker/Dockerfile", "shared/settings.py", ".gitignore"):  # fmt: skip
        assert name in names
    assert not any(name.startswith((".venv/", "var/")) for name in names)


@each_document
def test_commands_in_documents_exist(path: Path) -> None:
    assert list(unknown_commands(DOCUMENTS[path], TARGETS, COMMANDS)) == []


@each_document
def test_links_in_documents_lead_somewhere(path: Path) -> None:
    assert list(broken_links(path, DOCUMENTS[path])) == []


@each_document
def test_paths_in_documents_exist(path: Path) -> None:
    assert list(missing_paths(ROOT, DOCUMENTS[path])) == []


def test_a_broken_promise_is_found(tmp_path: Path) -> None:
    text = (
        "Type `make rnu` or `make run`, then `lmis serv`; make nothing of it.\n"
        "```\nmake tset PYTEST_ARGS=-x\n$ .venv/bin/lmis kyes list\n```\n"
        "See [this](docs/nothing.md), [that](https://example.org) and `shared/nothing.py`.\n"
    )
    found = list(unknown_commands(text, TARGETS, COMMANDS))
    assert found == ["make tset", "lmis kyes", "make rnu", "lmis serv"]
    assert list(broken_links(tmp_path / "README.md", text)) == ["docs/nothing.md"]
    assert list(missing_paths(ROOT, text + "`shared/settings.py` `shared/web`")) == [
        "shared/nothing.py"
    ]


def test_every_command_says_what_it_does() -> None:
    assert {"run", "test", "lint", "types", "bench", "train", "kafka", "up", "down"} <= set(TARGETS)
    for name, command in main.commands.items():
        assert command.get_short_help_str(), name
