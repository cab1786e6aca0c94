"""/account/face: one's own face: what was agreed to, enrolling, taking it back."""

from uuid import UUID

from domain.faces import actions, challenges, frames, queries, terms
from domain.faces.queries import Guidance, MyFace
from domain.kernel.actor import Actor
from domain.kernel.ports import IncomingFile
from miniapp_api.routing import Route, Upload, get, post, take

FRAME = Upload((terms.FRAME_MEDIA,), terms.FRAME_BYTES_MAX, named=False)
FRAMES = Upload((terms.FRAMES_MEDIA,), terms.FRAMES_BYTES_MAX, named=False)


async def my_face(actor: Actor) -> MyFace:
    """本人的人脸授权：各用途的说明全文、当前状态、采集与到期时间、历史。"""
    return await queries.my_face(actor)


async def consent(body: terms.Consenting, actor: Actor) -> None:
    """单独同意一种用途，须先读过当前的说明。"""
    await actions.consent(body, by=actor)


async def withdraw(body: terms.Withdrawal, actor: Actor) -> None:
    """撤回同意，随时可以；人脸模板随即删除。"""
    await actions.withdraw(body, by=actor)


async def glance(file: IncomingFile, actor: Actor) -> Guidance:
    """取景提示：看一张画面，看完即丢弃。"""
    frames.must_be_filmed_here(actor.call)
    return await queries.guidance(file)


async def ask_to_enrol(actor: Actor) -> challenges.Issued:
    """请求一组活体动作，用于采集人脸；只能用一次。"""
    return await actions.ask_to_enrol(by=actor)


async def enrol(challenge_id: UUID, file: IncomingFile, actor: Actor) -> MyFace:
    """采集人脸：只保存人脸模板，画面即丢弃。"""
    await actions.enrol(challenge_id, file, by=actor)
    return await queries.my_face(actor)


AFTER = queries.my_face_after
ROUTES: tuple[Route, ...] = (
    get("/account/face", my_face, MyFace),
    post("/account/face/consent", consent, MyFace, body=terms.Consenting, renders=AFTER),
    post("/account/face/withdraw-consent", withdraw, MyFace, body=terms.Withdrawal, renders=AFTER),
    take("/account/face/glance", glance, Guidance, upload=FRAME),
    post("/account/face/ask-to-enrol", ask_to_enrol, challenges.Issued),
    take("/account/face/{challenge_id}/enrol", enrol, MyFace, upload=FRAMES),
)
