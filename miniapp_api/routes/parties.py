"""企业认证: the routes of certification, its papers, its authorisation and its face check."""

from uuid import UUID

from domain.faces import terms as faces
from domain.identity.codes import CodeSent
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.pages import Page
from domain.kernel.ports import IncomingFile
from domain.parties import paper_queries, queries, review_queries
from domain.parties.actions import (
    authorizing,
    certifying,
    facing,
    facing_by_wechat,
    historical,
    papers,
)
from domain.parties.paper_queries import (
    AuthorizationList,
    AuthorizationView,
    FaceCheckView,
    PaperView,
    WeChatFaceCheckView,
)
from domain.parties.queries import CertificationSearch, CertificationView, UnmaskedContact
from domain.parties.review_queries import HandInList
from domain.parties.terms import (
    AuthorizationAsked,
    AuthorizationSigned,
    CertificationApproval,
    CertificationForm,
    CertificationHandIn,
    CertificationReturn,
    PaperToRead,
    PastAllowed,
    WeChatFace,
)
from domain.parties.texts import AuthorizationText
from miniapp_api.routing import Done, Route, Upload, done, get, post, take


async def read_document(query: PaperToRead, file: IncomingFile, actor: Actor) -> object:
    """上传一张证件照片：加密保存，并返回读到的内容，用来预填认证信息。"""
    return await papers.read_document(query, file, by=actor)


async def paper(paper_id: UUID, actor: Actor) -> Download:
    """下载一张证件照片：仅限本企业和审核人员，每次查看都会留痕。"""
    return await paper_queries.paper(paper_id, by=actor)


async def draft(body: AuthorizationAsked, actor: Actor) -> AuthorizationText:
    """征信授权书全文，签署前阅读。"""
    return await authorizing.text_for(body, by=actor)


async def send_code(actor: Actor) -> CodeSent:
    """由工作人员代填时，向本人手机发送签署授权书的验证码。"""
    return await authorizing.send_code(by=actor)


async def sign(body: AuthorizationSigned, actor: Actor) -> object:
    """签署征信授权书。"""
    return await authorizing.sign(body, by=actor)


async def withdraw(authorization_id: UUID, actor: Actor) -> object:
    """撤回征信授权，立即生效。"""
    return await authorizing.withdraw(authorization_id, by=actor)


async def authorizations(actor: Actor) -> AuthorizationList:
    """本企业签署过的征信授权书。"""
    return await paper_queries.authorizations(actor)


async def begin(paper_id: UUID, actor: Actor) -> object:
    """开始人脸核验，返回要做的动作；须先单独同意。"""
    return await facing.begin(paper_id, by=actor)


async def show(face_check_id: UUID, file: IncomingFile, actor: Actor) -> object:
    """上传拍摄的画面，与身份证照片比对；画面比对后即丢弃。"""
    return await facing.show(face_check_id, file, by=actor)


async def begin_by_wechat(paper_id: UUID, body: WeChatFace, actor: Actor) -> object:
    """在小程序中开始微信人脸核验：姓名和号码取自身份证照片；须先单独同意。"""
    return await facing_by_wechat.begin(paper_id, body, by=actor)


async def confirm_by_wechat(face_check_id: UUID, actor: Actor) -> object:
    """微信人脸核验完成后确认：由平台向微信查询结果。"""
    return await facing_by_wechat.confirm(face_check_id, by=actor)


async def submit(body: CertificationHandIn, actor: Actor) -> object:
    """企业提交认证申请，平台随即自动核验。"""
    return await certifying.submit(body, by=actor)


async def allow(body: PastAllowed, actor: Actor) -> Done:
    """允许一家企业补录历史认证。仅限有历史补录权限的运营账号。"""
    await historical.allow(body, by=actor)
    return Done()


async def submit_historical(body: CertificationForm, actor: Actor) -> object:
    """历史补录：补登平台启用前的认证，由运营方审核。仅限经允许补录的企业。"""
    return await historical.submit(body, by=actor)


async def resubmit(certification_id: UUID, body: CertificationHandIn, actor: Actor) -> object:
    """企业按退回意见补正后重新提交。"""
    return await certifying.resubmit(certification_id, body, by=actor)


async def approve(certification_id: UUID, body: CertificationApproval, actor: Actor) -> object:
    """运营方逐项认可后通过认证，企业信息同时写入企业档案。"""
    return await certifying.approve(certification_id, body, by=actor)


