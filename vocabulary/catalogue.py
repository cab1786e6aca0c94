"""The words of the shelf."""

from enum import StrEnum


class ProductKind(StrEnum):
    """产品类型, of bank credit."""

    WORKING_CAPITAL = "working_capital"
    CREDIT_LOAN = "credit_loan"
    MORTGAGE_LOAN = "mortgage_loan"
    TECH_LOAN = "tech_loan"
    SUPPLY_CHAIN = "supply_chain"
    FIXED_ASSET = "fixed_asset"
    POLICY_LOAN = "policy_loan"


class ProductSort(StrEnum):
    """How the shelf is ordered."""

    RATE = "rate"
    AMOUNT = "amount"
    TERM = "term"


PRODUCT_KIND_LABELS: dict[ProductKind, str] = {
    ProductKind.WORKING_CAPITAL: "流动资金贷款",
    ProductKind.CREDIT_LOAN: "信用贷",
    ProductKind.MORTGAGE_LOAN: "抵押贷",
    ProductKind.TECH_LOAN: "科技贷",
    ProductKind.SUPPLY_CHAIN: "供应链融资",
    ProductKind.FIXED_ASSET: "固定资产贷款",
    ProductKind.POLICY_LOAN: "政策性贷款",
}
OWN_TERMS_LABEL = "个性化方案"  # granted without a product from the shelf
