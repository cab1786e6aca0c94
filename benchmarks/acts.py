"""P4: an act through `perform`, beside the same statements in bare asyncpg."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from benchmarks.city import a_party, fresh_database, requests, someone
from benchmarks.measured import Line, Setting, Spent, middle, spending
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.lending.actions import banking
from orm.engine import Connection
from orm.lending import LoanApplication
from vocabulary.parties import PartyKind, Role

TASKS = 8
ROUNDS = 5
ACTS_A_ROUND = 1_600
ACTS_ON_SQLITE = 800

LOCK = "SELECT * FROM loan_application WHERE id = $1 FOR UPDATE"
WRITE = (
    "UPDATE loan_application SET state = $2, bank_id = $3, bank_name = $4, handled_by_id = $5, "
    "accepted_at = $6, updated_at = $7, expected_on = $8 WHERE id = $1"
)
EXPLAIN = (
    "INSERT INTO journal (code, subject_kind, subject_id, subject_no, flow, version, actor_kind, "
    "actor_id, actor_name, party_id, party_name, terminal, address, request_id, from_state, "
    "to_state, reason, terms, facts, changes, at, link) VALUES ($1, 'loan_application', $2, $3, "
    "'general', 1, 'person', $4, $5, $6, $7, 'tool', '', '', $8, $9, $10, NULL, $11, $12, $13, '') "
    "RETURNING id"
)


async def measure(setting: Setting) -> list[Line]:
    """Grab and release in turn, eight at a time, each on a row of its own."""
    acts = setting.scaled(ACTS_A_ROUND)
    async with fresh_database(setting, on_postgres=True) as database:
        rows, officer = await _prepared()
        pool = await asyncpg.create_pool(
            database.url, min_size=TASKS, max_size=TASKS, connection_class=Connection
        )
        bare, ours = _Bare(pool, officer), _Ours(officer)
        for way in (bare, ours):
            await _run(way.act, rows, acts // 4)
        floors, figures = [], []
        for _ in range(ROUNDS):
            floors.append(await _run(bare.act, rows, acts))
            figures.append(await _run(ours.act, rows, acts))
        await pool.close()
    async with fresh_database(setting, on_postgres=False):
        rows, officer = await _prepared()
        alone = await _run(_Ours(officer).act, rows, setting.scaled(ACTS_ON_SQLITE))
    sqlite_acts = setting.scaled(ACTS_ON_SQLITE)
    pairs = list(zip(floors, figures, strict=True))
    ratio = middle([floor.wall_s / ours.wall_s for floor, ours in pairs])
    cpu_ratio = middle([ours.cpu_s / floor.cpu_s for floor, ours in pairs])
    told, bare_told = _told(figures, acts), _told(floors, acts)
    return [
        Line("P4", "act on PostgreSQL, 8 at a time, acts/s", told, bare_told, ratio, ">= 0.5"),
        Line("P4", "the same, CPU of the client", told, bare_told, cpu_ratio),
        Line("P4", "act on SQLite, 8 at a time", _told([alone], sqlite_acts), "–"),
    ]


def _told(rounds: list[Spent], acts: int) -> str:
    wall, cpu = middle([each.wall_s for each in rounds]), middle([each.cpu_s for each in rounds])
    return f"{acts / wall:,.0f} acts/s, {cpu / acts * 1e6:.0f} µs"


async def _prepared() -> tuple[list[LoanApplication], Actor]:
    enterprise = await a_party(PartyKind.ENTERPRISE, "苏州晨曦精密有限公司")
    bank = await a_party(PartyKind.BANK, "江南银行苏州分行")
    rows = await requests(someone(enterprise, Role.ENTERPRISE_CLERK), TASKS)
    return rows, someone(bank, Role.BANK_OFFICER)


async def _run(
    act: Callable[[UUID, bool], Awaitable[Any]], rows: list[LoanApplication], acts: int
) -> Spent:
    """An even number of acts on each row, so that it stands where it stood."""
    each = acts // len(rows) // 2

    async def work(row_id: UUID) -> None:
        for _ in range(each):
            for grabs in (True, False):
                await act(row_id, grabs)

    with spending() as spent:
        await asyncio.gather(*(work(row.id) for row in rows))
    return spent


class _Ours:
    """The acts that the bank's desk takes."""

    def __init__(self, officer: Actor) -> None:
        self._officer = officer

    async def act(self, row_id: UUID, grabs: bool) -> None:  # noqa: FBT001 -- one of two acts
        """Grab it, or give it back."""
        if grabs:
            await banking.grab(row_id, by=self._officer)
        else:
            await banking.release(row_id, "客户要求更换银行", by=self._officer)


class _Bare:
    """The floor: lock, write, explain, in one transaction; nothing is asked or checked."""

    def __init__(self, pool: Any, officer: Actor) -> None:
        self._pool = pool
        self._officer = officer

    async def act(self, row_id: UUID, grabs: bool) -> None:  # noqa: FBT001 -- one of two acts
        """Grab it, or give it back."""
        by, at = self._officer, clock.now()
        state, was = ("to_review", "to_accept") if grabs else ("to_accept", "to_review")
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(LOCK, row_id)
            await connection.execute(
                WRITE,
                row_id,
                state,
                by.party_id if grabs else None,
                by.party_name if grabs else "",
                by.account_id if grabs else None,
                at if grabs else None,
                at,
                at.date(),
            )
            facts = {
                "region": row["region"],
                "industry": row["industry"],
                "requested_fen": row["requested_fen"],
                "enterprise_name": row["enterprise_name"],
                "seats": {"enterprise": str(row["enterprise_id"]), "bank": str(by.party_id)},
            }
            await connection.fetchval(
                EXPLAIN,
                "loan_application.grab" if grabs else "loan_application.release",
                row_id,
                row["application_no"],
                by.account_id,
                by.name,
                by.party_id,
                by.party_name,
                was,
                state,
                "" if grabs else "客户要求更换银行",
                msgspec.json.encode(facts).decode(),
                msgspec.json.encode({"bank_id": [None, str(by.party_id)]}).decode(),
                at,
            )
