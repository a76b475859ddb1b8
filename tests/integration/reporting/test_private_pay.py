"""Pay percentiles with noise: drawn once for a release, paid for, and stated."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import pytest
from sqlalchemy import Engine, select

from services.reporting.app import MIGRATIONS
from services.reporting.consumers import SUBSCRIPTIONS
from services.reporting.cube.private_pay import PayPrivacy
from services.reporting.data_sets import DataSet
from services.reporting.exports.about import notes
from services.reporting.publication.files import METADATA
from services.reporting.publication.freezing import ReleaseRefused, release
from services.reporting.publication.kept import KeptShelf
from services.reporting.publication.ledger import PayBudget
from services.reporting.publication.living import Living
from services.reporting.publication.signing import Signer
from services.reporting.store import inbox, keep_positions, pay_ledger, releases
from shared.bus.applying import apply_events
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from tests.integration.reporting.population import events, graduates

DAY = date(2026, 11, 23)
SIGNER = Signer(b"a secret of thirty-two characters")
PAY = ("pay_p25", "pay_p50", "pay_p75")
BUDGET = PayBudget(epsilon=1.5, total=1_000)


def told(engine: Engine, number: int, seed: int = 1) -> None:
    with transaction(engine) as connection:
        apply_events(connection, inbox, SUBSCRIPTIONS, events(graduates(number, seed)))
        keep_positions(connection, {("assessments.v1", 0): number * seed})


@contextmanager
def filled(path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{path / 'reporting.db'}")
    upgrade(made, MIGRATIONS)
    told(made, 400)
    yield made
    made.dispose()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with filled(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A read model whose release has noise."""
    with filled(tmp_path_factory.mktemp("noisy")) as made:
        frozen(made)
        yield made


def frozen(engine: Engine, budget: PayBudget = BUDGET, key: Signer = SIGNER) -> Mapping[str, bytes]:
    return release(engine, {}, DAY, key, budget=budget).files


def outcomes(engine: Engine) -> DataSet:
    return KeptShelf(engine).open("latest").data_sets["graduate-outcomes"]


def pay(table: DataSet) -> np.typing.NDArray[np.float64]:
    return table.figures.value[:, [table.definition.position[name] for name in PAY]]


def test_without_epsilon_nothing_is_said_of_noise_and_pay_is_exact(
    engine: Engine, noisy: Engine
) -> None:
    assert b"pay_epsilon" not in frozen(engine, PayBudget())[METADATA]
    with engine.connect() as connection:
        assert connection.execute(select(pay_ledger)).all() == []
    exact, drawn = (outcomes(side).figure("pay_p50") for side in (engine, noisy))
    assert exact is not None
    assert drawn is not None
    assert exact.low is not None
    assert (drawn.low, drawn.n) == (None, exact.n)
    assert drawn.value == pytest.approx(exact.value, rel=0.15)


def test_replicas_with_the_same_key_draw_the_same_noise(engine: Engine, noisy: Engine) -> None:
    shelf = KeptShelf(noisy)
    tables = {path: made for path, made in frozen(engine).items() if path.startswith("tables/")}
    assert tables == {path: shelf.read("1.0.0", path) for path in tables}


def test_another_key_draws_other_noise_and_only_pay_differs(engine: Engine, noisy: Engine) -> None:
    frozen(engine, key=Signer(b"another secret of thirty-two too"))
    one, other = outcomes(engine), outcomes(noisy)
    assert not np.array_equal(pay(one), pay(other), equal_nan=True)
    others = [i for i, measured in enumerate(one.definition.indicators) if measured.id not in PAY]
    before, after = (side.figures.value[:, others] for side in (one, other))
    assert np.array_equal(before, after, equal_nan=True)


def test_noisy_percentiles_rise(noisy: Engine) -> None:
    drawn = pay(outcomes(noisy))
    told_of = drawn[~np.isnan(drawn).any(axis=1)]
    assert len(told_of) > 1
    assert (np.diff(told_of, axis=1) >= 0).all()


def test_what_the_noise_costs_is_published_and_kept(noisy: Engine) -> None:
    shelf = KeptShelf(noisy)
    about = msgspec.json.decode(shelf.read("1.0.0", METADATA))["publication"]
    published = shelf.open("latest")
    assert about["pay_epsilon"] == published.pay_epsilon == 1.5
    assert about["pay_loss"] == published.pay_loss > 1.5
    assert any("ε = 1.5" in note["en"] for note in notes(published))
    with noisy.connect() as connection:
        (row,) = connection.execute(select(pay_ledger)).all()
    assert (row.version, row.loss) == ("1.0.0", published.pay_loss)


def test_live_figures_have_no_percentiles_of_pay_while_releases_draw_them(engine: Engine) -> None:
    assert Living(engine, dict, lambda: DAY, PayPrivacy(1.5)).work()
    live = KeptShelf(engine).open("live")
    figure = live.data_sets["graduate-outcomes"].figure("pay_p50")
    assert figure is not None
    assert (figure.value, figure.status) == (None, "suppressed")
    assert figure.reason == "drawn_at_release"
    assert live.pay_epsilon == 0


def test_a_release_beyond_the_budget_is_refused_and_nothing_is_kept(noisy: Engine) -> None:
    cost = KeptShelf(noisy).open("1.0.0").pay_loss
    told(noisy, 420, seed=2)
    with pytest.raises(ReleaseRefused, match="private pay percentiles: ε"):
        frozen(noisy, PayBudget(epsilon=1.5, total=cost * 1.5))
    with noisy.connect() as connection:
        assert len(connection.execute(select(releases)).all()) == 1
        assert len(connection.execute(select(pay_ledger)).all()) == 1
