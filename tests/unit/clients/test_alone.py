"""The client is installed without the product, and without pandas, polars and cryptography."""

import sys

from tests.architecture.imports import PRODUCT, ROOT, read_tree

TREE = read_tree(ROOT / "clients" / "python", ("lmis_client",))
EXTRAS = {
    "lmis_client.answers": {"pandas", "polars"},  # for their types alone
    "lmis_client.frames": {"pandas", "polars"},
    "lmis_client.signatures": {"cryptography"},
}


def test_the_client_needs_nothing_but_httpx() -> None:
    for module in TREE.values():
        needed = {name.partition(".")[0] for name in module.imports}
        allowed = {"httpx", "lmis_client", *EXTRAS.get(module.name, ())}
        assert not needed & set(PRODUCT), module.name
        assert needed - sys.stdlib_module_names <= allowed, module.name
