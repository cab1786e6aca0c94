"""企业认证 at the kiosk: the same use cases as on one's own device, at the door of a terminal."""

from uuid import UUID

from domain.faces import terms as faces
from domain.kernel.actor import Actor
from domain.kernel.ports import IncomingFile
from domain.kernel.routing import Route, Upload, get, post, take
from domain.parties import at_kiosk, paper_queries
from domain.parties.actions import authorizing, certifying, facing, papers, reading_cards
from domain.parties.actions.reading_cards import CardRead
from domain.parties.at_kiosk import CertificationAtKiosk
from domain.parties.paper_queries import AuthorizationView, FaceCheckView, PaperView
from domain.parties.terms import (
    AuthorizationAsked,
    AuthorizationSigned,
    CertificationHandIn,
    PaperToRead,
)
from domain.parties.texts import AuthorizationText

PAPER = Upload(("image/jpeg",), papers.PAPER_BYTES_MAX, named=False)
FRAMES = Upload((faces.FRAMES_MEDIA,), faces.FRAMES_BYTES_MAX, named=False)


async def certification(actor: Actor) -> CertificationAtKiosk:
    """本企业最近一次认证：进度、核验结果，以及补正所需的内容。"""
    return await at_kiosk.mine(actor)


async def read_document(query: PaperToRead, file: IncomingFile, actor: Actor) -> object:
    """拍摄一张证件：加密保存，并返回读到的内容，用来预填认证信息。"""
    return await papers.read_document(query, file, by=actor)


async def read_card(paper_id: UUID, body: CardRead, actor: Actor) -> object:
    """在读卡器上刷身份证，与拍摄的人像面核对；看不清的文字以芯片为准。"""
    return await reading_cards.read_card(paper_id, body, by=actor)


async def draft(body: AuthorizationAsked, actor: Actor) -> AuthorizationText:
    """征信授权书全文，签署前阅读。"""
    return await authorizing.text_for(body, by=actor)


async def sign(body: AuthorizationSigned, actor: Actor) -> object:
    """签署征信授权书。"""
    return await authorizing.sign(body, by=actor)


async def begin(paper_id: UUID, actor: Actor) -> object:
    """开始人脸核验，返回要做的动作；须先单独同意。"""
    return await facing.begin(paper_id, by=actor)


async def show(face_check_id: UUID, file: IncomingFile, actor: Actor) -> object:
    """上传拍摄的画面，与身份证照片比对；画面比对后即丢弃。"""
    return await facing.show(face_check_id, file, by=actor)


async def submit(body: CertificationHandIn, actor: Actor) -> object:
    """企业提交认证申请，平台随即自动核验。"""
    return await certifying.submit(body, by=actor)


async def resubmit(certification_id: UUID, body: CertificationHandIn, actor: Actor) -> object:
    """企业按退回意见补正后重新提交。"""
    return await certifying.resubmit(certification_id, body, by=actor)


READ = {"device": True, "renders": paper_queries.paper_view}
SIGNED = {"device": True, "renders": paper_queries.authorization_view}
FACED = {"device": True, "renders": paper_queries.face_check_view}
STANDS = {"device": True, "renders": at_kiosk.view}

ROUTES: tuple[Route, ...] = (
    get("/kiosk/certification", certification, CertificationAtKiosk, device=True),
    take(
        "/kiosk/certifications/read-document",
        read_document,
        PaperView,
        query=PaperToRead,
        upload=PAPER,
        status=201,
        **READ,
    ),
    post(
        "/kiosk/certification-papers/{paper_id}/read-card",
        read_card,
        PaperView,
        body=CardRead,
        **READ,
    ),
    post(
        "/kiosk/credit-authorizations/draft",
        draft,
        AuthorizationText,
        body=AuthorizationAsked,
        device=True,
    ),
    post(
        "/kiosk/credit-authorizations/sign",
        sign,
        AuthorizationView,
        body=AuthorizationSigned,
        status=201,
        **SIGNED,
    ),
    post(
        "/kiosk/certification-papers/{paper_id}/face-checks/begin",
        begin,
        FaceCheckView,
        status=201,
        **FACED,
    ),
    take("/kiosk/face-checks/{face_check_id}/show", show, FaceCheckView, upload=FRAMES, **FACED),
    post(
        "/kiosk/certifications/submit",
        submit,
        CertificationAtKiosk,
        body=CertificationHandIn,
        status=201,
        **STANDS,
    ),
    post(
        "/kiosk/certifications/{certification_id}/resubmit",
        resubmit,
        CertificationAtKiosk,
        body=CertificationHandIn,
        **STANDS,
    ),
)
