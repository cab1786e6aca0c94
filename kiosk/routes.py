"""The kiosk's table: the terminal itself, the ways in, and what may be looked at once in."""

from uuid import UUID

from domain.devices import kiosk, queries
from domain.devices.actions import id_cards, scanning, terminals
from domain.devices.kiosk import KioskSession, KioskUser, MyProgress
from domain.devices.queries import ActivatedKiosk, Collected, ScanCode, ThisKiosk
from domain.devices.terms import Activation, IdCardLogIn, ScanCollecting
from domain.faces import actions as faces
from domain.faces import challenges, terms
from domain.faces import log_in as face_log_in
from domain.faces import queries as face_queries
from domain.faces.queries import Guidance, MyFace
from domain.identity import codes, log_in
from domain.identity.actions.sessions import revoke
from domain.identity.terms import CodeRequest, SmsCodeLogIn
from domain.kernel.actor import Actor, Call
from domain.kernel.ports import IncomingFile
from domain.kernel.routing import Done, Route, Upload, done, get, post, take

FRAME = Upload((terms.FRAME_MEDIA,), terms.FRAME_BYTES_MAX, named=False)
FRAMES = Upload((terms.FRAMES_MEDIA,), terms.FRAMES_BYTES_MAX, named=False)


async def activate(body: Activation, call: Call) -> ActivatedKiosk:
    """凭一次性启用码启用终端，令牌只给出这一次。"""
    return queries.activated_view(await terminals.activate(body, call=call))


async def this_kiosk(call: Call) -> ThisKiosk:
    """本终端的名称与所在分区。"""
    return await queries.this_kiosk(call)


async def consent_text(call: Call) -> face_queries.ConsentText:
    """人脸登录的说明全文，登录前给所有人看。"""
    return face_queries.log_in_text()


async def glance(file: IncomingFile, call: Call) -> Guidance:
    """取景提示：看一张画面，看完即丢弃。"""
    return await face_queries.guidance(file)


async def look_ahead(file: IncomingFile, call: Call) -> face_queries.Noted:
    """按提示做动作时，边拍边看：只为稍后核对更快，最多在内存中留一分钟，核对后即丢弃。"""
    return await face_queries.look_ahead(file)


async def ask_by_face(body: terms.Asking, call: Call) -> challenges.Issued:
    """请求一组活体动作，用于人脸登录。"""
    return await face_log_in.ask(body, call=call)


async def by_face(challenge_id: UUID, file: IncomingFile, call: Call) -> KioskSession:
    """人脸登录：按提示做动作时拍下的画面，核对后即丢弃。"""
    return await kiosk.session_of(await face_log_in.by_face(challenge_id, file, call=call))


async def send_sms_code(body: CodeRequest, call: Call) -> codes.CodeSent:
    """发送短信验证码。"""
    return await codes.send(body, call=call)


async def by_sms_code(body: SmsCodeLogIn, call: Call) -> KioskSession:
    """短信验证码登录。"""
    return await kiosk.session_of(await log_in.by_sms_code(body, call=call))


async def by_id_card(body: IdCardLogIn, call: Call) -> KioskSession:
    """刷身份证登录，须输入账号手机号码后四位；身份证内容核对后即丢弃。"""
    return await kiosk.session_of(await id_cards.by_id_card(body, call=call))


async def ask_scan(call: Call) -> ScanCode:
    """请求一个登录二维码，两分钟内有效。"""
    return queries.scan_code(await scanning.ask(call=call))


async def collect_scan(body: ScanCollecting, call: Call) -> Collected:
    """询问二维码是否已获本人同意，同意后给出登录结果，只给一次。"""
    begun = await scanning.collect(body, call=call)
    return Collected(begun is not None, await kiosk.session_of(begun) if begun else None)


async def user(actor: Actor) -> KioskUser:
    """在本终端登录的人，名称已脱敏。"""
    return await kiosk.user(actor)


async def progress(actor: Actor) -> MyProgress:
    """本单位最近的申请进度，只读。"""
    return await kiosk.progress(actor)


async def log_out(actor: Actor) -> Done:
    """在本终端退出登录，其他设备不受影响。"""
    assert actor.session_id is not None, "whoever is logged in has a session"
    await revoke(actor.session_id, by=actor)
    return Done()


async def my_face(actor: Actor) -> MyFace:
    """本人的人脸授权：说明、状态与历史。"""
    return await face_queries.my_face(actor)


async def consent(body: terms.Consenting, actor: Actor) -> None:
    """单独同意一种用途。"""
    await faces.consent(body, by=actor)


async def withdraw(body: terms.Withdrawal, actor: Actor) -> None:
    """撤回同意，人脸模板随即删除。"""
    await faces.withdraw(body, by=actor)


async def ask_to_enrol(actor: Actor) -> challenges.Issued:
    """请求一组活体动作，用于采集人脸。"""
    return await faces.ask_to_enrol(by=actor)


async def enrol(challenge_id: UUID, file: IncomingFile, actor: Actor) -> MyFace:
    """采集人脸：只保存人脸模板，画面即丢弃。"""
    await faces.enrol(challenge_id, file, by=actor)
    return await face_queries.my_face(actor)


HERE = {"public": True, "device": True}
MINE = {"device": True}
AFTER = {"device": True, "renders": face_queries.my_face_after}

ROUTES: tuple[Route, ...] = (
    post("/kiosk/activate", activate, ActivatedKiosk, body=Activation, public=True),
    get("/kiosk", this_kiosk, ThisKiosk, **HERE),
    get("/kiosk/consent-text", consent_text, face_queries.ConsentText, **HERE),
    take("/kiosk/glance", glance, Guidance, upload=FRAME, **HERE),
    take("/kiosk/look-ahead", look_ahead, face_queries.Noted, upload=FRAME, **HERE),
    post("/kiosk/face-challenges/ask", ask_by_face, challenges.Issued, body=terms.Asking, **HERE),
    take(
        "/kiosk/face-challenges/{challenge_id}/log-in", by_face, KioskSession, upload=FRAMES, **HERE
    ),
    post("/kiosk/sms-codes/send", send_sms_code, codes.CodeSent, body=CodeRequest, **HERE),
    post("/kiosk/sessions/by-sms-code", by_sms_code, KioskSession, body=SmsCodeLogIn, **HERE),
    post("/kiosk/sessions/by-id-card", by_id_card, KioskSession, body=IdCardLogIn, **HERE),
    post("/kiosk/scans/ask", ask_scan, ScanCode, **HERE),
    post("/kiosk/scans/collect", collect_scan, Collected, body=ScanCollecting, **HERE),
    get("/kiosk/user", user, KioskUser, **MINE),
    get("/kiosk/loan-applications", progress, MyProgress, **MINE),
    post("/kiosk/log-out", log_out, Done, renders=done, **MINE),
    get("/kiosk/face", my_face, MyFace, **MINE),
    post("/kiosk/face/consent", consent, MyFace, body=terms.Consenting, **AFTER),
    post("/kiosk/face/withdraw-consent", withdraw, MyFace, body=terms.Withdrawal, **AFTER),
    post("/kiosk/face/ask-to-enrol", ask_to_enrol, challenges.Issued, **MINE),
    take("/kiosk/face/{challenge_id}/enrol", enrol, MyFace, upload=FRAMES, **MINE),
)
