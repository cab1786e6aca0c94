"""/claims: the doors to 代偿, its payment and recovery; and to a loan's dossier."""

from uuid import UUID

from domain.claims import queries
from domain.claims.actions import claiming
from domain.claims.queries import ClaimCase, ClaimFilter, ClaimPage
from domain.claims.terms import ClaimAgreement, ClaimForm, ClaimPaid, Recovered
from domain.dossier import queries as dossiers
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.exporting import Sheet
from domain.servicing.views import LoanCase
from miniapp_api.routing import Reason, Route, get, post

SHEET_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def file_claim(loan_id: UUID, body: ClaimForm, actor: Actor) -> object:
    """银行对逾期贷款申请代偿；金额不超过该机构承担的部分，已结清的贷款不能申请。"""
    return await claiming.file_claim(loan_id, body, by=actor)


async def agree_claim(claim_id: UUID, body: ClaimAgreement, actor: Actor) -> object:
    """担保机构或保险机构同意代偿。"""
    return await claiming.agree_claim(claim_id, body, by=actor)


async def decline_claim(claim_id: UUID, body: Reason, actor: Actor) -> object:
    """担保机构或保险机构不予代偿。"""
    return await claiming.decline_claim(claim_id, body.reason, by=actor)


async def retract_claim(claim_id: UUID, body: Reason, actor: Actor) -> object:
    """银行撤回代偿申请。"""
    return await claiming.retract_claim(claim_id, body.reason, by=actor)


async def pay_claim(claim_id: UUID, body: ClaimPaid, actor: Actor) -> object:
    """登记代偿金额、日期和原因；款项记入该贷款的还款台账。"""
    return await claiming.pay_claim(claim_id, body, by=actor)


async def recover(claim_id: UUID, body: Recovered, actor: Actor) -> object:
    """登记一次追偿；可分多次，合计不超过代偿金额。"""
    return await claiming.recover(claim_id, body, by=actor)


async def settle(claim_id: UUID, actor: Actor) -> object:
    """代偿款全部追回后结清。"""
    return await claiming.settle(claim_id, by=actor)


async def write_off(claim_id: UUID, body: Reason, actor: Actor) -> object:
    """核销无法追回的代偿款；登记代偿的人员不能核销。"""
    return await claiming.write_off(claim_id, body.reason, by=actor)


async def claims(query: ClaimFilter, actor: Actor) -> ClaimPage:
    """代偿台账：银行看本行申请的，担保和保险机构看向本机构申请的，附合计。"""
    return await queries.page(query, to=actor)


async def claim(claim_id: UUID, actor: Actor) -> ClaimCase:
    """代偿详情：依据、审核、付款、追偿和办理进展。"""
    return await queries.one(claim_id, to=actor)


async def export_claims(query: ClaimFilter, actor: Actor) -> Sheet:
    """导出代偿台账（Excel）；导出行为留痕。"""
    return await queries.export(query, by=actor)


async def dossier(loan_id: UUID, actor: Actor) -> Download:
    """下载一笔贷款的业务档案（ZIP）：要素、还款计划与台账、材料、操作日志及其封印；下载行为留痕。"""
    return await dossiers.dossier(loan_id, by=actor)


ONE = "/claims/{claim_id}"
CASE, SHOWN = ClaimCase, queries.case

ROUTES: tuple[Route, ...] = (
    post(
        "/loans/{loan_id}/file-claim",
        file_claim,
        LoanCase,
        body=ClaimForm,
        renders=queries.of_loan,
    ),
    get("/loans/{loan_id}/dossier", dossier, None, download=(dossiers.MEDIA,)),
    get("/claims", claims, ClaimPage, query=ClaimFilter),
    get("/claims/export", export_claims, None, query=ClaimFilter, media=SHEET_MEDIA),
    get(ONE, claim, CASE),
    post(f"{ONE}/agree-claim", agree_claim, CASE, body=ClaimAgreement, renders=SHOWN),
    post(f"{ONE}/decline-claim", decline_claim, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/retract-claim", retract_claim, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/pay-claim", pay_claim, CASE, body=ClaimPaid, renders=SHOWN),
    post(f"{ONE}/recover", recover, CASE, body=Recovered, renders=SHOWN),
    post(f"{ONE}/settle", settle, CASE, renders=SHOWN),
    post(f"{ONE}/write-off", write_off, CASE, body=Reason, renders=SHOWN),
)
