"""Letters of guarantee: asked for by an enterprise, issued by two people, released or over."""

from datetime import timedelta
from typing import Any

import pytest

from domain.guarantee.actions import lettering
from domain.guarantee.jobs import expire_letters
from domain.guarantee.letter_terms import LetterOpinion, LetterRequest
from domain.guarantee.queries import letters, public
from domain.guarantee.queries.letters import LetterFilter
from domain.kernel import clock
from domain.kernel.actor import Call
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotVerified, NotYourPost, Unmet
from orm.catalogue import Product
from orm.guarantee import LetterApplication, LetterOfGuarantee
from orm.parties import Party
from server.adapters.letter_press import RememberingPress
from tests import world
from tests.catalogue.shelf import a_product
from tests.guarantee.conftest import Table
from tests.lending.papers import Paper
from tests.world import WAN, YUAN
from vocabulary.catalogue import ProductKind, channel_of
from vocabulary.guarantee import LETTER_KIND_LABELS, LetterKind, LetterState
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("G5"), pytest.mark.clause("6.1.4.6")]
FINE = LetterOpinion(fee_fen=2_000 * YUAN, opinion="资质齐全，同意")


def a_letter_request(guarantor: Party, **differing: Any) -> LetterRequest:
    told: dict[str, Any] = {
        "guarantor_id": guarantor.id,
        "kind": LetterKind.PERFORMANCE,
        "beneficiary_name": "苏州轨道交通建设有限公司",
        "project": "地铁八号线机电安装二标段",
        "contract_no": "SZGD-2026-081",
        "amount_fen": 50 * WAN,
        "effective_on": clock.today(),
        "valid_until": clock.today() + timedelta(days=180),
    }
    return LetterRequest(**told | differing)


async def applied(table: Table, **differing: Any) -> LetterApplication:
    return await lettering.apply(a_letter_request(table.guarantor, **differing), by=table.clerk)


async def reviewed(table: Table, **differing: Any) -> LetterApplication:
    row = await applied(table, **differing)
    await lettering.accept(row.id, by=table.surveyor)
    return await lettering.approve(row.id, FINE, by=table.surveyor)


async def issued(table: Table, **differing: Any) -> LetterApplication:
    row = await reviewed(table, **differing)
    return await lettering.issue(row.id, by=table.signatory)


@pytest.mark.parametrize("kind", list(LetterKind))
async def test_an_enterprise_gets_each_kind_of_letter(table: Table, kind: LetterKind) -> None:
    row = await issued(table, kind=kind)
    assert (row.state, row.fee_fen) == (LetterState.ISSUED, 2_000 * YUAN)
    press = table.hands.press
    assert isinstance(press, RememberingPress)
    [text] = press.letters
    told = dict(text.facts)
    assert text.title == LETTER_KIND_LABELS[kind]
    assert told["担保金额"] == "人民币伍拾万元整（¥500,000.00）"
    assert told["受益人"] == "苏州轨道交通建设有限公司"
    assert told["基础合同"] == "SZGD-2026-081"
    assert any("独立保函" in clause for clause in text.clauses)
    case = await letters.one(row.id, to=table.clerk)
    assert case.guarantee_no == text.letter_no
    assert [step.to_state for step in case.timeline] == [
        "to_accept", "to_review", "to_issue", "issued",
    ]  # fmt: skip


async def test_two_people_stand_behind_a_letter(table: Table) -> None:
    both = world.someone(table.guarantor, Role.GUARANTEE_OFFICER, Role.GUARANTEE_APPROVER)
    row = await applied(table)
    await lettering.accept(row.id, by=both)
    await lettering.approve(row.id, FINE, by=both)
    with pytest.raises(Unmet, match="另一位担保审批人"):
        await lettering.issue(row.id, by=both)
    with pytest.raises(NotYourPost):
        await lettering.issue(row.id, by=table.surveyor)
    assert await LetterOfGuarantee.all().count() == 0
    await lettering.issue(row.id, by=table.signatory)
    with pytest.raises(NotNow):
        await lettering.issue(row.id, by=table.signatory)


