"""The rules of who may import what; each yields a sentence for every violation."""

from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatch

from shared.settings import SERVICES
from tests.architecture.imports import Module, Tree, imports_of, is_below, reaches

Rule = Callable[[Tree], Iterator[str]]

TOPS = ("deploy", "services", "shared")

# From above to below. A module imports from lower layers, and from its own package or file name.
LAYERS: Mapping[str, tuple[str, ...]] = {
    "services.ingestion": (
        "app worker",
        "pages",
        "api consumers",
        "answers",
        "batches notices retention",
        "profiles",
        "importers",
        "duplicates quality rights",
        "posts",
        "schemas",
        "handlers outbox",
        "store",
        "domain",
    ),
    "services.matching": (
        "app worker training",
        "api consumers",
        "code_schemas correction_answers correction_schemas pair_answers pair_schemas",
        "answers schemas",
        "handlers queries fitting outbox brain recoding correcting prospects refitting",
        "market",
        "assess candidates drift pairs ranking metrics",
        "taught",
        "store corrections former",
        "extraction",
        "coding mismatch fits reasons tables",
        "domain",
    ),
    "services.reporting": (
        "app worker rebuild",
        "api dashboard pages consumers",
        "catalogue_schemas",
        "catalogue",
        "exports",
        "alerts feedback",
        "data_set_schemas release_schemas",
        "query_schemas",
        "querying",
        "answers arguments schemas window",
        "projections queries",
        "publication",
        "tables",
        "cube",
        "data_sets",
        "indicators disclosure protection",
        "facts",
        "store",
        "figures labels methods",
    ),
    "shared": (
        "webhooks",
        "workers web",
        "audit",
        "bus access",
        "db",
        "contracts taxonomy",
        "garbage identifiers logs settings text filelock version",
        "correlation secret_file",
    ),
}

FITTED = (
    "services.matching.coding*",
    "services.matching.extraction*",
    "services.matching.mismatch*",
    "*.training*",
)

DRIVERS: Mapping[str, tuple[str, ...]] = {
    # what is imported only there: patterns of module names
    "kafka": ("shared.bus.kafka*",),
    "sqlite3": ("shared.bus.sqlite_*",),
    "psycopg": (),
    "sklearn": FITTED,
    "skops": FITTED,
    "os.environ": ("shared.settings",),
    "os.getenv": ("shared.settings",),
    "alembic": ("shared.db.migrate", "*.migrations.*"),
    "gunicorn": ("deploy.embedded.server", "shared.web.body"),
}

WITHOUT_WEB = ("handlers", "domain", "store", "consumers", "projections")
WEB_FRAMEWORKS = ("flask", "flask_smorest", "werkzeug")


def downwards(tree: Tree) -> Iterator[str]:
    """deploy → services → shared."""
    for module, imported in _edges(tree):
        if TOPS.index(tree[imported].top) < TOPS.index(module.top):
            yield f"{module.name} imports {imported}: deploy → services → shared"


def never_sideways(tree: Tree) -> Iterator[str]:
    """No service imports another."""
    for module, imported in _edges(tree):
        other = tree[imported].service
        if module.service and other and other != module.service:
            yield f"{module.name} imports {imported}: services talk through events"


def layers(tree: Tree) -> Iterator[str]:
    """Inside a service and inside shared, imports go down."""
    for module, imported in _edges(tree):
        home = _home(module.name)
        if home is None or _home(imported) != home:
            continue
        above, below = _layer(home, module.name), _layer(home, imported)
        if None not in (above, below) and above[1] != below[1] and above[0] >= below[0]:
            yield f"{module.name} imports {imported}: {above[1]} is not above {below[1]} in {home}"


def every_module_has_a_layer(tree: Tree) -> Iterator[str]:
    """Nothing stands outside the layers."""
    for name in tree:
        home = _home(name)
        if home and name != home and "migrations" not in name and not _layer(home, name):
            yield f"{name} has no layer in {home}"


def drivers(tree: Tree) -> Iterator[str]:
    """Each driver is imported in one place."""
    for module in tree.values():
        for driver, places in DRIVERS.items():
            used = any(is_below(name, driver) for name in module.imports)
            if used and not any(fnmatch(module.name, place) for place in places):
                yield f"{module.name} uses {driver}, which belongs in {places or 'a URL'}"


def no_web_below_the_api(tree: Tree) -> Iterator[str]:
    """What decides and keeps knows no web framework, not even through another module of ours."""
    for module in tree.values():
        if module.service and module.name.split(".")[2:3] and _role(module.name) in WITHOUT_WEB:
            for name, via in sorted(reaches(tree, module.name).items()):
                if any(is_below(name, framework) for framework in WEB_FRAMEWORKS):
                    yield f"{module.name} reaches {name} through {via}"


def one_place_knows_all_services(tree: Tree) -> Iterator[str]:
    """Only deploy/embedded imports the apps and workers of all three."""
    for module in tree.values():
        known = {
            service
            for service in SERVICES
            for part in ("app", "worker")
            if any(is_below(name, f"services.{service}.{part}") for name in module.imports)
        }
        if known == set(SERVICES) and not is_below(module.name, "deploy.embedded"):
            yield f"{module.name} knows all three services"


def training_stays_outside(tree: Tree) -> Iterator[str]:
    """Nothing that runs in production imports the training of models."""
    for module, imported in _edges(tree):
        if ".training" in imported and ".training" not in module.name:
            yield f"{module.name} imports {imported}"


def nothing_needs_the_tests(tree: Tree) -> Iterator[str]:
    """The product imports neither its tests nor its benchmarks."""
    for module in tree.values():
        for name in sorted(module.imports):
            if is_below(name, "tests") or is_below(name, "benchmarks"):
                yield f"{module.name} imports {name}"


RULES: tuple[Rule, ...] = (
    downwards,
    never_sideways,
    layers,
    every_module_has_a_layer,
    drivers,
    no_web_below_the_api,
    one_place_knows_all_services,
    training_stays_outside,
    nothing_needs_the_tests,
)


def _edges(tree: Tree) -> Iterator[tuple[Module, str]]:
    for module in tree.values():
        for imported in sorted(imports_of(tree, module)):
            yield module, imported


def _home(name: str) -> str | None:
    return next((home for home in LAYERS if is_below(name, home)), None)


def _role(name: str) -> str:
    """`services.matching.api.code` -> `api`, `shared.bus.relay` -> `bus`."""
    parts = name.split(".")
    return parts[2] if parts[0] == "services" else parts[1]


def _layer(home: str, name: str) -> tuple[int, str] | None:
    """The layer's number, counted from above, and the role; None for the package itself."""
    if name == home:
        return None
    role = _role(name)
    for number, roles in enumerate(LAYERS[home]):
        if role in roles.split():
            return number, role
    return None
