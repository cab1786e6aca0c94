"""/letter-applications and /letters: the doors to letters of guarantee and their verification."""

from uuid import UUID

from domain.guarantee.actions import lettering
from domain.guarantee.letter_terms import LetterOpinion, LetterRequest
from domain.guarantee.queries import letters, public
from domain.guarantee.queries.cases import PDF
from domain.guarantee.queries.letters import LetterCase, LetterFilter, LetterRow
from domain.guarantee.queries.public import LETTER_BYTES_MAX, LetterCard, LetterCheck
from domain.kernel.actor import Actor, Call
from domain.kernel.download import Download
from domain.kernel.pages import Page
from domain.kernel.ports import IncomingFile
from miniapp_api.routing import Reason, Route, Upload, get, post, take


async def apply(body: LetterRequest, actor: Actor) -> object:
    """企业向担保机构申请投标、履约、预付款或农民工工资保函。"""
    return await lettering.apply(body, by=actor)


async def accept(application_id: UUID, actor: Actor) -> object:
    """担保机构受理保函申请。"""
    return await lettering.accept(application_id, by=actor)


async def approve(application_id: UUID, body: LetterOpinion, actor: Actor) -> object:
    """担保机构通过保函审核，确定收费。"""
    return await lettering.approve(application_id, body, by=actor)


async def issue(application_id: UUID, actor: Actor) -> object:
    """担保机构出具经电子签名的保函。"""
    return await lettering.issue(application_id, by=actor)


async def reject(application_id: UUID, body: Reason, actor: Actor) -> object:
    """担保机构驳回保函申请。"""
    return await lettering.reject(application_id, body.reason, by=actor)


async def withdraw(application_id: UUID, body: Reason, actor: Actor) -> object:
    """企业撤回保函申请。"""
    return await lettering.withdraw(application_id, body.reason, by=actor)


async def release(application_id: UUID, body: Reason, actor: Actor) -> object:
    """担保机构解除保函。"""
    return await lettering.release(application_id, body.reason, by=actor)


async def applications(query: LetterFilter, actor: Actor) -> Page[LetterRow]:
    """保函申请列表：企业看自己的，担保机构看本机构的。"""
    return await letters.page(query, to=actor)


async def application(application_id: UUID, actor: Actor) -> LetterCase:
    """保函申请详情：要素、进度、流程图、可办理的步骤。"""
    return await letters.one(application_id, to=actor)


async def letter_file(application_id: UUID, actor: Actor) -> Download:
    """下载保函（PDF）；下载行为留痕。"""
    return await letters.download_letter(application_id, by=actor)


async def letter(letter_no: str, call: Call) -> LetterCard:
    """按编号核验担保函或保函：公开信息，企业名称经脱敏。"""
    return await public.letter(letter_no, call=call)


async def verify(file: IncomingFile, call: Call) -> LetterCheck:
    """上传 PDF 核验：签名是否有效、内容是否改动、是否与平台登记一致。"""
    return await public.check(file, call=call)


CASE, SHOWN = LetterCase, letters.case
ONE = "/letter-applications/{application_id}"
TAKEN = Upload((PDF, "application/octet-stream"), LETTER_BYTES_MAX, named=False)

ROUTES: tuple[Route, ...] = (
    post("/letter-applications/apply", apply, CASE, body=LetterRequest, renders=SHOWN, status=201),
    post(f"{ONE}/accept", accept, CASE, renders=SHOWN),
    post(f"{ONE}/approve", approve, CASE, body=LetterOpinion, renders=SHOWN),
    post(f"{ONE}/issue", issue, CASE, renders=SHOWN),
    post(f"{ONE}/reject", reject, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/withdraw", withdraw, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/release", release, CASE, body=Reason, renders=SHOWN),
    get("/letter-applications", applications, Page[LetterRow], query=LetterFilter),
    get(ONE, application, CASE),
    get(f"{ONE}/letter", letter_file, None, download=(PDF,)),
    get("/letters/{letter_no}", letter, LetterCard, public=True),
    take("/letters/verify", verify, LetterCheck, upload=TAKEN, public=True),
)
