"""The words of the shelf: kinds of products, where a product stands, what its review looks at."""

from enum import StrEnum
from functools import cache

from vocabulary.parties import PartyKind


class ProductCategory(StrEnum):
    """The eight kinds of finance that the platform brings together (clause 5.2.1 b)."""

    BANK_CREDIT = "bank_credit"
    EQUITY_FINANCING = "equity_financing"
    INSURANCE = "insurance"
    GUARANTEE = "guarantee"
    MICROCREDIT = "microcredit"
    FINANCE_LEASE = "finance_lease"
    FACTORING = "factoring"
    BOND_FINANCING = "bond_financing"


class ProductKind(StrEnum):
    """产品类型."""

    WORKING_CAPITAL = "working_capital"
    CREDIT_LOAN = "credit_loan"
    MORTGAGE_LOAN = "mortgage_loan"
    TECH_LOAN = "tech_loan"
    SUPPLY_CHAIN = "supply_chain"
    FIXED_ASSET = "fixed_asset"
    POLICY_LOAN = "policy_loan"
    GUARANTEE_FUND = "guarantee_fund"
    FUMIN_STARTUP = "fumin_startup"
    DONGWU = "dongwu"
    LOAN_INSURANCE = "loan_insurance"
    TRADE_CREDIT_INSURANCE = "trade_credit_insurance"
    LIABILITY_INSURANCE = "liability_insurance"
    PROPERTY_INSURANCE = "property_insurance"
    LOAN_GUARANTEE = "loan_guarantee"
    TENDER = "tender"
    PERFORMANCE = "performance"
    ADVANCE_PAYMENT = "advance_payment"
    MIGRANT_WAGE = "migrant_wage"
    EQUITY_FINANCING = "equity_financing"
    FINANCE_LEASE = "finance_lease"
    FACTORING = "factoring"
    MICROCREDIT = "microcredit"
    BOND_FINANCING = "bond_financing"


class OfferMode(StrEnum):
    """How a bank offers credit (clause 6.1.2.4 a)."""

    PROACTIVE = "proactive"
    PRE_APPROVED = "pre_approved"
    OFFLINE = "offline"


class ProductSort(StrEnum):
    """How the shelf is ordered."""

    RATE = "rate"
    AMOUNT = "amount"
    TERM = "term"


class ProductState(StrEnum):
    """Where a product stands. Under 改版待审核 its listed version stays on the shelf."""

    DRAFT = "draft"
    TO_REVIEW = "to_review"
    TO_AMEND = "to_amend"
    LISTED = "listed"
    TO_REVIEW_REVISION = "to_review_revision"
    DELISTED = "delisted"
    REMOVED = "removed"


class ListingItem(StrEnum):
    """What a listing review looks at, one after the other (clause 6.1.5.3)."""

    FACTS = "facts"
    PRICE = "price"
    RANGE = "range"
    ELIGIBILITY = "eligibility"
    MATERIALS = "materials"


class FindingKind(StrEnum):
    """What can be wrong with a product that stands on the shelf."""

    EXPIRED = "expired"
    CONTRADICTORY = "contradictory"
    MISPRICED = "mispriced"
    UNATTENDED = "unattended"


class EnquiryState(StrEnum):
    """Where an enterprise's question about a product stands."""

    TO_ANSWER = "to_answer"
    ANSWERED = "answered"
    CLOSED = "closed"


_C, _K = ProductCategory, ProductKind
POLICY_KINDS: frozenset[ProductKind] = frozenset(
    {_K.POLICY_LOAN, _K.GUARANTEE_FUND, _K.FUMIN_STARTUP, _K.DONGWU}
)
LETTER_KINDS: frozenset[ProductKind] = frozenset(
    {_K.TENDER, _K.PERFORMANCE, _K.ADVANCE_PAYMENT, _K.MIGRANT_WAGE}
)
KINDS_OF: dict[ProductCategory, tuple[ProductKind, ...]] = {
    _C.BANK_CREDIT: (
        _K.WORKING_CAPITAL,
        _K.CREDIT_LOAN,
        _K.MORTGAGE_LOAN,
        _K.TECH_LOAN,
        _K.SUPPLY_CHAIN,
        _K.FIXED_ASSET,
        _K.POLICY_LOAN,
        _K.GUARANTEE_FUND,
        _K.FUMIN_STARTUP,
        _K.DONGWU,
    ),
    _C.EQUITY_FINANCING: (_K.EQUITY_FINANCING,),
    _C.INSURANCE: (
        _K.LOAN_INSURANCE,
        _K.TRADE_CREDIT_INSURANCE,
        _K.LIABILITY_INSURANCE,
        _K.PROPERTY_INSURANCE,
    ),
    _C.GUARANTEE: (
        _K.LOAN_GUARANTEE,
        _K.TENDER,
        _K.PERFORMANCE,
        _K.ADVANCE_PAYMENT,
        _K.MIGRANT_WAGE,
    ),
    _C.MICROCREDIT: (_K.MICROCREDIT,),
    _C.FINANCE_LEASE: (_K.FINANCE_LEASE,),
    _C.FACTORING: (_K.FACTORING,),
    _C.BOND_FINANCING: (_K.BOND_FINANCING,),
}
# Which institutions put which finance on the shelf.
CATEGORIES_BY: dict[PartyKind, tuple[ProductCategory, ...]] = {
    PartyKind.BANK: (_C.BANK_CREDIT,),
    PartyKind.INSURER: (_C.INSURANCE,),
    PartyKind.GUARANTOR: (_C.GUARANTEE,),
    PartyKind.SECURITIES_FIRM: (_C.BOND_FINANCING, _C.EQUITY_FINANCING),
    PartyKind.VENTURE_FUND: (_C.EQUITY_FINANCING,),
    PartyKind.LESSOR: (_C.FINANCE_LEASE,),
    PartyKind.FACTOR: (_C.FACTORING,),
    PartyKind.MICROLENDER: (_C.MICROCREDIT,),
}

