"""机构入驻: the public standard, the applicant's ticket, the check, staying, leaving."""

from typing import Any
from uuid import UUID

from domain.kernel.actor import Actor, Call
from domain.kernel.download import Download
from domain.kernel.pages import Page
from domain.kernel.ports import IncomingFile
from domain.onboarding import documents, queries, terms, tickets, views
from domain.onboarding.actions import applying, checking, staying
from domain.onboarding.documents import DOCUMENT_BYTES_MAX, DOCUMENT_MEDIA
from domain.onboarding.queries import OnboardingSearch, PublishedStandard
from domain.onboarding.views import AgreementView, OnboardingEntry, OnboardingRow, OnboardingView
from miniapp_api.routing import Reason, Route, Upload, get, post, take


async def admission_criteria() -> PublishedStandard:
    """统一准入标准：公开，无需登录。"""
    return queries.standard()


async def agreement() -> AgreementView:
    """入驻协议文本：公开，无需登录。"""
    return queries.agreement()


async def apply(body: terms.Application, call: Call) -> OnboardingEntry:
    """填写入驻申请，得到入驻编号和办理凭证；随后上传材料并提交。"""
    return await views.entry_view(await applying.apply(body, call=call))


async def look_up(body: terms.LookUp, call: Call) -> OnboardingEntry:
    """凭入驻编号和首位管理员的手机验证码查询进度、继续办理。"""
    return await views.entry_view(await tickets.look_up(body, call=call))


async def own(call: Call) -> OnboardingView:
    """凭办理凭证（X-Onboarding-Ticket）查看自己的申请。"""
    return await queries.own(call)


async def hand_in(query: terms.EvidenceSlot, file: IncomingFile, call: Call) -> Any:
    """凭办理凭证上传一项材料，重新上传则替换；提交内容就是文件本身。"""
    return await applying.hand_in(query.evidence, file, call=call)


async def submit(body: terms.OnboardingForm, call: Call) -> Any:
    """凭办理凭证提交入驻申请。"""
    return await applying.submit(body, call=call)


async def resubmit(body: terms.OnboardingForm, call: Call) -> Any:
    """凭办理凭证补正后重新提交。"""
    return await applying.resubmit(body, call=call)


async def withdraw(body: Reason, call: Call) -> Any:
    """凭办理凭证撤回入驻申请。"""
    return await applying.withdraw(body.reason, call=call)


async def sign(body: terms.Signature, call: Call) -> Any:
    """授权代表签署入驻协议，机构即入驻，首位管理员的账号同时开通。"""
    return await applying.sign(body, call=call)


async def onboardings(query: OnboardingSearch, actor: Actor) -> Page[OnboardingRow]:
    """入驻列表：运营方看到全部，机构看到自己的。"""
    return await queries.page(query, actor)


async def onboarding(onboarding_id: UUID, actor: Actor) -> OnboardingView:
    """入驻详情。"""
    return await queries.one(onboarding_id, actor)


async def document(onboarding_id: UUID, document_id: UUID, actor: Actor) -> Download:
    """下载一份入驻材料；下载行为留痕。"""
    return await documents.document(onboarding_id, document_id, by=actor)


async def hand_in_for(
    onboarding_id: UUID, query: terms.EvidenceSlot, file: IncomingFile, actor: Actor
) -> Any:
    """机构管理员更新一项材料。"""
    return await applying.hand_in_for(onboarding_id, query.evidence, file, by=actor)


async def admission_check(onboarding_id: UUID, body: terms.AdmissionCheck, actor: Actor) -> Any:
    """运营方逐项登记准入资质审核结果。"""
    return await checking.admission_check(onboarding_id, body, by=actor)


async def recommend(onboarding_id: UUID, actor: Actor) -> Any:
    """核验人提交审批。"""
    return await checking.recommend(onboarding_id, by=actor)


async def send_back(onboarding_id: UUID, body: Reason, actor: Actor) -> Any:
    """运营方退回补正。"""
    return await checking.send_back(onboarding_id, body.reason, by=actor)


async def return_to_check(onboarding_id: UUID, body: Reason, actor: Actor) -> Any:
    """审批人退回核验。"""
    return await checking.return_to_check(onboarding_id, body.reason, by=actor)


