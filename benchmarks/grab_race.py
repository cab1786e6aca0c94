"""P5: a thousand bidders on one request, beside as many bare conditional updates."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import asyncpg

from benchmarks.city import a_party, fresh_database, requests, someone
from benchmarks.measured import Line, Setting, in_ms, middle
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotNow, Unmet
from domain.lending.actions import banking
from orm.engine import POOL_MAX, Connection
from orm.lending import LoanApplication
from vocabulary.lending import LoanState
from vocabulary.parties import PartyKind, Role

BIDDERS = 1_000
ROUNDS = 3
TAKE = (
    "UPDATE loan_application SET state = 'to_review', bank_id = $2, handled_by_id = $3 "
    "WHERE id = $1 AND state = 'to_accept' AND bank_id IS NULL"
)
TAKEN = "UPDATE 1"


async def measure(setting: Setting) -> list[Line]:
    """The same race on fresh requests, bare and ours in turn, through pools of one size."""
    bidders = setting.scaled(BIDDERS)
    async with fresh_database(setting, on_postgres=True) as database:
        enterprise = await a_party(PartyKind.ENTERPRISE, "苏州晨曦精密有限公司")
        rows = await requests(someone(enterprise, Role.ENTERPRISE_CLERK), 2 * (ROUNDS + 1))
        banks = [await a_party(PartyKind.BANK, f"第{number}银行苏州分行") for number in range(20)]
        officers = [someone(banks[n % len(banks)], Role.BANK_OFFICER) for n in range(bidders)]
        pool = await asyncpg.create_pool(
            database.url, min_size=POOL_MAX, max_size=POOL_MAX, connection_class=Connection
        )

        async def bare(row_id: UUID, by: Actor) -> bool:
            async with pool.acquire() as connection:
                done: str = await connection.execute(TAKE, row_id, by.party_id, by.account_id)
            return done == TAKEN

        floors, figures = [], []
        for number in range(ROUNDS + 1):
            floors.append(await _race(bare, rows[2 * number].id, officers))
            figures.append(await _race(_ours, rows[2 * number + 1].id, officers))
            await _must_be_taken(rows[2 * number + 1].id)
        await pool.close()
    floors, figures = floors[1:], figures[1:]  # the first fills the pools
    ratio = middle([ours[0] / floor[0] for floor, ours in zip(floors, figures, strict=True)])
    what = f"{bidders:,} bidders on one request, total time"
    return [
        Line("P5", what, _told(figures), _told(floors), ratio, "<= 2.0", "one winner each time")
    ]


async def _ours(row_id: UUID, by: Actor) -> bool:
    try:
        await banking.grab(row_id, by=by)
    except (NotNow, Unmet):
        return False
    return True


async def _race(
    bid: Callable[[UUID, Actor], Awaitable[bool]], row_id: UUID, officers: Sequence[Actor]
) -> tuple[float, list[float]]:
    waits: list[float] = []

    async def one(by: Actor) -> bool:
        won = await bid(row_id, by)
        waits.append(time.perf_counter() - began)
        return won

    began = time.perf_counter()
    won = await asyncio.gather(*(one(by) for by in officers))
    assert sum(won) == 1, f"{sum(won)} banks won"
    return time.perf_counter() - began, waits


async def _must_be_taken(row_id: UUID) -> None:
    row = await LoanApplication.get(id=row_id)
    assert row.state is LoanState.TO_REVIEW, "somebody has taken it in"
    assert row.bank_id is not None, "and it is a bank"


def _told(rounds: list[tuple[float, list[float]]]) -> str:
    waits = [wait for _, each in rounds for wait in each]
    return f"{middle([total for total, _ in rounds]) * 1000:.0f} ms, {in_ms(waits)}"
