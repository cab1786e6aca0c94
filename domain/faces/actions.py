"""What is done with faces: consenting, enrolling, withdrawing."""

from uuid import UUID

from domain.faces import challenges, consents, frames, gallery, templates
from domain.faces.terms import Consenting, Withdrawal
from domain.kernel import clock, outside
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.ports import IncomingFile
from domain.kernel.refusal import Invalid, NotNow, Unmet
from orm.faces import FaceConsent, FaceTemplate
from vocabulary.faces import FacePurpose, consent_text

ENROLMENTS_MAX = 10  # an hour, per account
HOUR_S = 3_600
TAKEN = "这张人脸已登记在另一个账号；请先在那个账号撤回同意，或继续用扫码、短信验证码登录"


async def consent(body: Consenting, *, by: Actor) -> None:
    """Say yes to today's text for one purpose. Nothing else hangs on it."""
    text = consent_text(body.purpose)
    if body.text_hash != text.hash:
        raise Invalid("说明已更新，请重新阅读后再同意", (("text_hash", "不是当前文本"),))
    facts = {"purpose": body.purpose.value, "text_version": text.version, "text_hash": text.hash}
    async with enact("face.consent", "face", by.account_id, by=by, facts=facts) as outcome:
        if await consents.in_force(by.account_id, body.purpose):
            raise NotNow("您已同意过，无需重复操作")
        await FaceConsent.create(
            account_id=by.account_id,
            purpose=body.purpose,
            text_version=text.version,
            text_hash=text.hash,
            terminal=by.call.terminal,
            given_at=outcome.at,
        )


async def withdraw(body: Withdrawal, *, by: Actor) -> None:
    """Take a consent back: its template is deleted in the same commit, and forgotten at once."""
    facts: dict[str, object] = {"purpose": body.purpose.value}
    async with enact("face.withdraw_consent", "face", by.account_id, by=by, facts=facts) as outcome:
        taken_back = await FaceConsent.filter(
            account_id=by.account_id, purpose=body.purpose, withdrawn_at__isnull=True
        ).update(withdrawn_at=outcome.at)
        if not taken_back:
            raise NotNow("您没有有效的同意，无需撤回")
        if body.purpose is FacePurpose.LOG_IN:
            facts["deleted"] = await FaceTemplate.filter(account_id=by.account_id).delete()
    await gallery.refresh(by.account_id)


async def ask_to_enrol(*, by: Actor) -> challenges.Issued:
    """Begin to enrol: consent is there, and a challenge is drawn."""
    by.must_be_fresh("face.enrol")
    frames.must_be_filmed_here(by.call)
    await consents.must_be_in_force(by.account_id, FacePurpose.LOG_IN)
    limiter = outside.held().limiter
    await limiter.hit("face.enrol", str(by.account_id), limit=ENROLMENTS_MAX, window_s=HOUR_S)
    return await challenges.issue(
        FacePurpose.LOG_IN, device_id=by.call.kiosk_id, account_id=by.account_id
    )


async def enrol(challenge_id: UUID, file: IncomingFile, *, by: Actor) -> None:
    """Keep the template of a living person who did what was asked. One face, one account."""
    pictures = await frames.received(file, call=by.call)
    row = await challenges.spend(
        challenge_id,
        FacePurpose.LOG_IN,
        device_id=by.call.kiosk_id,
        account_id=by.account_id,
    )
    seen = await challenges.watch(row, pictures)
    template = seen.template
    assert template is not None, "whoever is alive has a template"
    faces = outside.held().faces
    known = await faces.recognise(template)
    if known is not None and known.key != str(by.account_id):
        if await templates.usable(UUID(known.key), at=clock.now()):
            raise Unmet(TAKEN)
        await gallery.refresh(UUID(known.key))
    facts = {"engine": template.engine, "version": template.version}
    async with enact("face.enrol", "face", by.account_id, by=by, facts=facts) as outcome:
        given = await consents.must_be_in_force(by.account_id, FacePurpose.LOG_IN, locked=True)
        await templates.write(by.account_id, given.id, template, at=outcome.at)
    await gallery.refresh(by.account_id)
