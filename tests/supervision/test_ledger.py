"""The supervisory ledger mirrors every payout once; a difference between the books is told."""

import pytest

from domain.kernel import relay, sealing
from domain.kernel.refusal import NotYourPost
from domain.lending.actions import banking
from domain.supervision.queries import reconcile, reconciliation
from domain.supervision.reactions import LEDGER
from orm import raw
from orm.journal import Follower
from orm.lending import BusinessRegisterEntry
from orm.parties import Party
from orm.supervision import SupervisoryLedgerEntry
from tests import world
from tests.world import WAN

pytestmark = [pytest.mark.clause("6.1.2.2 d"), pytest.mark.row("K2", "O5")]


@pytest.fixture
async def bank(db: None) -> Party:
    return await world.a_bank()


async def followed() -> None:
    while await sealing.seal() or await relay.follow(LEDGER):
        pass


async def two_payouts(bank: Party) -> None:
    row = await world.a_granted_application(await world.an_enterprise(), bank)
    officer = world.officer_of(bank)
    await banking.disburse(row.id, world.a_payout(30 * WAN + 1, "HT-1"), by=officer)
    await banking.disburse(row.id, world.a_payout(10 * WAN, "HT-2"), by=officer)


async def test_every_payout_is_mirrored_to_the_fen_without_the_borrowers_name(bank: Party) -> None:
    await two_payouts(bank)
    await followed()
    lines = await SupervisoryLedgerEntry.all().order_by("contract_no")
    assert [(line.contract_no, line.amount_fen) for line in lines] == [
        ("HT-1", 30 * WAN + 1),
        ("HT-2", 10 * WAN),
    ]
    assert {line.institution_id for line in lines} == {bank.id}
    assert "enterprise_name" not in SupervisoryLedgerEntry._meta.db_fields  # noqa: SLF001 -- Tortoise has no other
    books = await reconcile()
    assert books.agrees
    assert books.register == books.ledger
    assert (books.ledger.count, books.ledger.amount_fen) == (2, 40 * WAN + 1)


async def test_an_entry_carried_again_is_written_once(bank: Party) -> None:
    await two_payouts(bank)
    await followed()
    await Follower.filter(name=LEDGER.name).update(seal_no=0, entry_id=0)
    await followed()
    assert await SupervisoryLedgerEntry.all().count() == 2


async def test_a_payout_on_its_way_is_no_difference(bank: Party) -> None:
    await two_payouts(bank)
    books = await reconcile()
    assert books.agrees
    assert (books.register.count, books.ledger.count, books.on_the_way) == (2, 0, 2)


async def test_a_changed_fen_is_found_on_either_side(bank: Party) -> None:
    await two_payouts(bank)
    await followed()
    await SupervisoryLedgerEntry.filter(contract_no="HT-1").update(amount_fen=30 * WAN)
    [found] = (await reconcile()).differences
    assert (found.contract_no, found.register_fen, found.ledger_fen) == (
        "HT-1",
        30 * WAN + 1,
        30 * WAN,
    )


async def test_a_line_missing_on_either_side_is_found(bank: Party) -> None:
    await two_payouts(bank)
    await followed()
    await SupervisoryLedgerEntry.filter(contract_no="HT-1").delete()
    await raw.rows("DELETE FROM business_register WHERE contract_no = ?", "HT-2")
    assert await BusinessRegisterEntry.all().count() == 1
    books = await reconcile()
    assert not books.agrees
    assert [
        (each.contract_no, each.register_fen, each.ledger_fen) for each in books.differences
    ] == [
        ("HT-1", 30 * WAN + 1, None),
        ("HT-2", None, 10 * WAN),
    ]


async def test_the_books_are_compared_for_the_operator_alone(bank: Party) -> None:
    operator = world.operator_of(await world.an_operator())
    assert (await reconciliation(to=operator)).agrees
    with pytest.raises(NotYourPost):
        await reconciliation(to=world.officer_of(bank))
