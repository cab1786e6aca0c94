"""The demo world's shelf beside ordinary bank loans, read from `demo_shelf.toml`."""

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from domain.catalogue.terms import LimitRule, ProductDraft
from server.demo_world import DOCUMENTS, FEES, POLICY_BASIS
from vocabulary.catalogue import OfferMode, ProductCategory, ProductKind, category_of
from vocabulary.lending import RepaymentMethod, SecurityKind

FEN_PER_WAN = 1_000_000
DEMO = "演示数据，以机构公布为准。"
STEPS = ("在线咨询", "机构答复", "尽职调查", "签订合同", "开始服务")
LENT_STEPS = ("在线提交申请", "银行受理", "尽职调查与审核", "授信审批", "签约放款")
# How the ordinary loans of `demo_products.csv` are offered: 预授信 by declared rules, or else.
MODES: dict[ProductKind, OfferMode] = {
    ProductKind.CREDIT_LOAN: OfferMode.PRE_APPROVED,
    ProductKind.TECH_LOAN: OfferMode.PROACTIVE,
    ProductKind.WORKING_CAPITAL: OfferMode.PROACTIVE,
    ProductKind.POLICY_LOAN: OfferMode.PROACTIVE,
}
RULE = LimitRule(revenue_share_bp=1_000, tax_multiple=8, debt_share_bp=5_000, trading_months_min=12)


class DemoOffer(Struct, frozen=True, forbid_unknown_fields=True):
    """One product as the file says it."""

    institution: str
    name: str
    kind: ProductKind
    amount: tuple[int, int]
    months: tuple[int, int]
    days: int
    introduction: str
    eligibility: str
    rate: tuple[int, int] | None = None
    methods: list[RepaymentMethod] = []
    securities: list[SecurityKind] = []
    regions: list[str] = []
    companies: list[str] = []
    coverage: str = ""
    fees: str = ""
    policy_basis: str = POLICY_BASIS
    valid_until: date | None = None

    def draft(self) -> ProductDraft:
        """The same, as an institution would have filled it in."""
        is_lent = category_of(self.kind) is ProductCategory.BANK_CREDIT
        low, high = self.rate or (None, None)
        return ProductDraft(
            kind=self.kind,
            name=self.name,
            introduction=self.introduction,
            offer_mode=OfferMode.PROACTIVE if is_lent else None,
            amount_fen_min=self.amount[0] * FEN_PER_WAN,
            amount_fen_max=self.amount[1] * FEN_PER_WAN,
            rate_bp_min=low,
            rate_bp_max=high,
            term_months_min=self.months[0],
            term_months_max=self.months[1],
            repayment_methods=self.methods,
            securities=self.securities,
            eligible_regions=self.regions,
            eligible_kinds=self.companies,
            eligibility=self.eligibility,
            coverage=self.coverage,
            required_documents=list(DOCUMENTS),
            service_steps=list(LENT_STEPS if is_lent else STEPS),
            fees=f"{self.fees}{DEMO}" if self.fees else FEES,
            policy_basis=self.policy_basis,
            turnaround_days=self.days,
            valid_until=self.valid_until,
        )


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    offers: list[DemoOffer]


def offers() -> list[DemoOffer]:
    """Every product of the file, in its order."""
    path = Path(__file__).parent / "demo_shelf.toml"
    return msgspec.toml.decode(path.read_bytes(), type=_File).offers