async def approve(onboarding_id: UUID, body: terms.Admission, actor: Actor) -> Any:
    """审批通过：审批人不能是核验人。"""
    return await checking.approve(onboarding_id, body, by=actor)


async def reject(onboarding_id: UUID, body: Reason, actor: Actor) -> Any:
    """运营方驳回入驻申请。"""
    return await checking.reject(onboarding_id, body.reason, by=actor)


async def ask_renewal(onboarding_id: UUID, body: terms.RenewalForm, actor: Actor) -> Any:
    """机构申请续期。"""
    return await staying.ask_renewal(onboarding_id, body, by=actor)


async def extend_admission(onboarding_id: UUID, body: terms.Admission, actor: Actor) -> Any:
    """运营方准予续期一年。"""
    return await staying.extend_admission(onboarding_id, body, by=actor)


async def return_renewal(onboarding_id: UUID, body: Reason, actor: Actor) -> Any:
    """运营方退回续期申请。"""
    return await staying.return_renewal(onboarding_id, body.reason, by=actor)


async def give_notice(onboarding_id: UUID, body: Reason, actor: Actor) -> Any:
    """机构申请退出，或运营方启动退出：即日起不承接新业务。"""
    return await staying.give_notice(onboarding_id, body.reason, by=actor)


async def cancel_notice(onboarding_id: UUID, body: Reason, actor: Actor) -> Any:
    """撤销退出。"""
    return await staying.cancel_notice(onboarding_id, body.reason, by=actor)


async def leave(onboarding_id: UUID, body: Reason, actor: Actor) -> Any:
    """运营方办理退出：没有未结业务时，停用账号、下架产品。"""
    return await staying.leave(onboarding_id, body.reason, by=actor)


VIEW, SHOWN = OnboardingView, views.view
ONE = "/onboardings/{onboarding_id}"
TAKEN = Upload(DOCUMENT_MEDIA, DOCUMENT_BYTES_MAX)
SLOT = terms.EvidenceSlot


def _open(verb: str, handle: Any, body: type) -> Route:
    """An act of the applicant: public, because a ticket stands in for the log-in."""
    return post(f"/onboarding/{verb}", handle, VIEW, body=body, renders=SHOWN, public=True)


def _act(verb: str, handle: Any, body: type) -> Route:
    """An act of somebody who is logged in."""
    return post(f"{ONE}/{verb}", handle, VIEW, body=body, renders=SHOWN)


ROUTES: tuple[Route, ...] = (
    get("/admission-criteria", admission_criteria, PublishedStandard, public=True),
    get("/onboarding-agreement", agreement, AgreementView, public=True),
    post(
        "/onboarding/apply",
        apply,
        OnboardingEntry,
        body=terms.Application,
        public=True,
        status=201,
    ),
    post("/onboarding/look-up", look_up, OnboardingEntry, body=terms.LookUp, public=True),
    get("/onboarding", own, VIEW, public=True),
    take(
        "/onboarding/hand-in", hand_in, VIEW, upload=TAKEN, query=SLOT, renders=SHOWN, public=True
    ),
    _open("submit", submit, terms.OnboardingForm),
    _open("resubmit", resubmit, terms.OnboardingForm),
    _open("withdraw", withdraw, Reason),
    _open("sign", sign, terms.Signature),
    get("/onboardings", onboardings, Page[OnboardingRow], query=OnboardingSearch),
    get(ONE, onboarding, VIEW),
    get(f"{ONE}/documents/{{document_id}}", document, None, download=DOCUMENT_MEDIA),
    take(f"{ONE}/hand-in", hand_in_for, VIEW, upload=TAKEN, query=SLOT, renders=SHOWN),
    _act("admission-check", admission_check, terms.AdmissionCheck),
    post(f"{ONE}/recommend", recommend, VIEW, renders=SHOWN),
    _act("send-back", send_back, Reason),
    _act("return-to-check", return_to_check, Reason),
    _act("approve", approve, terms.Admission),
    _act("reject", reject, Reason),
    _act("ask-renewal", ask_renewal, terms.RenewalForm),
    _act("extend-admission", extend_admission, terms.Admission),
    _act("return-renewal", return_renewal, Reason),
    _act("give-notice", give_notice, Reason),
    _act("cancel-notice", cancel_notice, Reason),
    post(f"{ONE}/leave", leave, VIEW, body=Reason, renders=views.left_view),
)
