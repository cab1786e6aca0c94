"""The raw statement that reads a case says what the ORM says."""

from uuid import uuid4

import msgspec
import pytest

from domain.kernel.pages import LIMIT_MAX
from domain.lending.actions import applying, banking
from domain.lending.actions.attaching import attach
from domain.lending.queries import cases, surroundings
from domain.lending.queries.cases import ApplicationFilter
from domain.lending.terms import RatingForm, Submission
from orm import acting
from orm.lending import LoanApplication
from orm.parties import Party
from server.adapters.object_store import MemoryObjectStore
from tests.catalogue.shelf import a_product
from tests.lending.papers import Paper
from tests.remembered import hold_hands
from tests.world import (
    WISH,
    a_bank,
    a_completed_application,
    a_granted_application,
    a_request,
    a_targeted_request,
    an_amended_wish,
    an_enterprise,
    an_operator,
    clerk_of,
    officer_of,
    operator_of,
)
from vocabulary.parties import PartyKind

pytestmark = pytest.mark.postgres  # SQLite always asks the ORM


async def handed_in_by_two_banks(enterprise: Party, bank: Party) -> None:
    """What the first bank handed in is no longer for the second at its seat."""
    hold_hands(objects=MemoryObjectStore())
    row = await a_request(enterprise)
    first = officer_of(await a_bank("先来银行苏州分行"))
    await banking.grab(row.id, by=first)
    await attach(row.id, Paper(), by=first)
    await attach(row.id, Paper("流水.pdf"), by=clerk_of(enterprise))
    await banking.release(row.id, "资料不全", by=first)
    await banking.grab(row.id, by=officer_of(bank))
    await attach(row.id, Paper("尽调报告.pdf"), by=officer_of(bank))
    for reader, names in (
        (officer_of(bank), ["流水.pdf", "尽调报告.pdf"]),
        (clerk_of(enterprise), ["营业执照.pdf", "流水.pdf", "尽调报告.pdf"]),
    ):
        seen = await cases.one(row.id, to=reader)
        assert [file.name for file in seen.attachments] == names


async def test_every_reader_is_shown_the_same_by_both_ways(db: None) -> None:
    enterprise, bank, operator = await an_enterprise(), await a_bank(), await an_operator()
    rated = await a_completed_application(enterprise, bank)
    stars = RatingForm(responsiveness=5, courtesy=4, efficiency=3, expertise=2, comment="很好")
    await applying.rate(rated.id, stars, by=clerk_of(enterprise))
    amended = await a_targeted_request(enterprise, bank)
    await banking.accept(amended.id, by=officer_of(bank))
    await banking.send_back(amended.id, "请补充近三个月流水", by=officer_of(bank))
    await applying.resubmit(amended.id, an_amended_wish(), by=clerk_of(enterprise))
    await a_granted_application(enterprise, bank)
    await a_request(enterprise)
    await handed_in_by_two_banks(enterprise, bank)
    product = await a_product(bank, "CP1", required_documents=["营业执照", "近两年财务报表"])
    await applying.submit(Submission(product_id=product.id, **WISH), by=clerk_of(enterprise))
    for reader in (clerk_of(enterprise), officer_of(bank), operator_of(operator)):
        listed = await cases.page(ApplicationFilter(limit=LIMIT_MAX), to=reader)
        assert len(listed.items) >= 3
        for item in listed.items:
            row = await LoanApplication.get(id=item.id)
            by_orm = cases.shown(row, await surroundings.by_orm(row, reader), reader)
            assert await cases.one(item.id, to=reader) == by_orm
            assert await cases.case(row, reader) == by_orm
            at_once = msgspec.json.encode(await cases.one(item.id, to=reader))
            assert at_once == msgspec.json.encode(by_orm)


async def test_who_may_not_read_a_case_finds_nothing(db: None) -> None:
    row = await a_targeted_request(await an_enterprise(), await a_bank())
    stranger = await an_enterprise("太仓远航物流有限公司")
    assert await surroundings.readable(row.id, clerk_of(stranger)) is None


@pytest.mark.parametrize("kind", list(PartyKind))
async def test_what_is_readable_is_asked_alike_of_every_party_of_a_kind(
    db: None, kind: PartyKind
) -> None:
    one, other = (acting.compiled(LoanApplication.readable_by(uuid4(), kind)) for _ in range(2))
    assert one.text == other.text
