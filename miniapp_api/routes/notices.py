"""/notices: what everybody may read; /own-notices, /fitting-notices: one party's; /notice-desk."""

from typing import Any
from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.pages import Page
from domain.kernel.ports import IncomingFile
from domain.lending.attachment_rules import ATTACHMENT_BYTES_MAX, ATTACHMENT_MEDIA
from domain.notices import actions, desk, own, reading
from domain.notices.desk import DeskRow, DeskView
from domain.notices.own import Fitting
from domain.notices.reading import AttachmentLine, NoticeRow, NoticeView
from domain.notices.terms import DeskSearch, NoticeDraft, NoticeSearch, VersionAsked
from miniapp_api.routing import Done, Reason, Route, Upload, get, post, take


async def notices(query: NoticeSearch) -> Page[NoticeRow]:
    """平台动态、公告、政策与贴息、兑现通知，最新的在前，置顶的在最前。"""
    return await reading.page(query)


async def notice(notice_id: UUID, query: VersionAsked) -> NoticeView:
    """一条通知公告的全文、适用范围、附件和历次版本。"""
    return await reading.one(notice_id, query)


async def attachment(notice_id: UUID, attachment_id: UUID) -> Download:
    """下载公开的附件。"""
    return await reading.attachment(notice_id, attachment_id)


async def own_notices(query: NoticeSearch, actor: Actor) -> Page[NoticeRow]:
    """向本单位发布的通知公告，标明本人是否读过。"""
    return await reading.page(query, to=actor)


async def own_notice(notice_id: UUID, query: VersionAsked, actor: Actor) -> NoticeView:
    """向本单位发布的一条通知公告。"""
    return await reading.one(notice_id, query, to=actor)


async def own_attachment(notice_id: UUID, attachment_id: UUID, actor: Actor) -> Download:
    """下载向本单位发布的附件。"""
    return await reading.attachment(notice_id, attachment_id, to=actor)


async def mark_read(notice_id: UUID, actor: Actor) -> Done:
    """标记本人已读这条通知公告的现行版本。"""
    await actions.mark_read(notice_id, by=actor)
    return Done()


async def fitting_notices(actor: Actor) -> Fitting:
    """适合本企业的政策与贴息、兑现通知及理由，以及风险提示。"""
    return await own.fitting(to=actor)


async def notice_desk(query: DeskSearch, actor: Actor) -> Page[DeskRow]:
    """通知公告管理：草稿、待发布和已发布的（平台运营）。"""
    return await desk.page(query, actor)


async def at_desk(notice_id: UUID, actor: Actor) -> DeskView:
    """一条通知公告的内容、送达范围、版本和可办理的步骤（平台运营）。"""
    return await desk.one(notice_id, actor)


async def desk_attachment(attachment_id: UUID, actor: Actor) -> Download:
    """下载尚未发布的附件（平台运营）。"""
    return await desk.attachment(attachment_id, actor)


async def hand_in(file: IncomingFile, actor: Actor) -> Any:
    """上传通知公告的附件（平台运营）。"""
    return await actions.hand_in(file, by=actor)


async def draft(body: NoticeDraft, actor: Actor) -> Any:
    """起草通知公告（平台运营）。"""
    return await actions.draft(body, by=actor)


async def amend(notice_id: UUID, body: NoticeDraft, actor: Actor) -> Any:
    """编辑草稿或已撤下的通知公告。"""
    return await actions.amend(notice_id, body, by=actor)


async def submit(notice_id: UUID, actor: Actor) -> Any:
    """提交发布，由另一位运营人员复核。"""
    return await actions.submit(notice_id, by=actor)


async def send_back(notice_id: UUID, body: Reason, actor: Actor) -> Any:
    """退回修改。"""
    return await actions.send_back(notice_id, body.reason, by=actor)


async def publish(notice_id: UUID, actor: Actor) -> Any:
    """发布：起草人不能发布自己的稿件。"""
    return await actions.publish(notice_id, by=actor)


async def pin(notice_id: UUID, actor: Actor) -> Any:
    """置顶。"""
    return await actions.pin(notice_id, by=actor)


async def unpin(notice_id: UUID, actor: Actor) -> Any:
    """取消置顶。"""
    return await actions.unpin(notice_id, by=actor)


async def withdraw(notice_id: UUID, body: Reason, actor: Actor) -> Any:
    """撤下，已发布的版本保留。"""
    return await actions.withdraw(notice_id, body.reason, by=actor)


async def remove(notice_id: UUID, actor: Actor) -> Any:
    """删除没有发布过的草稿。"""
    return await actions.remove(notice_id, by=actor)


ONE, OWN = "/notices/{notice_id}", "/own-notices/{notice_id}"
FILE = "attachments/{attachment_id}"
UPLOAD = Upload(ATTACHMENT_MEDIA, ATTACHMENT_BYTES_MAX)


def _act(verb: str, handle: Any, **more: Any) -> Route:
    """A step of a notice; the desk is shown it as it then stands."""
    return post(f"{ONE}/{verb}", handle, DeskView, renders=desk.view, **more)


ROUTES: tuple[Route, ...] = (
    get("/notices", notices, Page[NoticeRow], query=NoticeSearch, public=True),
    get(ONE, notice, NoticeView, query=VersionAsked, public=True),
    get(f"{ONE}/{FILE}", attachment, None, download=ATTACHMENT_MEDIA, public=True),
    get("/own-notices", own_notices, Page[NoticeRow], query=NoticeSearch),
    get(OWN, own_notice, NoticeView, query=VersionAsked),
    get(f"{OWN}/{FILE}", own_attachment, None, download=ATTACHMENT_MEDIA),
    post(f"{OWN}/mark-read", mark_read, Done),
    get("/fitting-notices", fitting_notices, Fitting),
    get("/notice-desk", notice_desk, Page[DeskRow], query=DeskSearch),
    get("/notice-desk/{notice_id}", at_desk, DeskView),
    get("/notice-attachments/{attachment_id}", desk_attachment, None, download=ATTACHMENT_MEDIA),
    take(
        "/notice-attachments/hand-in",
        hand_in,
        AttachmentLine,
        upload=UPLOAD,
        renders=desk.attachment_line,
        status=201,
    ),
    post("/notices/draft", draft, DeskView, body=NoticeDraft, renders=desk.view, status=201),
    _act("amend", amend, body=NoticeDraft),
    _act("submit", submit),
    _act("send-back", send_back, body=Reason),
    _act("publish", publish),
    _act("pin", pin),
    _act("unpin", unpin),
    _act("withdraw", withdraw, body=Reason),
    _act("remove", remove),
)
