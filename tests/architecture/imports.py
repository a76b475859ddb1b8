"""What every module of a tree of packages imports, read from its source."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("shared", "services", "deploy")


@dataclass(frozen=True)
class Module:
    """A module, and each name it imports: `from a import b` imports `a` and `a.b`."""

    name: str
    imports: frozenset[str]

    @property
    def top(self) -> str:
        return self.name.split(".")[0]

    @property
    def service(self) -> str | None:
        """The service it is part of."""
        parts = self.name.split(".")
        return parts[1] if parts[0] == "services" and len(parts) > 1 else None


_ENVIRONMENT = ("os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv")
Tree = Mapping[str, Module]


def read_tree(root: Path, packages: tuple[str, ...] = PRODUCT) -> dict[str, Module]:
    """The modules of the packages below `root`."""
    found = {}
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            is_package = path.name == "__init__.py"
            source = ast.parse(path.read_text(encoding="utf-8"))
            found[name] = Module(name, frozenset(_imported(source, name, is_package)))
    return found


def _imported(source: ast.Module, name: str, is_package: bool) -> Iterator[str]:
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, name, is_package)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in _ENVIRONMENT:
            yield ast.unparse(node)


def _base(node: ast.ImportFrom, name: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = name.split(".")
    above = parts[: len(parts) - node.level + is_package]
    return ".".join([*above, *([node.module] if node.module else [])])


def imports_of(tree: Tree, module: Module) -> frozenset[str]:
    """The modules of `tree` that `module` imports, without itself."""
    found = {_module_at(tree, name) for name in module.imports}
    return frozenset(name for name in found if name and name != module.name)


def _module_at(tree: Tree, name: str) -> str | None:
    while name and name not in tree:
        name = name.rpartition(".")[0]
    return name or None


def reaches(tree: Tree, start: str) -> dict[str, str]:
    """Every name that `start` imports, directly or through modules of `tree` -> by which."""
    via: dict[str, str] = {}
    waiting, seen = [start], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for imported in tree[name].imports:
            via.setdefault(imported, name)
        waiting += imports_of(tree, tree[name])
    return via


def is_below(name: str, package: str) -> bool:
    """Whether `name` is `package` or something in it."""
    return name == package or name.startswith(f"{package}.")
