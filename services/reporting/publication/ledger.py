"""What private pay percentiles have cost so far, kept beside the releases that drew them."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from services.reporting.protection.differential_privacy import Ledger
from services.reporting.store import pay_ledger


@dataclass(frozen=True)
class PayBudget:
    """ε of a cell, 0 for percentiles without noise, and how much all releases together may cost."""

    epsilon: float = 0.0
    total: float = 0.0


def spend(connection: Connection, budget: PayBudget, version: str, loss: float) -> None:
    """Enter a release's loss; raises BudgetSpent when not so much is left."""
    before = connection.execute(select(pay_ledger.c.version, pay_ledger.c.loss)).all()
    Ledger(budget.total, tuple((row.version, row.loss) for row in before)).spend(version, loss)
    connection.execute(insert(pay_ledger).values(version=version, loss=loss))
