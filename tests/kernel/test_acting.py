"""The compiled statements of an act do exactly what the ORM would do."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from tortoise.models import Model
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from domain.kernel import clock
from domain.kernel.journal import Deed, record
from domain.kernel.refusal import NotFound, NotNow
from domain.lending.actions import banking
from domain.lending.flow import TAKEN
from orm import acting, raw
from orm.base import Row
from orm.catalogue import ProductEnquiry, ProductListing
from orm.claims import Claim
from orm.fleet import DeviceAlert
from orm.guarantee import LetterApplication
from orm.insurance import CoverRequest
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.notices import Notice
from orm.onboarding import Onboarding
from orm.parties import Certification, Party
from orm.policy import Programme
from orm.proposals import Proposal
from orm.ratings import RatingDispute
from orm.servicing import Loan
from orm.store_meetings import MeetingSupport
from orm.store_queue import Ticket
from orm.store_roadshows import Roadshow
from orm.store_service import FollowUp, ServiceRecord
from orm.store_upkeep import Fault, Inspection
from orm.store_visits import Visit
from tests.world import (
    a_bank,
    a_line,
    a_request,
    an_approved_application,
    an_enterprise,
    approver_of,
    clerk_of,
    officer_of,
)
from vocabulary.parties import PartyKind

TABLES: list[type[Row]] = [
    LoanApplication, Certification, Onboarding, Programme, CoverRequest, LetterApplication,
    Ticket,
    Loan, Claim, ProductListing, ProductEnquiry, Proposal, RatingDispute, Notice,
    Inspection, Fault, MeetingSupport,
    ServiceRecord, FollowUp,
    Visit, Roadshow,
    DeviceAlert,
]  # fmt: skip


@pytest.mark.parametrize("kind", list(PartyKind))
@pytest.mark.parametrize("table", TABLES)
async def test_what_is_visible_is_asked_alike_of_every_party_of_a_kind(
    db: None, table: type[Row], kind: PartyKind
) -> None:
    one, other = (acting.compiled(table.visible_to(uuid4(), kind)) for _ in range(2))
    assert one.text == other.text
    assert len(one.values) == len(other.values)


async def test_every_table_with_a_flow_is_held_to_this(db: None) -> None:
    assert set(TABLES) == set(Row.__subclasses__())


async def test_a_locked_row_is_the_row_that_the_orm_finds(db: None) -> None:
    enterprise, bank, stranger = (
        await an_enterprise(),
        await a_bank(),
        await an_enterprise("甲公司"),
    )
    row = await an_approved_application(enterprise, bank)
    for party in (enterprise, bank, stranger):
        visible = LoanApplication.visible_to(party.id, party.kind)
        expected = await visible.get_or_none(id=row.id)
        async with in_transaction():
            found = await acting.lock(LoanApplication, row.id, party.id, party.kind)
        assert (found is None) is (expected is None) is (party is stranger)
        if found is not None and expected is not None:
            assert _columns(found) == _columns(expected)


async def test_rows_are_made_as_the_orm_makes_them(db: None) -> None:
    enterprise, bank = await an_enterprise(), await a_bank()
    await an_approved_application(enterprise, bank)
    await a_request(enterprise)
    for table in (LoanApplication, Party, JournalEntry):
        asked: QuerySet[Any] = table.all().order_by("id")
        one, other = await acting.fetch(asked), await asked
        assert one, f"no {table.__name__}: the test proves nothing"
        assert [_columns(row) for row in one] == [_columns(row) for row in other]
        kinds = [{name: type(value) for name, value in _columns(row).items()} for row in one]
        assert kinds == [
            {name: type(value) for name, value in _columns(row).items()} for row in other
        ]


async def test_a_made_row_is_saved_like_any_other(db: None) -> None:
    await an_enterprise()
    [row] = await acting.fetch(Party.all())
    row.short_name = "晨曦"
    await row.save()
    assert (await Party.get(id=row.id)).short_name == "晨曦"


async def test_a_state_that_nobody_knows_is_no_row(db: None) -> None:
    enterprise = await an_enterprise()
    row = await a_request(enterprise)
    await raw.rows("UPDATE loan_application SET state = 'lost' WHERE id = ?", row.id)
    with pytest.raises((KeyError, ValueError)):
        await acting.fetch(LoanApplication.all())


async def test_an_act_leaves_the_row_as_the_orm_would_have_written_it(db: None) -> None:
    enterprise, bank = await an_enterprise(), await a_bank()
    row = await an_approved_application(enterprise, bank)
    acted = await banking.grant(row.id, a_line(), by=approver_of(bank))
    written = await _raw_row("loan_application", row.id)
    await acted.save()
    assert await _raw_row("loan_application", row.id) == written
    assert _columns(await LoanApplication.get(id=row.id)) == _columns(acted)


async def test_an_entry_is_written_as_the_orm_would_have_written_it(db: None) -> None:
    enterprise, bank = await an_enterprise(), await a_bank()
    row = await a_request(enterprise)
    await banking.grab(row.id, by=officer_of(bank))
    entries = await JournalEntry.all().order_by("id")
    assert [entry.changes is None for entry in entries[-2:]] == [False, False]
    for entry in entries:
        again = JournalEntry(**{name: getattr(entry, name) for name in acting.ENTRY})
        await again.save()
        mine, orms = await _raw_row("journal", entry.id), await _raw_row("journal", again.id)
        assert mine | {"id": 0} == orms | {"id": 0}


async def test_an_entry_without_terms_or_facts_says_nothing_of_them(db: None) -> None:
    by = clerk_of(await an_enterprise())
    async with in_transaction():
        await record(Deed("account.log_in", "account", by.account_id), by=by, at=clock.now())
    entry = await JournalEntry.get()
    assert (entry.terms, entry.facts, entry.changes, entry.seal_no) == (None, None, None, None)


def _columns(row: Model) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row._meta.db_fields}  # noqa: SLF001 -- Tortoise has no other


async def _raw_row(table: str, row_id: Any) -> dict[str, Any]:
    found = await raw.rows(f"SELECT * FROM {table} WHERE id = ?", row_id)  # noqa: S608 -- two tables
    assert len(found) == 1
    return found[0]


async def test_of_many_who_come_at_once_one_wins_and_the_others_hear_that_they_are_late(
    db: None,
) -> None:
    row = await a_request(await an_enterprise())
    banks = [await a_bank(f"第{number}银行") for number in range(8)]
    bids = [banking.grab(row.id, by=officer_of(bank)) for bank in banks * 5]
    outcomes = await asyncio.gather(*bids, return_exceptions=True)
    late = [outcome for outcome in outcomes if isinstance(outcome, NotNow)]
    assert len(late) == len(outcomes) - 1
    assert {outcome.sentence for outcome in late} == {TAKEN}
    assert await JournalEntry.filter(code="loan_application.grab").count() == 1


async def test_who_comes_late_learns_nothing_of_a_row_that_is_not_theirs(db: None) -> None:
    enterprise, bank, stranger = await an_enterprise(), await a_bank(), await a_bank("别家银行")
    row = await an_approved_application(enterprise, bank)
    grants = [banking.grant(row.id, a_line(), by=approver_of(bank))]
    grants += [banking.grant(row.id, a_line(), by=approver_of(stranger)) for _ in range(5)]
    granted, *refused = await asyncio.gather(*grants, return_exceptions=True)
    assert isinstance(granted, LoanApplication)
    assert {type(outcome) for outcome in refused} == {NotFound}
