"""/guarantee-…, and the guarantor's steps at a loan application: the doors to guarantees."""

from uuid import UUID

from domain.guarantee.actions import assessing, committing
from domain.guarantee.queries import cases as guarantees
from domain.guarantee.queries import desk
from domain.guarantee.queries.cases import PDF, GuaranteeView
from domain.guarantee.queries.desk import (
    CommitmentFilter,
    CommitmentPage,
    GuaranteeRequestRow,
    RequestFilter,
)
from domain.guarantee.terms import (
    CommitmentCheck,
    DueDiligenceForm,
    GuaranteeConfirmation,
    RiskAssessmentForm,
)
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.exporting import Sheet
from domain.kernel.pages import Page
from domain.lending.actions import guaranteeing
from domain.lending.queries import cases
from domain.lending.queries.views import ApplicationCase
from miniapp_api.routes.claims import SHEET_MEDIA
from miniapp_api.routing import Reason, Route, get, post


async def investigate(application_id: UUID, body: DueDiligenceForm, actor: Actor) -> object:
    """担保机构登记尽调记录。"""
    return await assessing.investigate(application_id, body, by=actor)


async def assess_risk(application_id: UUID, body: RiskAssessmentForm, actor: Actor) -> object:
    """担保机构做风险评估：费率、比例、代偿责任、期限和意见。"""
    return await assessing.assess_risk(application_id, body, by=actor)


async def confirm_guarantee(
    application_id: UUID, body: GuaranteeConfirmation, actor: Actor
) -> object:
    """担保机构确认担保，同时出具经电子签名的担保函。"""
    return await guaranteeing.confirm_guarantee(application_id, body, by=actor)


async def decline_guarantee(application_id: UUID, body: Reason, actor: Actor) -> object:
    """担保机构不予担保。"""
    return await guaranteeing.decline_guarantee(application_id, body.reason, by=actor)


async def confirm_commitment(application_id: UUID, body: CommitmentCheck, actor: Actor) -> object:
    """银行核对并确认担保函；确认后才能放款。"""
    return await committing.confirm_commitment(application_id, body, by=actor)


async def guarantee(application_id: UUID, actor: Actor) -> GuaranteeView:
    """一笔业务的担保：尽调、评估、担保函；企业只看担保函。"""
    return await guarantees.of_case(application_id, to=actor)


async def commitment(application_id: UUID, actor: Actor) -> Download:
    """下载担保函（PDF）；下载行为留痕。"""
    return await guarantees.download_commitment(application_id, by=actor)


async def guarantee_requests(query: RequestFilter, actor: Actor) -> Page[GuaranteeRequestRow]:
    """待担保业务：企业、金额、期限和银行的预审意见。"""
    return await desk.requests(query, to=actor)


async def export_commitments(query: CommitmentFilter, actor: Actor) -> Sheet:
    """导出担保函台账（Excel）；导出行为留痕。"""
    return await desk.export(query, by=actor)


async def commitments(query: CommitmentFilter, actor: Actor) -> CommitmentPage:
    """担保函台账，附在保合计；可只看政策性产品。"""
    return await desk.register(query, to=actor)


CASE, SHOWN = ApplicationCase, cases.case
ONE = "/loan-applications/{application_id}"

ROUTES: tuple[Route, ...] = (
    post(f"{ONE}/investigate", investigate, CASE, body=DueDiligenceForm, renders=SHOWN),
    post(f"{ONE}/assess-risk", assess_risk, CASE, body=RiskAssessmentForm, renders=SHOWN),
    post(
        f"{ONE}/confirm-guarantee",
        confirm_guarantee,
        CASE,
        body=GuaranteeConfirmation,
        renders=SHOWN,
    ),
    post(f"{ONE}/decline-guarantee", decline_guarantee, CASE, body=Reason, renders=SHOWN),
    post(
        f"{ONE}/confirm-commitment", confirm_commitment, CASE, body=CommitmentCheck, renders=SHOWN
    ),
    get(f"{ONE}/guarantee", guarantee, GuaranteeView),
    get(f"{ONE}/guarantee/commitment", commitment, None, download=(PDF,)),
    get("/guarantee-requests", guarantee_requests, Page[GuaranteeRequestRow], query=RequestFilter),
    get("/guarantee-commitments", commitments, CommitmentPage, query=CommitmentFilter),
    get(
        "/guarantee-commitments/export",
        export_commitments,
        None,
        query=CommitmentFilter,
        media=SHEET_MEDIA,
    ),
)
