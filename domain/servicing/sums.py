"""Sums of everybody's loans for the cockpit: no row leaves, so nobody is asked who they are."""

from domain.servicing.flow import ServicingFlow
from orm import raw

SUBJECT = ServicingFlow.subject


async def by_state() -> dict[str, tuple[int, int]]:
    """Each state's loans, and what they still owe in fen."""
    found = await raw.rows(
        "SELECT state, COUNT(*) AS n, SUM(balance_fen) AS balance FROM loan GROUP BY state"
    )
    return {row["state"]: (int(row["n"]), int(row["balance"])) for row in found}
