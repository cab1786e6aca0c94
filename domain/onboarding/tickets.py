"""Who speaks for an application: whoever has proved the first administrator's phone."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.identity import codes
from domain.identity.accounts import phone_index
from domain.identity.log_in import apart, limit_attempts
from domain.identity.sessions import digest_of
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.refusal import Invalid, Unmet, WrongLogIn
from domain.onboarding.terms import LookUp
from orm.identity import SmsCode
from orm.onboarding import Onboarding, OnboardingTicket
from vocabulary.identifiers import compact_phone
from vocabulary.identity import CodePurpose
from vocabulary.parties import Role

TICKET_BYTES = 32
TICKET_LENGTH = 43  # what 32 bytes make in base64url
TICKET_LASTS = timedelta(hours=2)
TRIES_PER_PHONE_MAX = 20
ABOARD_FOR = timedelta(hours=72)  # then the administrator has an account to look with
ABOARD = "机构已完成入驻，请登录后在“入驻信息”中查看和办理"
OVER = "办理凭证已过期，请凭入驻编号和手机验证码重新进入"
NOT_FOUND = "入驻编号与手机号码不符，请核对后重试"


@dataclass(frozen=True, slots=True)
class Entry:
    """A fresh ticket: the only moment at which it is known."""

    ticket: str
    expires_at: datetime
    onboarding: Onboarding
    actor: Actor

    def __repr__(self) -> str:
        return f"Entry(onboarding_id={self.onboarding.id})"


def applicant_of(row: Onboarding, call: Call) -> Actor:
    """The first administrator, before there is an account: they act for their institution alone."""
    return Actor(
        row.administrator_id,
        row.institution_id,
        row.kind,
        frozenset({Role.INSTITUTION_ADMIN}),
        name=row.administrator_name,
        party_name=row.name,
        call=call,
    )


async def proved(phone: str, text: str, *, call: Call) -> SmsCode:
    """The code that was sent to this phone to onboard. Raises `Invalid`, `TooOften`."""
    await limit_attempts("onboarding", phone_index(phone), call, limit=TRIES_PER_PHONE_MAX)
    code = await codes.check(phone, CodePurpose.ONBOARD, text, call=call)
    if code is None:
        raise Invalid(codes.WRONG_SENTENCE, (("sms_code", codes.WRONG_SENTENCE),))
    return code


async def write(row: Onboarding, code: SmsCode, *, call: Call, at: datetime) -> Entry:
    """Spend the code for a ticket; in the caller's transaction, or alone."""
    if not await codes.spend(code):
        raise Invalid(codes.WRONG_SENTENCE, (("sms_code", codes.WRONG_SENTENCE),))
    ticket = secrets.token_urlsafe(TICKET_BYTES)
    expires_at = at + TICKET_LASTS
    await OnboardingTicket.create(
        ticket_digest=digest_of(ticket), onboarding_id=row.id, expires_at=expires_at
    )
    return Entry(ticket, expires_at, row, applicant_of(row, apart(call)))


async def look_up(body: LookUp, *, call: Call) -> Entry:
    """Come back to an application by its number and the administrator's phone.

    A number that belongs to another phone and one that belongs to nobody sound alike.
    """
    phone = compact_phone(body.phone)
    code = await proved(phone, body.sms_code, call=call)
    row = await Onboarding.get_or_none(onboarding_no=body.onboarding_no.strip().upper())
    if row is None or row.administrator_phone != phone:
        raise WrongLogIn(NOT_FOUND)
    if row.signed_at is not None and row.signed_at + ABOARD_FOR < clock.now():
        raise Unmet(ABOARD)
    return await write(row, code, call=call, at=clock.now())


async def holder(call: Call) -> tuple[Onboarding, Actor]:
    """Whose ticket this call carries. Raises `WrongLogIn`."""
    found = None
    if len(call.ticket) == TICKET_LENGTH:
        found = await OnboardingTicket.get_or_none(
            ticket_digest=digest_of(call.ticket), expires_at__gt=clock.now()
        )
    if found is None:
        raise WrongLogIn(OVER)
    row = await Onboarding.get(id=found.onboarding_id)
    return row, applicant_of(row, call)


async def forget_tickets() -> None:
    """Delete what is over."""
    await OnboardingTicket.filter(expires_at__lt=clock.now()).delete()
