"""Institutions search enterprises; what they see depends on whether the enterprise came to them."""

import pytest

from domain.enterprises import queries
from domain.enterprises.terms import EnterpriseSearch
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotFound, NotYourPost
from orm.journal import JournalEntry
from orm.parties import Party
from tests import world
from tests.lending.conftest import Desk, desk
from tests.remembered import hold_hands
from vocabulary.identifiers import mask_enterprise, mask_person
from vocabulary.parties import Role

__all__ = ["desk"]
pytestmark = [pytest.mark.row("I6", "E6"), pytest.mark.clause("6.1.1.5 a", "6.1.3.6")]


@pytest.fixture(autouse=True)
def _hands() -> None:
    hold_hands()


async def found(by: Actor, **asked: object) -> list[queries.EnterpriseRow]:
    return (await queries.search(EnterpriseSearch(**asked), to=by)).items  # type: ignore[arg-type]  # by name


async def with_contact(party: Party) -> None:
    party.contact_name, party.contact_phone = "顾小燕", "13912345678"
    party.legal_representative = "沈明远"
    await party.save()


async def test_whoever_has_no_business_with_it_finds_it_masked_and_cannot_open_it(
    desk: Desk,
) -> None:
    await world.a_targeted_request(desk.enterprise, desk.bank)
    [seen] = await found(desk.officer, q="晨曦")
    assert (seen.id, seen.name, seen.cases) == (desk.enterprise.id, desk.enterprise.name, 1)
    [hidden] = await found(desk.stranger, q="晨曦")
    assert (hidden.id, hidden.name) == (None, mask_enterprise(desk.enterprise.name))
    assert desk.enterprise.uscc != hidden.uscc
    with pytest.raises(NotFound):
        await queries.one(desk.enterprise.id, to=desk.stranger)
    with pytest.raises(NotFound):
        await queries.unmasked(desk.enterprise.id, to=desk.stranger)


async def test_a_request_in_the_pool_gives_no_bank_the_right_to_know_whose_it_is(
    desk: Desk,
) -> None:
    await world.a_request(desk.enterprise)
    [hidden] = await found(desk.officer, q="晨曦")
    assert hidden.id is None


async def test_it_is_found_by_name_code_district_and_trade(desk: Desk) -> None:
    other = await world.an_enterprise("昆山启明物流有限公司")
    await Party.filter(id=other.id).update(region="320583", industry="G")
    by = desk.overseer
    ids = {each.id for each in await found(by)}
    assert ids == {desk.enterprise.id, other.id}
    for asked in ({"q": "启明"}, {"q": other.uscc}, {"region": "320583"}, {"industry": "G"}):
        assert [each.id for each in await found(by, **asked)] == [other.id], asked
    assert await found(by, q="没有这家") == []
    await world.a_targeted_request(other, desk.bank)
    assert [each.id for each in await found(desk.officer, own=True)] == [other.id]


async def test_pages_go_on_where_the_last_one_ended(desk: Desk) -> None:
    for number in range(4):
        await world.an_enterprise(f"苏州第{number}号有限公司")
    seen, cursor = [], ""
    while True:
        page = await queries.search(EnterpriseSearch(limit=2, cursor=cursor), to=desk.overseer)
        seen += [each.id for each in page.items]
        if page.next is None:
            break
        cursor = page.next
    assert len(seen) == len(set(seen)) == 5


async def test_a_portrait_shows_what_the_reader_may_read_and_masks_the_people(desk: Desk) -> None:
    await with_contact(desk.enterprise)
    row = await world.a_completed_application(desk.enterprise, desk.bank)
    await world.a_targeted_request(desk.enterprise, desk.other_bank)
    shown = await queries.one(desk.enterprise.id, to=desk.officer)
    assert [line.application_id for line in shown.record] == [row.id]
    assert (shown.applications, shown.granted_fen, shown.disbursed_fen) == (
        1, row.credit_line_fen, row.disbursed_fen,
    )  # fmt: skip
    assert (shown.contact_phone, shown.contact_name) == ("139****5678", mask_person("顾小燕"))
    assert "沈明远" not in shown.legal_representative
    assert shown.score is not None
    assert (shown.score.points, shown.score.reasons) == (row.credit_score, row.score_reasons)
    assert (await queries.one(desk.enterprise.id, to=desk.overseer)).applications == 2


async def test_the_full_contact_is_shown_by_right_and_journalled(desk: Desk) -> None:
    await with_contact(desk.enterprise)
    await world.a_targeted_request(desk.enterprise, desk.bank)
    full = await queries.unmasked(desk.enterprise.id, to=desk.officer)
    assert (full.contact_name, full.contact_phone) == ("顾小燕", "13912345678")
    assert "139" not in repr(full)
    entry = await JournalEntry.get(code="enterprise.unmask")
    assert (entry.actor_id, entry.subject_id) == (desk.officer.account_id, desk.enterprise.id)
    with pytest.raises(NotYourPost):
        await queries.unmasked(desk.enterprise.id, to=world.someone(desk.bank, Role.UNDERWRITER))


async def test_an_enterprise_sees_itself_in_full_and_no_other(desk: Desk) -> None:
    await with_contact(desk.enterprise)
    await world.a_targeted_request(desk.enterprise, desk.bank)
    mine = await queries.own(to=desk.clerk)
    assert (mine.contact_phone, mine.legal_representative) == ("13912345678", "沈明远")
    assert (mine.applications, mine.may_unmask) == (1, False)
    with pytest.raises(NotYourPost):
        await found(desk.clerk)
    with pytest.raises(NotYourPost):
        await queries.own(to=desk.officer)
