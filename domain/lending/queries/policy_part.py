"""What a policy loan shows beside its case: programme, shares, cover, payouts, filings."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from domain.kernel.actor import Actor
from domain.policy.sharing import split_loss
from orm.insurance import Cover
from orm.lending import LoanApplication
from orm.policy import Filing, PayoutRequest, Programme, RiskShare
from vocabulary.identifiers import mask_person
from vocabulary.policy import SHARER_LABELS, Sharer

PAYOUT_REQUESTS_MAX = 500


class ShareView(Struct, frozen=True):
    """风险分担：哪一方、比例，以及授信额度全部损失时承担的金额。"""

    sharer: Sharer
    label: str
    party_name: str
    share_bp: int
    amount_fen: int


class CoverView(Struct, frozen=True, kw_only=True):
    """承保信息：编号、机构、意见、比例、金额、反担保措施和期限。"""

    cover_no: str
    insurer_name: str
    opinion: str
    cover_bp: int
    cover_fen: int
    counter_guarantee: str
    cover_months: int
    covered_until: date
    at: datetime


class PayoutRequestView(Struct, frozen=True, kw_only=True):
    """一次放款申请：编号、合同编号、金额、申请人、确认或拒绝的结果。"""

    request_no: str
    contract_no: str
    amount_fen: int
    at: datetime
    account_name: str
    confirmed: bool | None
    decided_at: datetime | None
    decided_by_name: str
    reason: str
    paid: bool


class FilingView(Struct, frozen=True):
    """一次放款备案：编号、合同编号、金额、备案人和时间。"""

    filing_no: str
    contract_no: str
    amount_fen: int
    at: datetime
    account_name: str


class PolicyPart(Struct, frozen=True, kw_only=True):
    """政策性贷款：政策项目、基金分担比例、风险分担、承保、放款申请和备案。"""

    programme_id: UUID
    programme_no: str
    programme_name: str
    policy_basis: str
    fund_share_bp: int
    enterprise_cap_fen: int
    insured: bool
    guarantor_required: bool
    insurer_name: str
    shares: list[ShareView]
    cover: CoverView | None
    payout_requests: list[PayoutRequestView]
    filings: list[FilingView]


async def policy_part(row: LoanApplication, to: Actor) -> PolicyPart | None:
    """Everything of a policy loan; None for ordinary credit, which is asked nothing more."""
    if row.programme_id is None:
        return None
    programme = await Programme.get(id=row.programme_id)
    shares = await RiskShare.filter(application_id=row.id)
    cover = await Cover.get_or_none(id=row.cover_id) if row.cover_id else None
    asked = PayoutRequest.filter(application_id=row.id).order_by("at", "request_no")
    filed = Filing.filter(application_id=row.id).order_by("at", "filing_no")
    return PolicyPart(
        programme_id=programme.id,
        programme_no=programme.programme_no,
        programme_name=row.programme_name,
        policy_basis=programme.policy_basis,
        fund_share_bp=row.fund_share_bp,
        enterprise_cap_fen=programme.enterprise_cap_fen,
        insured=row.insured,
        guarantor_required=row.guarantor_required,
        insurer_name=row.insurer_name,
        shares=_shares(shares, row.credit_line_fen or 0),
        cover=None if cover is None else cover_view(cover),
        payout_requests=[
            _request(each, row, to) for each in await asked.limit(PAYOUT_REQUESTS_MAX)
        ],
        filings=[
            FilingView(
                each.filing_no,
                each.contract_no,
                each.amount_fen,
                each.at,
                _person(each.account_name, own=row.bank_id == to.party_id),
            )
            for each in await filed.limit(PAYOUT_REQUESTS_MAX)
        ],
    )


def cover_view(cover: Cover) -> CoverView:
    """Cover as everybody at the row sees it."""
    return CoverView(
        cover_no=cover.cover_no,
        insurer_name=cover.insurer_name,
        opinion=cover.opinion,
        cover_bp=cover.cover_bp,
        cover_fen=cover.cover_fen,
        counter_guarantee=cover.counter_guarantee,
        cover_months=cover.cover_months,
        covered_until=cover.covered_until,
        at=cover.at,
    )


def _shares(rows: list[RiskShare], line_fen: int) -> list[ShareView]:
    if not rows:
        return []
    by_sharer = {row.sharer: row for row in rows}
    parts = split_loss(line_fen, {sharer: row.share_bp for sharer, row in by_sharer.items()})
    return [
        ShareView(
            sharer,
            SHARER_LABELS[sharer],
            by_sharer[sharer].party_name,
            by_sharer[sharer].share_bp,
            amount_fen,
        )
        for sharer, amount_fen in parts.items()
    ]


def _request(each: PayoutRequest, row: LoanApplication, to: Actor) -> PayoutRequestView:
    return PayoutRequestView(
        request_no=each.request_no,
        contract_no=each.contract_no,
        amount_fen=each.amount_fen,
        at=each.at,
        account_name=_person(each.account_name, own=row.bank_id == to.party_id),
        confirmed=each.confirmed,
        decided_at=each.decided_at,
        decided_by_name=_person(each.decided_by_name, own=row.insurer_id == to.party_id),
        reason=each.reason,
        paid=each.disbursement_id is not None,
    )


def _person(name: str, *, own: bool) -> str:
    """Names of another party's people are masked."""
    return name if own or not name else mask_person(name)
