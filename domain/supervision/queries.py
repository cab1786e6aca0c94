"""The supervisory ledger beside the business register: both sums, and every line that differs."""

from datetime import date
from typing import Any

from msgspec import Struct

from domain.kernel.actor import Actor
from domain.kernel.standing import standing
from domain.supervision.reactions import LEDGER, PAYOUTS
from orm import raw
from orm.journal import Follower
from vocabulary.rights import Right

DIFFERENCES_MAX = 100
_SUMS = "SELECT COUNT(*) AS n, COALESCE(SUM(amount_fen), 0) AS amount FROM {table}"
_JOINED = (
    "SELECT COALESCE(r.bank_name, l.institution_name) AS institution_name, "
    "COALESCE(r.application_no, l.application_no) AS application_no, "
    "COALESCE(r.contract_no, l.contract_no) AS contract_no, "
    "r.amount_fen AS register_fen, l.amount_fen AS ledger_fen, "
    "r.paid_on AS register_on, l.paid_on AS ledger_on "
)
_SAME_LINE = "l.institution_id = r.bank_id AND l.contract_no = r.contract_no"
_DIFFERENCES = (  # a full join that SQLite has, too
    f"{_JOINED} FROM business_register r LEFT JOIN supervisory_ledger l ON {_SAME_LINE} "
    "WHERE l.id IS NULL OR l.amount_fen <> r.amount_fen OR l.paid_on <> r.paid_on "
    f"UNION ALL {_JOINED} FROM supervisory_ledger l LEFT JOIN business_register r ON {_SAME_LINE} "
    "WHERE r.id IS NULL ORDER BY 1, 3 LIMIT ?"
)
_ON_THE_WAY = (
    "SELECT subject_no FROM journal WHERE code IN (?, ?) AND (seal_no IS NULL OR seal_no > ? "
    "OR (seal_no = ? AND id > ?))"
)


class Sum(Struct, frozen=True):
    """一本台账的合计。"""

    count: int
    amount_fen: int


class Difference(Struct, frozen=True):
    """两本台账不一致的一笔放款；一方没有记录时金额为空。"""

    institution_name: str
    application_no: str
    contract_no: str
    register_fen: int | None
    ledger_fen: int | None
    register_on: date | None
    ledger_on: date | None


class Reconciliation(Struct, frozen=True):
    """监管台账与业务台账的核对结果。刚刚登记、尚在同步的放款不算差异。"""

    agrees: bool
    register: Sum
    ledger: Sum
    on_the_way: int
    differences: list[Difference]


async def reconciliation(*, to: Actor) -> Reconciliation:
    """Compare the books, for the operator."""
    to.needs(Right.REGISTER_RECONCILE)
    return await reconcile()


async def reconcile() -> Reconciliation:
    """Compare the two books at one point of the journal, line by line and to the fen."""
    async with standing():
        follower = await Follower.get_or_none(name=LEDGER.name)
        seal_no, entry_id = (follower.seal_no, follower.entry_id) if follower else (0, 0)
        coming = [
            row["subject_no"]
            for row in await raw.rows(_ON_THE_WAY, *PAYOUTS, seal_no, seal_no, entry_id)
        ]
        register, ledger = await _sum("business_register"), await _sum("supervisory_ledger")
        found = await raw.rows(_DIFFERENCES, DIFFERENCES_MAX + len(coming))
    differing = [
        _difference(row)
        for row in found
        if row["ledger_fen"] is not None or row["application_no"] not in coming
    ]
    return Reconciliation(not differing, register, ledger, len(coming), differing[:DIFFERENCES_MAX])


async def _sum(table: str) -> Sum:
    [row] = await raw.rows(_SUMS.format(table=table))
    return Sum(int(row["n"]), int(row["amount"]))


def _difference(row: dict[str, Any]) -> Difference:
    days = {
        name: date.fromisoformat(row[name]) if isinstance(row[name], str) else row[name]
        for name in ("register_on", "ledger_on")
    }
    return Difference(**{**row, **days})
