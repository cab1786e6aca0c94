"""Logging in by face at a kiosk: 1:N over those who consented, or 1:1 with whose phone was typed.

A face lets somebody into the one account it was enrolled for, whatever party that is of; one
that is not clearly found lets nobody in, and the other ways stand beside it.
"""

from datetime import timedelta
from uuid import UUID

from domain.faces import challenges, frames, gallery, templates
from domain.faces.terms import Asking
from domain.identity import accounts, log_in
from domain.identity.attempts import Attempt
from domain.identity.sessions import Begun
from domain.kernel import clock, outside
from domain.kernel.actor import Call
from domain.kernel.ports import IncomingFile
from domain.kernel.refusal import Refusal, TooOften, WrongLogIn
from domain.kernel.seeing import Template
from orm.faces import FaceChallenge
from orm.identity import Account
from vocabulary.faces import FacePurpose
from vocabulary.identity import LogInWay

ASKS_MAX = 60  # per kiosk
ASK_WINDOW_S = 300
FAILED_MAX = 20  # per kiosk, within the window
FAILED_WITHIN = timedelta(minutes=10)
NOBODY = UUID(int=0)
UNKNOWN = "没有认出您。您可以输入手机号码后再试一次，也可以改用扫码或短信验证码登录"
TOO_MANY = "本终端的人脸登录未成功次数较多，请改用扫码或短信验证码登录"


async def ask(body: Asking, *, call: Call) -> challenges.Issued:
    """Draw a challenge for this kiosk. Whether a phone has an account shows in nothing."""
    kiosk_id = _kiosk(call)
    limiter = outside.held().limiter
    await limiter.hit("face.ask", str(kiosk_id), limit=ASKS_MAX, window_s=ASK_WINDOW_S)
    await _must_not_fail_often(kiosk_id)
    wanted: UUID | None = None
    if body.phone is not None:
        account = await accounts.find_by_phone(accounts.read_phone(body.phone))
        wanted = account.id if account else NOBODY
    return await challenges.issue(FacePurpose.LOG_IN, device_id=kiosk_id, account_id=wanted)


async def by_face(challenge_id: UUID, file: IncomingFile, *, call: Call) -> Begun:
    """Log in whoever stands before the kiosk, if they are alive and clearly known."""
    kiosk_id = _kiosk(call)
    pictures = await frames.received(file, call=call)
    row = await challenges.spend(challenge_id, FacePurpose.LOG_IN, device_id=kiosk_id)
    await _must_not_fail_often(kiosk_id)
    try:
        seen = await challenges.watch(row, pictures)
    except Refusal:
        await Attempt(LogInWay.FACE, call).note("活体检测未通过")
        raise
    assert seen.template is not None, "whoever is alive has a template"
    account = await _whose(row, seen.template)
    if account is None:
        await challenges.mark_failed(row)
        await Attempt(LogInWay.FACE, call).note("未识别")
        raise WrongLogIn(UNKNOWN)
    return await _enter(account, call)


async def _whose(row: FaceChallenge, template: Template) -> Account | None:
    """The account of a face: among all, or the one that was named before."""
    faces, now = outside.held().faces, clock.now()
    if row.account_id is None:
        match = await faces.recognise(template)
        if match is None:
            return None
        found = UUID(match.key)
        if await templates.usable(found, at=now) is None:
            await gallery.refresh(found)
            return None
        return await Account.get_or_none(id=found)
    kept = await templates.usable(row.account_id, at=now)
    if kept is None or not faces.is_same(template, templates.opened(kept)):
        return None
    return await Account.get_or_none(id=row.account_id)


async def _enter(account: Account, call: Call) -> Begun:
    async def still() -> None:
        if await templates.usable(account.id, at=clock.now()) is None:
            raise WrongLogIn(UNKNOWN)  # withdrawn while it was being compared

    attempt = Attempt(LogInWay.FACE, call, account.id)
    return await log_in.enter_or_complete(account, attempt, still=still)


async def _must_not_fail_often(kiosk_id: UUID) -> None:
    failed = await challenges.failed(FacePurpose.LOG_IN, within=FAILED_WITHIN, device_id=kiosk_id)
    if failed >= FAILED_MAX:
        raise TooOften(TOO_MANY, retry_after_s=int(FAILED_WITHIN.total_seconds()))


def _kiosk(call: Call) -> UUID:
    assert call.kiosk_id is not None, "faces are recognised at a kiosk of ours and nowhere else"
    return call.kiosk_id
