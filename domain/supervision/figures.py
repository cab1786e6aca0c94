"""A figure of the cockpit opened: its formula, the rows behind it, and each row's sealed entry."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from domain.audit.labels import code_label
from domain.deadlines.queries import missed
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.journal import Entry, entry_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import cut, number_of, read_cursor, write_cursor
from domain.kernel.refusal import Invalid
from domain.kernel.sealing import head
from domain.lending.queries.wall import AMENDED, BEGINNINGS, DISBURSED, GRANTED
from domain.supervision.terms import FigureAsked
from orm import raw
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.servicing import Loan
from vocabulary.identifiers import mask_enterprise
from vocabulary.lending import STATE_LABELS, LoanState
from vocabulary.parties import shown_name
from vocabulary.rights import Right
from vocabulary.servicing import SERVICING_LABELS, ServicingState
from vocabulary.supervision import FIGURE_LABELS, STRETCH_LABELS, Figure, Stretch

LINK_SHOWN = 16


class FigureRow(Struct, frozen=True, kw_only=True):
    """一个数字背后的一行；企业名称已遮掩。"""

    subject_no: str
    enterprise_masked: str
    institution: str
    amount_fen: int | None
    label: str
    at: datetime
    entry_id: int | None
    seal_no: Annotated[int | None, Meta(description="封存批次；空为尚待封存")]
    link: Annotated[str, Meta(description="封存链摘要的前十六位")]


class FigureRows(Struct, frozen=True, kw_only=True):
    """一个数字：口径、统计时点、背后的各行。"""

    title: str
    formula: str
    as_of: datetime
    sealed_to: int
    items: list[FigureRow]
    next: str | None


class Counted(Struct, frozen=True):
    """A figure that counts acts: their codes, what each adds, and that in words."""

    codes: frozenset[str]
    amount: Callable[[Entry], int]
    formula: str


COUNTED: dict[Figure, Counted] = {
    Figure.REQUESTS: Counted(
        BEGINNINGS,
        lambda entry: int(entry.facts["requested_fen"]),
        "按操作日志统计：期内提交申请、发布需求的笔数，金额为首次申请金额；此后的变更不回溯。",
    ),
    Figure.GRANTED: Counted(
        frozenset({GRANTED, AMENDED}),
        lambda entry: entry.growth("credit_line_fen"),
        "按操作日志统计：期内授信的笔数；金额为授信和额度调整使额度增加（调减为负）的合计。",
    ),
    Figure.DISBURSED: Counted(
        frozenset({DISBURSED}),
        lambda entry: entry.growth("disbursed_fen"),
        "按操作日志统计：期内登记放款的笔数和金额；分次放款逐次计入。",
    ),
}
STAGE_FORMULA = "现处于该环节的全部业务；金额为授信额度，尚未授信的为申请金额。"
LOANS_FORMULA = "现处于该状态的全部贷款；金额为尚未归还的本金。"
WARNINGS_FORMULA = "已超过办理时限、且此后没有任何办理动作的业务，按应办日期由早到晚。"


async def figure(asked: FigureAsked, *, to: Actor) -> FigureRows:
    """Open one figure. Raises `Invalid` for a state that there is not."""
    to.needs(Right.COCKPIT_VIEW)
    if asked.figure in COUNTED:
        return await _acts(asked, COUNTED[asked.figure])
    if asked.figure is Figure.STAGE:
        return await _stage(asked)
    if asked.figure is Figure.LOANS:
        return await _loans(asked)
    return await _warnings(asked)


async def _acts(asked: FigureAsked, counted: Counted) -> FigureRows:
    today = clock.today()
    first = today.replace(day=1) if asked.stretch is Stretch.MONTH else today
    rows = JournalEntry.filter(
        code__in=sorted(counted.codes),
        at__gte=clock.day_begins(first),
        at__lt=clock.day_ends(today),
    )
    if asked.cursor:
        rows = rows.filter(id__lt=number_of(read_cursor(asked.cursor, 1)[0]))
    shown, more = cut(await rows.order_by("-id").limit(asked.limit + 1), asked.limit)
    items = [_of_entry(row, counted.amount(entry_of(row))) for row in shown]
    title = f"{STRETCH_LABELS[asked.stretch]}{FIGURE_LABELS[asked.figure]}"
    after = write_cursor(shown[-1].id) if more else None
    return await _rows(title, counted.formula, items, after)


async def _stage(asked: FigureAsked) -> FigureRows:
    state = _state(LoanState, asked.state)
    rows = LoanApplication.filter(state=state)
    shown, after = await newest_first(rows, "updated_at", asked.cursor, asked.limit)
    last = await _last_entries([row.id for row in shown])
    items = [
        _of_row(row, last.get(row.id), row.credit_line_fen or row.requested_fen) for row in shown
    ]
    return await _rows(STATE_LABELS[state], STAGE_FORMULA, items, after)


async def _loans(asked: FigureAsked) -> FigureRows:
    state = _state(ServicingState, asked.state)
    rows = Loan.filter(state=state)
    shown, after = await newest_first(rows, "updated_at", asked.cursor, asked.limit)
    last = await _last_entries([row.id for row in shown])
    items = [_of_row(row, last.get(row.id), row.balance_fen) for row in shown]
    return await _rows(SERVICING_LABELS[state], LOANS_FORMULA, items, after)


async def _warnings(asked: FigureAsked) -> FigureRows:
    late = sorted(await missed(), key=lambda entry: (entry.facts["expected_on"], entry.id))
    begin = number_of(read_cursor(asked.cursor, 1)[0]) if asked.cursor else 0
    shown, more = cut(late[max(0, begin) :][: asked.limit + 1], asked.limit)
    rows = {row.id: row for row in await JournalEntry.filter(id__in=[each.id for each in shown])}
    items = [_of_entry(rows[each.id], None) for each in shown]
    after = write_cursor(begin + asked.limit) if more else None
    return await _rows(FIGURE_LABELS[Figure.WARNINGS], WARNINGS_FORMULA, items, after)


def _state(states: Any, said: str) -> Any:
    try:
        return states(said)
    except ValueError:
        raise Invalid("没有这个状态，请从驾驶舱打开", (("state", "没有这个状态"),)) from None


async def _last_entries(subject_ids: Sequence[UUID]) -> dict[UUID, JournalEntry]:
    """The newest step of each of some rows."""
    if not subject_ids:
        return {}
    places = ", ".join("?" * len(subject_ids))
    found = await raw.rows(
        f"SELECT MAX(id) AS id FROM journal WHERE subject_id IN ({places}) "  # noqa: S608 -- only question marks
        "AND to_state <> '' GROUP BY subject_id",
        *subject_ids,
    )
    entries = await JournalEntry.filter(id__in=[int(row["id"]) for row in found])
    return {entry.subject_id: entry for entry in entries}


def _of_row(row: Any, last: JournalEntry | None, amount_fen: int) -> FigureRow:
    return FigureRow(
        subject_no=row.number(),
        enterprise_masked=mask_enterprise(row.enterprise_name),
        institution=shown_name(row.bank_name),
        amount_fen=amount_fen,
        label=code_label(last.code) if last else "",
        at=row.updated_at,
        entry_id=last.id if last else None,
        seal_no=last.seal_no if last else None,
        link=last.link[:LINK_SHOWN] if last else "",
    )


def _of_entry(row: JournalEntry, amount_fen: int | None) -> FigureRow:
    facts = row.facts or {}
    return FigureRow(
        subject_no=row.subject_no,
        enterprise_masked=mask_enterprise(facts.get("enterprise_name", "")),
        institution=facts.get("owner") or shown_name(facts.get("bank_name", "")),
        amount_fen=amount_fen,
        label=_label(row, facts),
        at=row.at,
        entry_id=row.id,
        seal_no=row.seal_no,
        link=row.link[:LINK_SHOWN],
    )


def _label(row: JournalEntry, facts: dict[str, Any]) -> str:
    """What the act is called; of a missed deadline, where the case stands and since when."""
    if "expected_on" not in facts:
        return code_label(row.code)
    stands = facts.get("state_label", facts["state"])
    return f"{facts.get('flow_title', '')}·{stands}，应于 {facts['expected_on']} 前办理"


async def _rows(title: str, formula: str, items: list[FigureRow], after: str | None) -> FigureRows:
    sealed = await head()
    return FigureRows(
        title=title,
        formula=formula,
        as_of=clock.now(),
        sealed_to=sealed.no if sealed else 0,
        items=items,
        next=after,
    )
