"""The indicative limit: declared rules over stated facts, every one told, none made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue.actions import keeping, limiting, reviewing
from domain.catalogue.indicating import limit_view
from domain.catalogue.limits import STEP_FEN, Known, Terms, indicate, months_between
from domain.catalogue.terms import LimitFacts, LimitRule
from domain.kernel.refusal import Invalid, NotFound, NotVerified, NotYourPost, Unmet
from orm.journal import JournalEntry
from tests import world
from tests.catalogue.drafts import a_draft, a_pre_approved_draft, approval
from tests.world import WAN

pytestmark = [pytest.mark.row("K5"), pytest.mark.clause("6.1.2.4 a")]
TODAY = date(2026, 11, 27)
RULE = LimitRule(revenue_share_bp=1_000, tax_multiple=8, debt_share_bp=5_000, trading_months_min=12)
TERMS = Terms(RULE, 10 * WAN, 500 * WAN, ())
HERE = Known("320571", "苏州工业园区", 0)


def stated(**differing: object) -> LimitFacts:
    facts: dict[str, object] = {
        "revenue_fen": 2_000 * WAN,
        "tax_fen": 20 * WAN,
        "debt_fen": 40 * WAN,
        "founded_on": date(2020, 1, 1),
    }
    return LimitFacts(**facts | differing)  # type: ignore[arg-type]  # one dict of many types


def test_the_smaller_basis_counts_and_what_is_owed_is_taken_off() -> None:
    found = indicate(TERMS, stated(), HERE, TODAY)
    assert found.limit_fen == 140 * WAN  # 8 × 20, less half of 40
    assert found.reasons == (
        "按上年度营业收入2,000.00万元的10%测算，为200.00万元。",
        "按上年度纳税额20.00万元的8倍测算，为160.00万元。",
        "以上取较低者。",
        "按您填写的融资余额40.00万元的50%扣减20.00万元。",
    )


def test_what_the_platform_knows_to_be_owed_is_not_understated() -> None:
    found = indicate(TERMS, stated(debt_fen=0), Known("320571", "", 100 * WAN), TODAY)
    assert found.limit_fen == 110 * WAN
    assert any("平台已登记的" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("terms", "facts", "said"),
    [
        (TERMS, {"founded_on": date(2026, 1, 1)}, "经营满12个月，贵企业为10个月"),
        (Terms(RULE, 10 * WAN, 500 * WAN, ("320581",)), {}, "不面向苏州工业园区"),
        (TERMS, {"tax_fen": 2 * WAN}, "低于本产品的最低额度"),
        (TERMS, {"debt_fen": 9_000 * WAN}, "低于本产品的最低额度"),
    ],
)
def test_no_limit_says_why(terms: Terms, facts: dict[str, object], said: str) -> None:
    found = indicate(terms, stated(**facts), HERE, TODAY)
    assert found.limit_fen == 0
    assert any(said in reason for reason in found.reasons)


def test_a_limit_is_told_in_whole_wan() -> None:
    facts = stated(revenue_fen=1_239 * WAN + 99, tax_fen=20 * WAN, debt_fen=0)
    assert indicate(TERMS, facts, HERE, TODAY).limit_fen == 123 * WAN


def test_whole_months_are_counted() -> None:
    assert months_between(date(2025, 11, 28), TODAY) == 11
    assert months_between(date(2025, 11, 27), TODAY) == 12
    assert months_between(date(2027, 1, 1), TODAY) == 0


AMOUNTS = st.integers(0, 4_000 * WAN)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.integers(0, 10_000), st.integers(0, 50))
def test_a_limit_is_whole_within_the_product_and_never_grows_with_debt(  # noqa: PLR0917 -- drawn
    revenue_fen: int, tax_fen: int, debt_fen: int, more_fen: int, share_bp: int, times: int
) -> None:
    rule = LimitRule(share_bp or 1, times, 5_000)
    terms = Terms(rule, 10 * WAN, 500 * WAN, ())
    facts = stated(revenue_fen=revenue_fen, tax_fen=tax_fen, debt_fen=debt_fen)
    found = indicate(terms, facts, HERE, TODAY)
    assert found.limit_fen == 0 or 10 * WAN <= found.limit_fen <= 500 * WAN
    assert found.limit_fen % STEP_FEN == 0
    assert found.reasons
    heavier = stated(revenue_fen=revenue_fen, tax_fen=tax_fen, debt_fen=debt_fen + more_fen)
    assert indicate(terms, heavier, HERE, TODAY).limit_fen <= found.limit_fen


async def test_a_certified_enterprise_is_answered_on_the_spot_and_its_figures_are_not_kept(
    db: None,
) -> None:
    officer = world.officer_of(await world.a_bank())
    operator = world.operator_of(await world.an_operator())
    clerk = world.clerk_of(await world.an_enterprise())
    row = await keeping.add(a_pre_approved_draft(), by=officer)
    with pytest.raises(NotFound):
        await limiting.indicate_limit(row.id, stated(), by=clerk)
    await keeping.submit_listing(row.id, by=officer)
    await reviewing.list_product(row.id, approval(), by=operator)

    shown = await limit_view(await limiting.indicate_limit(row.id, stated(), by=clerk), clerk)
    assert (shown.limit_fen, shown.version_no) == (140 * WAN, 1)
    assert "营业收入的10.00%" in shown.rule
    entry = await JournalEntry.get(code="product.indicate_limit")
    assert entry.terms is None
    assert entry.facts == {"limit_fen": 140 * WAN, "version_no": 1}

    newcomer = world.clerk_of(await world.an_enterprise("昆山新程", certified=False))
    with pytest.raises(NotVerified):
        await limiting.indicate_limit(row.id, stated(), by=newcomer)
    with pytest.raises(NotYourPost):
        await limiting.indicate_limit(row.id, stated(), by=officer)
    with pytest.raises(Invalid, match="成立日期"):
        await limiting.indicate_limit(row.id, stated(founded_on=date(2999, 1, 1)), by=clerk)


async def test_only_a_pre_approved_product_answers(db: None) -> None:
    officer = world.officer_of(await world.a_bank())
    operator = world.operator_of(await world.an_operator())
    row = await keeping.add(a_draft(), by=officer)
    await keeping.submit_listing(row.id, by=officer)
    await reviewing.list_product(row.id, approval(), by=operator)
    clerk = world.clerk_of(await world.an_enterprise())
    with pytest.raises(Unmet, match="直接申请"):
        await limiting.indicate_limit(row.id, stated(), by=clerk)
