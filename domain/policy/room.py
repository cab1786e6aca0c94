"""How much a programme may still carry: counted under its lock, so that two acts cannot share it.

A line counts in full from its grant; a closed case counts what was lent under it. The programme's
row is locked first, and only then is counted: whoever waited counts what the other has granted.
"""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.kernel.refusal import NotFound, Unmet
from orm import raw
from orm.lending import LoanApplication
from orm.policy import Programme
from vocabulary.lending import LoanState
from vocabulary.money import wan_text
from vocabulary.policy import ProgrammeState

_LINE = f"CASE WHEN state = '{LoanState.COMPLETED}' THEN disbursed_fen ELSE credit_line_fen END"
_ALIVE = f"state NOT IN ('{LoanState.REJECTED}', '{LoanState.WITHDRAWN}')"
_CARRIED = (
    f"SELECT SUM({_LINE}) AS lines, SUM(disbursed_fen) AS lent, "  # noqa: S608 -- our own words
    f"SUM(CASE WHEN enterprise_id = ? THEN {_LINE} END) AS own_lines, "
    "SUM(CASE WHEN enterprise_id = ? THEN disbursed_fen END) AS own_lent "
    "FROM loan_application WHERE programme_id = ? AND credit_line_fen IS NOT NULL "
    f"AND {_ALIVE} AND id <> ?"
)
_BY_PROGRAMME = (
    f"SELECT programme_id, COUNT(*) AS n, SUM({_LINE}) AS lines, SUM(disbursed_fen) AS lent "  # noqa: S608 -- our own words
    "FROM loan_application WHERE programme_id IS NOT NULL AND credit_line_fen IS NOT NULL "
    f"AND {_ALIVE} GROUP BY programme_id"
)


class Carried(Struct, frozen=True):
    """What a programme carries beside one case: of everybody, and of that case's enterprise."""

    lines_fen: int
    lent_fen: int
    own_lines_fen: int
    own_lent_fen: int


class Usage(Struct, frozen=True):
    """政策项目的使用情况：已授信笔数、占用额度和已放款。"""

    count: int
    lines_fen: int
    lent_fen: int


def limit_fen(programme: Programme) -> int:
    """All lines under a programme together: its fund, so many times."""
    return int(programme.fund_fen * programme.leverage)


async def chosen(programme_id: UUID, amount_fen: int, today: date) -> Programme:
    """The programme for a new loan, if it takes one of that amount today."""
    programme = await Programme.get_or_none(id=programme_id)
    if programme is None:
        raise NotFound("没有这个政策项目，请重新选择")
    if programme.state is not ProgrammeState.RUNNING:
        raise Unmet(f"{programme.name}已停办，请选择其他政策项目")
    ended = programme.active_until is not None and today > programme.active_until
    if today < programme.active_from or ended:
        raise Unmet(f"{programme.name}今天不受理新的申请，请选择其他政策项目")
    must_fit_enterprise(programme, amount_fen)
    return programme


def must_fit_enterprise(programme: Programme, amount_fen: int) -> None:
    """Refuse what is above the cap of one enterprise, whatever else it has."""
    if amount_fen > programme.enterprise_cap_fen:
        cap = wan_text(programme.enterprise_cap_fen)
        raise Unmet(f"{programme.name}的单户上限为{cap}，请调整金额")


async def locked(programme_id: UUID) -> Programme:
    """The programme, locked until the act ends."""
    return await Programme.filter(id=programme_id).select_for_update().get()


async def must_carry_line(application: LoanApplication, line_fen: int) -> Programme:
    """Refuse a line that would break the enterprise's cap or the fund's leverage."""
    programme = await locked(application.programme_id)
    beside = await _carried(application)
    _must_hold(
        programme,
        own_fen=beside.own_lines_fen + line_fen,
        all_fen=beside.lines_fen + line_fen,
        what="授信",
    )
    return programme


async def must_carry_payout(application: LoanApplication, amount_fen: int) -> Programme:
    """Refuse a payout above what the programme carries today; it may have been revised since."""
    programme = await locked(application.programme_id)
    beside = await _carried(application)
    lent_fen = application.disbursed_fen + amount_fen
    _must_hold(
        programme,
        own_fen=beside.own_lent_fen + lent_fen,
        all_fen=beside.lent_fen + lent_fen,
        what="放款",
    )
    return programme


def _must_hold(programme: Programme, *, own_fen: int, all_fen: int, what: str) -> None:
    if own_fen > programme.enterprise_cap_fen:
        cap = wan_text(programme.enterprise_cap_fen)
        raise Unmet(
            f"该企业在{programme.name}下的{what}合计将为{wan_text(own_fen)}，超过单户上限{cap}"
        )
    if all_fen > limit_fen(programme):
        room = wan_text(limit_fen(programme))
        raise Unmet(
            f"{programme.name}的{what}合计将为{wan_text(all_fen)}，超过基金可承担的{room}，"
            "请联系平台运营方"
        )


async def _carried(application: LoanApplication) -> Carried:
    own = application.enterprise_id
    [row] = await raw.rows(_CARRIED, own, own, application.programme_id, application.id)
    return Carried(*(int(row[name] or 0) for name in ("lines", "lent", "own_lines", "own_lent")))


async def usages() -> dict[str, Usage]:
    """What every programme carries, by its id as text."""
    found: list[Any] = await raw.rows(_BY_PROGRAMME)
    return {
        str(row["programme_id"]): Usage(int(row["n"]), int(row["lines"]), int(row["lent"]))
        for row in found
    }