PRODUCT_CATEGORY_LABELS: dict[ProductCategory, str] = {
    ProductCategory.BANK_CREDIT: "银行信贷",
    ProductCategory.EQUITY_FINANCING: "股权融资",
    ProductCategory.INSURANCE: "保险",
    ProductCategory.GUARANTEE: "担保",
    ProductCategory.MICROCREDIT: "小额贷款",
    ProductCategory.FINANCE_LEASE: "融资租赁",
    ProductCategory.FACTORING: "商业保理",
    ProductCategory.BOND_FINANCING: "债券融资",
}
PRODUCT_KIND_LABELS: dict[ProductKind, str] = {
    ProductKind.WORKING_CAPITAL: "流动资金贷款",
    ProductKind.CREDIT_LOAN: "信用贷",
    ProductKind.MORTGAGE_LOAN: "抵押贷",
    ProductKind.TECH_LOAN: "科技贷",
    ProductKind.SUPPLY_CHAIN: "供应链融资",
    ProductKind.FIXED_ASSET: "固定资产贷款",
    ProductKind.POLICY_LOAN: "政策性贷款",
    ProductKind.GUARANTEE_FUND: "信保贷",
    ProductKind.FUMIN_STARTUP: "富民创业贷",
    ProductKind.DONGWU: "东吴贷",
    ProductKind.LOAN_INSURANCE: "贷款保证保险",
    ProductKind.TRADE_CREDIT_INSURANCE: "贸易信用保险",
    ProductKind.LIABILITY_INSURANCE: "责任保险",
    ProductKind.PROPERTY_INSURANCE: "企业财产保险",
    ProductKind.LOAN_GUARANTEE: "融资担保",
    ProductKind.TENDER: "投标保函",
    ProductKind.PERFORMANCE: "履约保函",
    ProductKind.ADVANCE_PAYMENT: "预付款保函",
    ProductKind.MIGRANT_WAGE: "农民工工资保函",
    ProductKind.EQUITY_FINANCING: "股权融资",
    ProductKind.FINANCE_LEASE: "融资租赁",
    ProductKind.FACTORING: "商业保理",
    ProductKind.MICROCREDIT: "小额贷款",
    ProductKind.BOND_FINANCING: "债券融资",
}
OFFER_MODE_LABELS: dict[OfferMode, str] = {
    OfferMode.PROACTIVE: "主动授信产品",
    OfferMode.PRE_APPROVED: "预授信产品",
    OfferMode.OFFLINE: "非线上化产品",
}
PRODUCT_STATE_LABELS: dict[ProductState, str] = {
    ProductState.DRAFT: "草稿",
    ProductState.TO_REVIEW: "待审核",
    ProductState.TO_AMEND: "待补正",
    ProductState.LISTED: "在架",
    ProductState.TO_REVIEW_REVISION: "改版待审核",
    ProductState.DELISTED: "已下架",
    ProductState.REMOVED: "已删除",
}
LISTING_ITEM_LABELS: dict[ListingItem, str] = {
    ListingItem.FACTS: "产品信息",
    ListingItem.PRICE: "利率与收费",
    ListingItem.RANGE: "额度与期限",
    ListingItem.ELIGIBILITY: "申请条件",
    ListingItem.MATERIALS: "配套材料",
}
FINDING_KIND_LABELS: dict[FindingKind, str] = {
    FindingKind.EXPIRED: "到期",
    FindingKind.CONTRADICTORY: "前后矛盾",
    FindingKind.MISPRICED: "定价异常",
    FindingKind.UNATTENDED: "机构停办",
}
ENQUIRY_STATE_LABELS: dict[EnquiryState, str] = {
    EnquiryState.TO_ANSWER: "待答复",
    EnquiryState.ANSWERED: "已答复",
    EnquiryState.CLOSED: "已结束",
}
OWN_TERMS_LABEL = "个性化方案"  # granted without a product from the shelf
# What has no price of its own stands last in an order by price, and under no ceiling.
UNPRICED_BP = 1_000_000


@cache
def category_of(kind: ProductKind) -> ProductCategory:
    """Which of the eight kinds of finance a product belongs to."""
    return next(category for category, kinds in KINDS_OF.items() if kind in kinds)


def channel_of(kind: ProductKind) -> str:
    """By which flow a product is asked for, as that flow is called: the one place that says so."""
    if kind in LETTER_KINDS:
        return "letter_application"
    is_lent = category_of(kind) is ProductCategory.BANK_CREDIT
    return "loan_application" if is_lent else "product_enquiry"
