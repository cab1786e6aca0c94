"""What each process may last, costs and rests on: open to everybody, in force today, dated."""

from datetime import timedelta

import pytest

import domain.flows  # noqa: F401 -- every table must be known
from domain.kernel import clock
from domain.kernel.flow import every_flow
from domain.lending.queries import cases
from domain.processes.queries import ANY, STATED, ProcessTerms, terms
from orm.catalogue import Product
from orm.deadlines import StateLimit
from orm.policy import Programme
from tests import world
from tests.catalogue.shelf import a_product
from vocabulary.catalogue import ProductKind
from vocabulary.lending import LoanKind, LoanState
from vocabulary.policy import ProgrammeState

pytestmark = [pytest.mark.row("Q3"), pytest.mark.clause("4.3")]


async def of(name: str) -> ProcessTerms:
    shown = (await terms()).items
    return next(each for each in shown if (each.subject, each.name) == ("loan_application", name))


async def test_every_process_says_what_it_costs_and_rests_on_and_since_when(db: None) -> None:
    shown = (await terms()).items
    places = {(flow.subject, flow.name) for flow in every_flow()}
    assert {(each.subject, each.name) for each in shown} == places
    assert all(each.fee and each.basis and each.stated_on <= each.as_of for each in shown)
    assert set(STATED) - {ANY} <= {f"{subject}.{name}" for subject, name in places}


async def test_the_limits_are_those_in_force_with_their_first_day(db: None) -> None:
    today = clock.today()
    for days, on in ((4, today - timedelta(days=3)), (3, today), (1, today + timedelta(days=1))):
        await StateLimit.create(
            subject="loan_application", flow="general", state="to_review", workdays=days,
            effective_on=on, reason="提速", set_at=clock.now(), set_by="运营",
        )  # fmt: skip
    limits = {each.state: each for each in (await of("general")).limits}
    changed, declared = limits["to_review"], limits["to_accept"]
    assert (changed.workdays, changed.declared, changed.since) == (3, 5, today)
    assert (declared.workdays, declared.since) == (declared.declared, None)


async def test_each_product_stands_at_the_process_by_which_it_is_applied_for(db: None) -> None:
    bank = await world.a_bank()
    programme = await Programme.create(
        flow="programme", version=1, created_at=clock.now(), updated_at=clock.now(),
        programme_no="ZC-1", name="东吴贷", kind=LoanKind.DONGWU, state=ProgrammeState.RUNNING,
        needs_insurer=False, needs_guarantor=False, score_required=600, fund_share_bp=5_000,
        bank_share_bp=5_000, guarantor_share_bp=0, insurer_share_bp=0, enterprise_cap_fen=1,
        fund_fen=1, leverage=1, active_from=clock.today(), policy_basis="苏金〔2026〕2号",
    )  # fmt: skip
    await a_product(bank, "LOAN", fees="无其他费用", policy_basis="甲")
    await a_product(bank, "FACTOR", kind=ProductKind.FACTORING)
    await a_product(bank, "TENDER", kind=ProductKind.TENDER)
    await a_product(bank, "POLICY", kind=ProductKind.POLICY_LOAN, programme_id=programme.id)
    await a_product(bank, "GONE", listed=False)
    shown = {
        each.name: [product.product_id for product in each.products]
        for each in (await terms()).items
        if each.products
    }
    ids = {row.product_no: str(row.id) for row in await Product.all()}
    assert shown == {
        "general": [ids["LOAN"]],
        "enquiry": [ids["FACTOR"]],
        "letter": [ids["TENDER"]],
        "dongwu_uninsured": [ids["POLICY"]],
    }
    [fee] = (await of("general")).products
    assert (fee.fees, fee.policy_basis, fee.figures_on) == ("无其他费用", "甲", fee.figures_on)
    assert any("苏金〔2026〕2号" in line for line in (await of("dongwu_uninsured")).basis)


async def test_a_case_shows_its_own_way_and_its_place_in_the_declared_process(db: None) -> None:
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    row = await world.an_accepted_application(enterprise, bank)
    shown = await cases.case(row, world.clerk_of(enterprise))
    assert (shown.flow.name, shown.flow.version) == (row.flow, row.version)
    assert [each.state for each in shown.flow.states if each.current] == [LoanState.TO_REVIEW.value]
    assert [each.state for each in shown.flow.states if each.done] == [LoanState.TO_ACCEPT.value]
    assert [each.to_state for each in shown.timeline][-1] == LoanState.TO_REVIEW.value
    assert shown.flow.name in {each.name for each in (await terms()).items}