async def test_only_its_parties_know_of_it(table: Table) -> None:
    row = await issued(table)
    for by in (table.clerk, table.surveyor, table.overseer):
        assert (await letters.one(row.id, to=by)).id == row.id
        file = await letters.download_letter(row.id, by=by)
        assert file.size_bytes > 0
        assert [each.id for each in (await letters.page(LetterFilter(), to=by)).items] == [row.id]
    for by in (table.stranger, table.officer):
        with pytest.raises(NotFound):
            await letters.one(row.id, to=by)
        assert (await letters.page(LetterFilter(), to=by)).items == []
    with pytest.raises(NotFound):
        await lettering.release(row.id, "完工", by=table.stranger)


async def test_anybody_verifies_it_by_number_and_by_file(table: Table) -> None:
    row = await issued(table)
    card = await public.letter(row.guarantee_no, call=Call())
    assert (card.title, card.in_force) == ("履约保函", True)
    assert "轨道交通" not in card.beneficiary_name or "*" in card.beneficiary_name
    file = await letters.download_letter(row.id, by=table.clerk)
    content = b"".join([piece async for piece in file.chunks])
    told = await public.check(Paper("x.pdf", content), call=Call())
    assert told.genuine
    assert not (await public.check(Paper("x.pdf", content + b"x"), call=Call())).genuine


async def test_a_letter_is_released_or_expires(table: Table) -> None:
    released, over, running = [await issued(table) for _ in range(3)]
    await lettering.release(released.id, "工程已竣工验收", by=table.surveyor)
    yesterday = clock.today() - timedelta(days=1)
    await LetterApplication.filter(id=over.id).update(valid_until=yesterday)
    for _ in range(2):
        await expire_letters()
    states = {each.id: each.state for each in await LetterApplication.all()}
    assert states == {
        released.id: LetterState.RELEASED,
        over.id: LetterState.EXPIRED,
        running.id: LetterState.ISSUED,
    }
    assert not (await public.letter(released.guarantee_no, call=Call())).in_force
    assert not (await public.letter(over.guarantee_no, call=Call())).in_force


async def test_it_may_be_refused_or_taken_back_before_it_is_given(table: Table) -> None:
    row = await reviewed(table)
    await lettering.reject(row.id, "受益人资料不全", by=table.signatory)
    other = await applied(table)
    await lettering.withdraw(other.id, "未中标", by=table.clerk)
    given = await issued(table)
    with pytest.raises(NotNow):
        await lettering.withdraw(given.id, "不要了", by=table.clerk)


@pytest.mark.parametrize(
    ("starts", "ends"), [(-1, 30), (0, 0), (10, 5), (0, 2000)], ids=["past", "none", "back", "long"]
)
async def test_it_begins_before_it_ends(table: Table, starts: int, ends: int) -> None:
    today = clock.today()
    days = {
        "effective_on": today + timedelta(days=starts),
        "valid_until": today + timedelta(days=ends),
    }
    with pytest.raises(Unmet, match="生效日期"):
        await applied(table, **days)


async def test_only_a_certified_enterprise_asks_and_only_a_guarantor(table: Table) -> None:
    with pytest.raises(Invalid, match="担保机构"):
        await lettering.apply(a_letter_request(table.bank), by=table.clerk)
    await Party.filter(id=table.enterprise.id).update(certified=False)
    with pytest.raises(NotVerified):
        await applied(table)


async def test_a_product_is_asked_for_as_it_is_offered(table: Table) -> None:
    """保函产品供企业直接申请 (6.1.4.6): its guarantor, its kind, its amounts."""
    product = await a_product(table.guarantor, "BH-1", kind=ProductKind.PERFORMANCE)
    assert channel_of(product.kind) == LetterApplication.subject
    row = await applied(table, product_id=product.id)
    assert row.product_id == product.id
    for differing, field in (
        ({"kind": LetterKind.TENDER}, "kind"),
        ({"amount_fen": 501 * WAN}, "amount_fen"),
    ):
        with pytest.raises(Invalid) as refused:
            await applied(table, product_id=product.id, **differing)
        assert [name for name, _ in refused.value.errors] == [field]
    await Product.filter(id=product.id).update(listed=False)
    with pytest.raises(NotFound, match="已下架"):
        await applied(table, product_id=product.id)
