"""A first release of the demonstration's figures: something to cite and to compare with."""

from services.reporting.publication.freezing import release
from services.reporting.publication.kept import KeptShelf
from services.reporting.publication.ledger import PayBudget
from services.reporting.publication.naming import named
from services.reporting.publication.signing import Signer
from services.reporting.window import thai_today
from shared.access import AccessStore
from shared.db.engine import make_engine
from shared.settings import Settings


def release_once(settings: Settings) -> str:
    """The version of the newest release; the first one is made when there is none."""
    engine = make_engine(settings.database("reporting"))
    access = AccessStore(make_engine(settings.database("access")))
    try:
        known = KeptShelf(engine).releases()
        if known:
            return known[0].version
        names = named(access.organisations())
        signer = Signer(settings.signing_secret())
        budget = PayBudget(settings.pay_epsilon, settings.pay_budget)
        return release(engine, names, thai_today(), signer, budget=budget).entry.version
    finally:
        engine.dispose()
        access.engine.dispose()
