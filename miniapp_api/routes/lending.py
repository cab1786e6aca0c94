"""/loan-applications, /financing-requests, /pool, /workbench: the doors to lending."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.exporting import Sheet
from domain.kernel.pages import Page
from domain.kernel.ports import IncomingFile
from domain.lending.actions import applying, attaching, banking
from domain.lending.attachment_rules import ATTACHMENT_BYTES_MAX, ATTACHMENT_MEDIA
from domain.lending.queries import attachments, cases, desk, register
from domain.lending.queries.cases import ApplicationFilter, PoolFilter
from domain.lending.queries.desk import Workbench
from domain.lending.queries.register import RegisterFilter, RegisterPage
from domain.lending.queries.views import ApplicationCase, ApplicationRow, PoolItem
from domain.lending.terms import (
    Acceptance,
    CreditLine,
    GuarantorChoice,
    LineAmendment,
    Opinion,
    Payout,
    Publication,
    RatingForm,
    Resubmission,
    Submission,
)
from miniapp_api.routing import Reason, Route, Upload, get, post, take

SHEET_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def publish(body: Publication, actor: Actor) -> object:
    """企业发布融资需求：定向给一家银行，或进入抢单区。"""
    return await applying.publish(body, by=actor)


async def submit(body: Submission, actor: Actor) -> object:
    """企业申请一个产品。"""
    return await applying.submit(body, by=actor)


async def resubmit(application_id: UUID, body: Resubmission, actor: Actor) -> object:
    """企业补正后重新提交。"""
    return await applying.resubmit(application_id, body, by=actor)


async def withdraw(application_id: UUID, body: Reason, actor: Actor) -> object:
    """企业撤回申请。"""
    return await applying.withdraw(application_id, body.reason, by=actor)


async def rate(application_id: UUID, body: RatingForm, actor: Actor) -> object:
    """企业在业务办结后作出评价。"""
    return await applying.rate(application_id, body, by=actor)


async def grab(application_id: UUID, actor: Actor) -> object:
    """银行抢单：多家银行中只有一家成功。"""
    return await banking.grab(application_id, by=actor)


async def accept(application_id: UUID, actor: Actor) -> object:
    """银行受理定向需求或产品申请。"""
    return await banking.accept(application_id, by=actor)


async def accept_all(body: Acceptance, actor: Actor) -> object:
    """银行批量受理：全部受理，或一笔也不受理；不能受理时说明是哪一笔、为什么。"""
    return await banking.accept_all(body, by=actor)


async def require_guarantor(application_id: UUID, body: GuarantorChoice, actor: Actor) -> object:
    """银行追加担保：请一家担保机构协同办理。"""
    return await banking.require_guarantor(application_id, body, by=actor)


async def release(application_id: UUID, body: Reason, actor: Actor) -> object:
    """银行取消受理：非定向需求回到抢单区。"""
    return await banking.release(application_id, body.reason, by=actor)


async def send_back(application_id: UUID, body: Reason, actor: Actor) -> object:
    """银行退回补正。"""
    return await banking.send_back(application_id, body.reason, by=actor)


async def approve(application_id: UUID, body: Opinion, actor: Actor) -> object:
    """银行审核通过。"""
    return await banking.approve(application_id, body, by=actor)


async def reject(application_id: UUID, body: Reason, actor: Actor) -> object:
    """银行驳回。"""
    return await banking.reject(application_id, body.reason, by=actor)


async def grant(application_id: UUID, body: CreditLine, actor: Actor) -> object:
    """银行授信。"""
    return await banking.grant(application_id, body, by=actor)


async def amend_line(application_id: UUID, body: LineAmendment, actor: Actor) -> object:
    """银行修改授信信息，历史记录保留。"""
    return await banking.amend_line(application_id, body, by=actor)


async def disburse(application_id: UUID, body: Payout, actor: Actor) -> object:
    """银行登记放款，同时写入业务台账。"""
    return await banking.disburse(application_id, body, by=actor)


async def complete(application_id: UUID, actor: Actor) -> object:
    """银行办结。"""
    return await banking.complete(application_id, by=actor)


async def attach(application_id: UUID, file: IncomingFile, actor: Actor) -> object:
    """企业、经办银行或担保机构上传一份材料：提交内容就是文件本身。"""
    return await attaching.attach(application_id, file, by=actor)


async def attachment(application_id: UUID, attachment_id: UUID, actor: Actor) -> Download:
    """下载一份材料；下载行为留痕。"""
    return await attachments.attachment(application_id, attachment_id, by=actor)


async def applications(query: ApplicationFilter, actor: Actor) -> Page[ApplicationRow]:
    """贷款申请列表：企业看自己的，银行看本行的，运营方看全部。"""
    return await cases.page(query, to=actor)


async def application(application_id: UUID, actor: Actor) -> ApplicationCase:
    """贷款申请详情：要素、进度、流程图、可办理的步骤。"""
    return await cases.one(application_id, to=actor)


async def pool(query: PoolFilter, actor: Actor) -> Page[PoolItem]:
    """抢单区：尚未被受理的非定向需求，只显示脱敏摘要。"""
    return await cases.pool(query, to=actor)


async def workbench(actor: Actor) -> Workbench:
    """工作台：待办、时限、业务成果。"""
    return await desk.workbench(to=actor)


async def business_register(query: RegisterFilter, actor: Actor) -> RegisterPage:
    """业务台账：每笔放款一行，附合计。"""
    return await register.page(query, to=actor)


async def export_register(query: RegisterFilter, actor: Actor) -> Sheet:
    """导出业务台账（Excel）；导出行为留痕。"""
    return await register.export_register(query, by=actor)


async def export_applications(query: ApplicationFilter, actor: Actor) -> Sheet:
    """导出贷款申请（Excel）；导出行为留痕。"""
    return await register.export_applications(query, by=actor)


CASE, SHOWN = ApplicationCase, cases.case
TAKEN = Upload(ATTACHMENT_MEDIA, ATTACHMENT_BYTES_MAX)
ONE = "/loan-applications/{application_id}"

ROUTES: tuple[Route, ...] = (
    post(
        "/financing-requests/publish",
        publish,
        CASE,
        body=Publication,
        renders=SHOWN,
        status=201,
        assisted=True,
    ),
    post(
        "/loan-applications/submit",
        submit,
        CASE,
        body=Submission,
        renders=SHOWN,
        status=201,
        assisted=True,
    ),
    post(f"{ONE}/resubmit", resubmit, CASE, body=Resubmission, renders=SHOWN),
    post(f"{ONE}/withdraw", withdraw, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/rate", rate, CASE, body=RatingForm, renders=SHOWN),
    post(f"{ONE}/grab", grab, CASE, renders=SHOWN),
    post(f"{ONE}/accept", accept, CASE, renders=SHOWN),
    post(
        "/loan-applications/accept-all",
        accept_all,
        Page[ApplicationRow],
        body=Acceptance,
        renders=cases.several,
    ),
    post(f"{ONE}/release", release, CASE, body=Reason, renders=SHOWN),
    post(
        f"{ONE}/require-guarantor",
        require_guarantor,
        CASE,
        body=GuarantorChoice,
        renders=SHOWN,
    ),
    post(f"{ONE}/send-back", send_back, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/approve", approve, CASE, body=Opinion, renders=SHOWN),
    post(f"{ONE}/reject", reject, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/grant", grant, CASE, body=CreditLine, renders=SHOWN),
    post(f"{ONE}/amend-line", amend_line, CASE, body=LineAmendment, renders=SHOWN),
    post(f"{ONE}/disburse", disburse, CASE, body=Payout, renders=SHOWN),
    post(f"{ONE}/complete", complete, CASE, renders=SHOWN),
    take(f"{ONE}/attach", attach, CASE, upload=TAKEN, renders=SHOWN),
    get(
        f"{ONE}/attachments/{{attachment_id}}",
        attachment,
        None,
        download=ATTACHMENT_MEDIA,
    ),
    get("/loan-applications", applications, Page[ApplicationRow], query=ApplicationFilter),
    get(
        "/loan-applications/export",
        export_applications,
        None,
        query=ApplicationFilter,
        media=SHEET_MEDIA,
    ),
    get(ONE, application, CASE),
    get("/pool", pool, Page[PoolItem], query=PoolFilter),
    get("/workbench", workbench, Workbench),
    get("/business-register", business_register, RegisterPage, query=RegisterFilter),
    get(
        "/business-register/export",
        export_register,
        None,
        query=RegisterFilter,
        media=SHEET_MEDIA,
    ),
)
