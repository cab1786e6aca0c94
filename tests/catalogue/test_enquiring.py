"""Whatever is not applied for online has a channel: an enterprise asks, the institution answers."""

import pytest

from domain.catalogue import enquiries
from domain.catalogue.actions import enquiring
from domain.catalogue.enquiries import EnquirySearch
from domain.catalogue.terms import Enquiry, EnquiryText
from domain.kernel import relay, sealing
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotFound, NotNow, NotVerified, NotYourPost, Unmet
from domain.reactions import FOLLOWING
from orm.catalogue import Product
from orm.messaging import Message
from tests import world
from tests.catalogue.shelf import a_product
from vocabulary.catalogue import EnquiryState, ProductKind
from vocabulary.parties import PartyKind, Role

pytestmark = [pytest.mark.row("A8"), pytest.mark.clause("5.2.1 b")]


async def a_lease() -> tuple[Product, Actor]:
    lessor = await world.a_party(PartyKind.LESSOR, "苏州金融租赁股份有限公司")
    row = await a_product(lessor, "L-1", kind=ProductKind.FINANCE_LEASE)
    return row, world.someone(lessor, Role.INSTITUTION_OFFICER)


async def test_they_write_to_each_other_and_each_hears_of_the_other(db: None) -> None:
    enterprise = await world.an_enterprise()
    clerk, (lease, officer) = world.clerk_of(enterprise), await a_lease()
    row = await enquiring.enquire(Enquiry(lease.id, "可以租机床吗", 100_000_000, 36), by=clerk)
    await enquiring.answer(row.id, EnquiryText("可以，请提供报价单"), by=officer)
    await enquiring.ask_again(row.id, EnquiryText("首付多少"), by=clerk)
    shown = await enquiries.one(row.id, officer)
    assert (shown.state, shown.version_no) == (EnquiryState.TO_ANSWER, 1)
    assert [(each.is_own, each.body) for each in shown.messages] == [
        (False, "可以租机床吗"),
        (True, "可以，请提供报价单"),
        (False, "首付多少"),
    ]
    assert shown.messages[0].actor_name == "张*", "another party's people are masked"
    await enquiring.close(row.id, by=clerk)
    with pytest.raises(NotNow):
        await enquiring.answer(row.id, EnquiryText("两成"), by=officer)

    while await sealing.seal() or await relay.follow(FOLLOWING):
        pass
    titles = [each.title for each in await Message.filter(party_id=officer.party_id)]
    assert set(titles) == {"企业追问产品", "产品咨询已结束", "收到产品咨询"}
    assert [each.title for each in await Message.filter(party_id=enterprise.id)] == [
        "产品咨询已答复"
    ]


async def test_it_is_between_the_two_of_them(db: None) -> None:
    clerk, (lease, officer) = world.clerk_of(await world.an_enterprise()), await a_lease()
    row = await enquiring.enquire(Enquiry(lease.id, "可以租机床吗"), by=clerk)
    rival = world.clerk_of(await world.an_enterprise("昆山云帆电子有限公司"))
    other = world.officer_of(await world.a_bank())
    for stranger in (rival, other):
        assert (await enquiries.page(EnquirySearch(), stranger)).items == []
        with pytest.raises(NotFound):
            await enquiries.one(row.id, stranger)
        with pytest.raises(NotFound):
            await enquiring.close(row.id, by=stranger)
    with pytest.raises(NotYourPost):
        await enquiring.ask_again(row.id, EnquiryText("我也问"), by=officer)


async def test_who_may_ask_about_what(db: None) -> None:
    bank, (lease, _) = await world.a_bank(), await a_lease()
    clerk = world.clerk_of(await world.an_enterprise())
    loan = await a_product(bank, "A")
    with pytest.raises(Unmet, match="直接在线申请"):
        await enquiring.enquire(Enquiry(loan.id, "利率多少"), by=clerk)
    newcomer = world.clerk_of(await world.an_enterprise("昆山新程", certified=False))
    with pytest.raises(NotVerified):
        await enquiring.enquire(Enquiry(lease.id, "利率多少"), by=newcomer)
    await Product.filter(id=lease.id).update(listed=False)
    with pytest.raises(NotFound):
        await enquiring.enquire(Enquiry(lease.id, "利率多少"), by=clerk)