async def send_back(certification_id: UUID, body: CertificationReturn, actor: Actor) -> object:
    """运营方退回补正，写明不予认可的项目。"""
    return await certifying.send_back(certification_id, body, by=actor)


async def reject(certification_id: UUID, body: CertificationReturn, actor: Actor) -> object:
    """运营方驳回认证，写明不予认可的项目。"""
    return await certifying.reject(certification_id, body, by=actor)


async def certifications(query: CertificationSearch, actor: Actor) -> Page[CertificationView]:
    """认证申请列表：运营方看到全部，企业看到自己的。"""
    return await queries.page(query, actor)


async def certification(certification_id: UUID, actor: Actor) -> CertificationView:
    """认证申请详情。"""
    return await queries.one(certification_id, actor)


async def unmask(certification_id: UUID, actor: Actor) -> UnmaskedContact:
    """查看认证联系人的完整姓名和手机号码；每次查看都留痕。"""
    return await queries.unmasked(certification_id, actor)


async def hand_ins(certification_id: UUID, actor: Actor) -> HandInList:
    """历次提交的资料、核验结果和审核结论，最近的在前。"""
    return await review_queries.hand_ins(certification_id, actor)


VIEW, SHOWN = CertificationView, queries.view
ONE = "/certifications/{certification_id}"
PICTURES = ("image/jpeg", "image/png")
PAPER = Upload(PICTURES, papers.PAPER_BYTES_MAX)
FRAMES = Upload((faces.FRAMES_MEDIA,), faces.FRAMES_BYTES_MAX, named=False)
SIGNED, FACED = paper_queries.authorization_view, paper_queries.face_check_view

ROUTES: tuple[Route, ...] = (
    take(
        "/certifications/read-document",
        read_document,
        PaperView,
        query=PaperToRead,
        upload=PAPER,
        renders=paper_queries.paper_view,
        status=201,
        assisted=True,
    ),
    get("/certification-papers/{paper_id}", paper, None, download=PICTURES, assisted=True),
    post(
        "/certification-papers/{paper_id}/face-checks/begin",
        begin,
        FaceCheckView,
        renders=FACED,
        status=201,
    ),
    take("/face-checks/{face_check_id}/show", show, FaceCheckView, upload=FRAMES, renders=FACED),
    post(
        "/certification-papers/{paper_id}/face-checks/by-wechat/begin",
        begin_by_wechat,
        WeChatFaceCheckView,
        body=WeChatFace,
        renders=paper_queries.wechat_face_check_view,
        status=201,
    ),
    post(
        "/face-checks/by-wechat/{face_check_id}/confirm",
        confirm_by_wechat,
        FaceCheckView,
        renders=FACED,
    ),
    post(
        "/credit-authorizations/draft",
        draft,
        AuthorizationText,
        body=AuthorizationAsked,
        assisted=True,
    ),
    post("/credit-authorizations/send-code", send_code, CodeSent, assisted=True),
    post(
        "/credit-authorizations/sign",
        sign,
        AuthorizationView,
        body=AuthorizationSigned,
        renders=SIGNED,
        status=201,
        assisted=True,
    ),
    post(
        "/credit-authorizations/{authorization_id}/withdraw",
        withdraw,
        AuthorizationView,
        renders=SIGNED,
    ),
    get("/credit-authorizations", authorizations, AuthorizationList, assisted=True),
    post(
        "/certifications/submit",
        submit,
        VIEW,
        body=CertificationHandIn,
        renders=SHOWN,
        status=201,
        assisted=True,
    ),
    post("/historical-certifications/allow", allow, Done, body=PastAllowed, renders=done),
    post(
        "/historical-certifications/submit",
        submit_historical,
        VIEW,
        body=CertificationForm,
        renders=SHOWN,
        status=201,
    ),
    post(
        f"{ONE}/resubmit",
        resubmit,
        VIEW,
        body=CertificationHandIn,
        renders=SHOWN,
        assisted=True,
    ),
    post(f"{ONE}/approve", approve, VIEW, body=CertificationApproval, renders=SHOWN),
    post(f"{ONE}/send-back", send_back, VIEW, body=CertificationReturn, renders=SHOWN),
    post(f"{ONE}/reject", reject, VIEW, body=CertificationReturn, renders=SHOWN),
    post(f"{ONE}/unmask", unmask, UnmaskedContact),
    get(
        "/certifications",
        certifications,
        Page[CertificationView],
        query=CertificationSearch,
        assisted=True,
    ),
    get(ONE, certification, VIEW, assisted=True),
    get(f"{ONE}/hand-ins", hand_ins, HandInList, assisted=True),
)
