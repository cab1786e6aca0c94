"""/cover-requests: the doors to 融资保险, for the enterprise and the insurer."""

from uuid import UUID

from domain.insurance import queries, views
from domain.insurance.actions import attaching, requesting, underwriting
from domain.insurance.queries import CoverRequestFilter
from domain.insurance.terms import CoverOpinion, CoverPayout, CoverWish, SecurityTerms
from domain.insurance.views import CoverRequestCase, CoverRequestRow
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.pages import Page
from domain.kernel.ports import IncomingFile
from domain.lending.attachment_rules import ATTACHMENT_BYTES_MAX, ATTACHMENT_MEDIA
from miniapp_api.routing import Reason, Route, Upload, get, post, take


async def cover_requests(query: CoverRequestFilter, actor: Actor) -> Page[CoverRequestRow]:
    """融资保险需求：企业看自己的，保险机构看面向全部机构的和本机构的，运营方看全部。"""
    return await queries.page(query, to=actor)


async def cover_request(request_id: UUID, actor: Actor) -> CoverRequestCase:
    """融资保险需求详情：经营、用途、征信、担保条件、承保、放款和进度。"""
    return await queries.one(request_id, to=actor)


async def publish(body: CoverWish, actor: Actor) -> object:
    """企业发布融资保险需求：定向给一家保险机构，或面向全部保险机构。"""
    return await requesting.publish(body, by=actor)


async def withdraw(request_id: UUID, body: Reason, actor: Actor) -> object:
    """企业撤回融资保险需求。"""
    return await requesting.withdraw(request_id, body.reason, by=actor)


async def accept(request_id: UUID, actor: Actor) -> object:
    """保险机构受理：多家机构中只有一家成功，企业随即收到通知。"""
    return await underwriting.accept(request_id, by=actor)


async def amend_security(request_id: UUID, body: SecurityTerms, actor: Actor) -> object:
    """保险机构编辑担保信息。"""
    return await underwriting.amend_security(request_id, body, by=actor)


async def underwrite(request_id: UUID, body: CoverOpinion, actor: Actor) -> object:
    """保险机构填写审批意见并承保。"""
    return await underwriting.underwrite(request_id, body, by=actor)


async def decline(request_id: UUID, body: Reason, actor: Actor) -> object:
    """保险机构不予承保。"""
    return await underwriting.decline(request_id, body.reason, by=actor)


async def disburse(request_id: UUID, body: CoverPayout, actor: Actor) -> object:
    """保险机构登记放款，同时写入业务台账。"""
    return await underwriting.disburse(request_id, body, by=actor)


async def attach(request_id: UUID, file: IncomingFile, actor: Actor) -> object:
    """企业或受理的保险机构上传一份材料：提交内容就是文件本身。"""
    return await attaching.attach(request_id, file, by=actor)


async def attachment(request_id: UUID, attachment_id: UUID, actor: Actor) -> Download:
    """下载融资保险需求的一份材料；下载行为留痕。"""
    return await queries.attachment(request_id, attachment_id, by=actor)


CASE, SHOWN = CoverRequestCase, views.case
TAKEN = Upload(ATTACHMENT_MEDIA, ATTACHMENT_BYTES_MAX)
ONE = "/cover-requests/{request_id}"

ROUTES: tuple[Route, ...] = (
    get("/cover-requests", cover_requests, Page[CoverRequestRow], query=CoverRequestFilter),
    get(ONE, cover_request, CASE),
    post("/cover-requests/publish", publish, CASE, body=CoverWish, renders=SHOWN, status=201),
    post(f"{ONE}/withdraw", withdraw, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/accept", accept, CASE, renders=SHOWN),
    post(f"{ONE}/amend-security", amend_security, CASE, body=SecurityTerms, renders=SHOWN),
    post(f"{ONE}/underwrite", underwrite, CASE, body=CoverOpinion, renders=SHOWN),
    post(f"{ONE}/decline", decline, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/disburse", disburse, CASE, body=CoverPayout, renders=SHOWN),
    take(f"{ONE}/attach", attach, CASE, upload=TAKEN, renders=SHOWN),
    get(f"{ONE}/attachments/{{attachment_id}}", attachment, None, download=ATTACHMENT_MEDIA),
)
