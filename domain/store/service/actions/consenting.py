"""Asking an enterprise's person for leave to type, their yes, and the end of it."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from domain.identity import accounts, codes, log_in
from domain.identity.actions.checking import proved, spend
from domain.identity.actions.signing_up import newcomer, write_enterprise
from domain.identity.codes import CodeSent
from domain.kernel import clock, outside
from domain.kernel.actor import Actor, Typist
from domain.kernel.perform import enact
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, NotNow, NotYourPost, Unmet
from domain.parties.rules import is_clerk
from domain.store.service.assisting import LASTS, must_be_staff
from domain.store.service.rules import ASKED_MINUTES
from domain.store.service.terms import NUMBER_DIGITS, CodeConsent, NumberConsent, PhoneNamed
from orm.identity import Account, SmsCode
from orm.parties import Party
from orm.store_service import AssistanceGrant, ServiceRecord
from vocabulary.identity import AccountState, CodePurpose, Terminal
from vocabulary.parties import PartyKind, Role
from vocabulary.store_service import AgreedBy, ServiceState

SUBJECT = "assistance"
NUMBERS_MAX = 20  # tried by one account
CODES_MAX = 20  # typed for one service
WINDOW_S = 3_600
UNKNOWN_PHONE = "该手机号码尚未注册，可以当场协助注册"
KNOWN_PHONE = "该手机号码已注册，请直接取得协助授权"
NO_CLERK = "该账号不是企业经办人账号，请由企业经办人到场授权"
WRONG_NUMBER = "数字不正确或已失效，请核对柜台屏幕，或请工作人员重新获取"
OTHER = "本次服务已登记为另一家企业，请结束后另行登记"


async def ask_to_assist(service_id: UUID, *, by: Actor) -> AssistanceGrant:
    """Show a number on the counter's screen that the enterprise's person answers themselves."""
    must_be_staff(by)
    grant = AssistanceGrant(
        id=uuid4(),
        service_id=service_id,
        staff_id=by.account_id,
        staff_name=by.name,
        open_number=f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}",
    )
    async with enact(f"{SUBJECT}.ask_to_assist", SUBJECT, grant.id, by=by) as outcome:
        service = await _going(service_id)
        await AssistanceGrant.filter(
            service_id=service_id, agreed_at__isnull=True, ended_at__isnull=True
        ).update(ended_at=outcome.at, open_number=None)
        grant.asked_at = outcome.at
        grant.asked_until = outcome.at + timedelta(minutes=ASKED_MINUTES)
        await grant.save(force_create=True)
        outcome.subject_no, outcome.result = service.service_no, service
    return grant


async def send_code(service_id: UUID, form: PhoneNamed, *, by: Actor) -> CodeSent:
    """Send a code to whoever stands at the counter."""
    must_be_staff(by)
    await _going(service_id)
    phone = accounts.read_phone(form.phone)
    return await codes.send_to(phone, CodePurpose.ASSIST, call=by.call)


async def consent_by_code(service_id: UUID, form: CodeConsent, *, by: Actor) -> ServiceRecord:
    """The person present has read out the code from their own phone: they agree."""
    phone, code = await _proved(service_id, form, by)
    account = await accounts.find_by_phone(phone)
    if account is None:
        raise Unmet(UNKNOWN_PHONE)
    actor = await _their_actor(account, by)
    grant_id = uuid4()
    typed = _typed(actor, by, grant_id, service_id, code)
    async with enact(f"{SUBJECT}.consent_to_assist", SUBJECT, grant_id, by=typed) as outcome:
        service = await _taken_by(service_id, actor)
        await _given(grant_id, service, actor, by, outcome.at)
        outcome.subject_no, outcome.result = service.service_no, service
    return service


async def sign_up_by_code(service_id: UUID, form: CodeConsent, *, by: Actor) -> ServiceRecord:
    """Sign the enterprise up for whoever is present, and agree to be assisted, by the same code.

    Without a password: they log in by codes to their phone, and may set one later.
    """
    phone, code = await _proved(service_id, form, by)
    actor = newcomer(phone, by.call)
    grant_id = uuid4()
    typed = _typed(actor, by, grant_id, service_id, code)
    async with enact(
        "account.sign_up", "account", actor.account_id, by=typed, terms=form
    ) as outcome:
        if await accounts.find_by_phone(phone):
            raise Unmet(KNOWN_PHONE)
        await write_enterprise(actor, phone, None)
        service = await _taken_by(service_id, actor)
        await _given(grant_id, service, actor, by, outcome.at)
        outcome.result = service
    return service


async def consent_by_number(form: NumberConsent, *, by: Actor) -> ServiceRecord:
    """Agree as the enterprise's own person, logged in on one's own device or at a kiosk."""
    if not is_clerk(by) or by.typist is not None:
        raise NotYourPost("请由企业经办人本人登录后确认")
    await outside.held().limiter.hit(
        "assist.number", str(by.account_id), limit=NUMBERS_MAX, window_s=WINDOW_S
    )
    asked = AssistanceGrant.filter(open_number=form.number, asked_until__gt=clock.now())
    found = await asked.first()
    if found is None:
        raise NotFound(WRONG_NUMBER)
    at_kiosk = by.call.terminal is Terminal.KIOSK
    way = AgreedBy.AT_KIOSK if at_kiosk else AgreedBy.OWN_DEVICE
    async with enact(f"{SUBJECT}.consent_to_assist", SUBJECT, found.id, by=by) as outcome:
        service = await _taken_by(found.service_id, by)
        taken = await asked.filter(id=found.id, agreed_at__isnull=True).update(
            open_number=None,
            enterprise_id=by.party_id,
            account_id=by.account_id,
            agreed_by=way,
            agreed_at=outcome.at,
            expires_at=outcome.at + LASTS,
        )
        if not taken:
            raise NotNow(WRONG_NUMBER)
        outcome.subject_no, outcome.result = service.service_no, service
    return service


async def end_assistance(grant_id: UUID, *, by: Actor) -> AssistanceGrant:
    """End the leave at once: as the enterprise that gave it, or as the store."""
    async with enact(f"{SUBJECT}.end_assistance", SUBJECT, grant_id, by=by) as outcome:
        rows = AssistanceGrant.filter(id=grant_id).select_for_update()
        if by.party_kind is not PartyKind.OPERATOR:
            rows = rows.filter(enterprise_id=by.party_id)
        else:
            must_be_staff(by)
        grant = await rows.get_or_none()
        if grant is None:
            raise NotFound(NOT_FOUND)
        if grant.ended_at is not None:
            raise NotNow("这项协助已经结束")
        grant.ended_at, grant.open_number = outcome.at, None
        await grant.save(update_fields=["ended_at", "open_number"])
        outcome.result = grant
    return grant


async def _proved(service_id: UUID, form: CodeConsent, by: Actor) -> tuple[str, SmsCode]:
    must_be_staff(by)
    await outside.held().limiter.hit(
        "assist.code", str(service_id), limit=CODES_MAX, window_s=WINDOW_S
    )
    phone = accounts.read_phone(form.phone)
    code = await proved(phone, CodePurpose.ASSIST, form.sms_code, call=log_in.apart(by.call))
    return phone, code


async def _their_actor(account: Account, by: Actor) -> Actor:
    party = await Party.get(id=account.party_id)
    if account.state is not AccountState.ACTIVE or Role.ENTERPRISE_CLERK not in account.roles:
        raise Unmet(NO_CLERK)
    return accounts.actor_of(account, party, by.call)


def _typed(actor: Actor, by: Actor, grant_id: UUID, service_id: UUID, code: SmsCode) -> Actor:
    """The yes is the person's, the keys were the staff's; the code is spent in the same act."""
    typist = Typist(by.account_id, by.name, grant_id, service_id, partial(spend, code))
    return replace(actor, typist=typist)


async def _given(
    grant_id: UUID, service: ServiceRecord, actor: Actor, by: Actor, at: datetime
) -> None:
    await AssistanceGrant.create(
        id=grant_id,
        service_id=service.id,
        staff_id=by.account_id,
        staff_name=by.name,
        asked_at=at,
        asked_until=at,
        enterprise_id=actor.party_id,
        account_id=actor.account_id,
        agreed_by=AgreedBy.CODE_TO_PHONE,
        agreed_at=at,
        expires_at=at + LASTS,
    )


async def _going(service_id: UUID, *, locked: bool = False) -> ServiceRecord:
    rows = ServiceRecord.filter(id=service_id)
    service = await (rows.select_for_update() if locked else rows).get_or_none()
    if service is None:
        raise NotFound(NOT_FOUND)
    if service.state is ServiceState.SERVED:
        raise NotNow("本次服务已结束，不能再协助填报")
    return service


async def _taken_by(service_id: UUID, actor: Actor) -> ServiceRecord:
    """The service as this enterprise's: whoever agrees says whom it is about."""
    service = await _going(service_id, locked=True)
    if service.enterprise_id not in {None, actor.party_id}:
        raise Unmet(OTHER)
    service.enterprise_id, service.enterprise_name = actor.party_id, actor.party_name
    service.contact_id = actor.account_id
    await service.save(update_fields=["enterprise_id", "enterprise_name", "contact_id"])
    return service
