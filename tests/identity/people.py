"""People who have accounts, and how they come in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from domain.identity import codes, log_in, passwords
from domain.identity.accounts import actor_of, write_account
from domain.identity.actions import signing_up
from domain.identity.sessions import Begun
from domain.identity.terms import CodeRequest, PasswordLogIn, SignUp, SmsCodeLogIn
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from orm.identity import Account, Session, SmsCode
from orm.parties import Party
from server.adapters.sms import RememberingSms
from tests import world
from vocabulary.identity import CodePurpose, Terminal
from vocabulary.parties import PartyKind, Role

PHONE = "13812340001"
OTHER_PHONE = "13912340002"
SPOKEN = "晨曦2026-jingmi"
NEWLY_SPOKEN = "东吴 2027 mima"
WRONG = "not-the-password-9"


def a_call(terminal: Terminal = Terminal.PORTAL, address: str = "10.1.2.3") -> Call:
    return Call(request_id="r1", address=address, terminal=terminal, device="Chromium")


async def an_account(
    party: Party | None = None,
    *roles: Role,
    phone: str = PHONE,
    log_in_name: str | None = None,
    password: str | None = SPOKEN,
) -> Account:
    """An account as a seed writes it, without signing up."""
    party = party or await world.an_enterprise()
    return await write_account(
        party,
        name="李四",
        phone=phone,
        log_in_name=log_in_name,
        roles=roles or (Role.ENTERPRISE_CLERK,),
        password_hash=await passwords.make_hash(password) if password else None,
        at=clock.now(),
    )


async def acting(account: Account) -> Actor:
    return actor_of(account, await Party.get(id=account.party_id), a_call())


async def an_administrator(role: Role = Role.SYSTEM_ADMINISTRATOR) -> Actor:
    """One of the three administrators, with an account of their own."""
    party = await Party.get_or_none(kind=PartyKind.OPERATOR) or await world.an_operator()
    serial = 8 if role is Role.SYSTEM_ADMINISTRATOR else 9
    phone, name = f"1370000000{serial}", f"guanli{serial}"
    return await acting(await an_account(party, role, phone=phone, log_in_name=name))


async def an_operator() -> Actor:
    """An operator with an account of their own."""
    party = await Party.get_or_none(kind=PartyKind.OPERATOR) or await world.an_operator()
    name, phone = "yunying", "13700000007"
    return await acting(
        await an_account(party, Role.PLATFORM_OPERATOR, phone=phone, log_in_name=name)
    )


async def code_for(
    sms: RememberingSms, purpose: CodePurpose, phone: str = PHONE, call: Call | None = None
) -> str:
    """Ask for a code and read it on the phone."""
    await codes.send(CodeRequest(phone, purpose), call=call or a_call())
    assert sms.sent[-1].phone == phone
    return sms.sent[-1].params["code"]


async def signs_up(sms: RememberingSms, phone: str = PHONE, password: str = SPOKEN) -> Begun:
    code = await code_for(sms, CodePurpose.SIGN_UP, phone)
    return await signing_up.sign_up(SignUp(phone, password, code), call=a_call())


async def enters(
    name: str = PHONE, password: str = SPOKEN, terminal: Terminal = Terminal.PORTAL
) -> Begun:
    return await log_in.by_password(PasswordLogIn(name, password), call=a_call(terminal))


async def enters_by_code(sms: RememberingSms, phone: str = PHONE) -> Begun:
    code = await code_for(sms, CodePurpose.LOG_IN, phone)
    return await log_in.by_sms_code(SmsCodeLogIn(phone, code), call=a_call())


async def ages_session(begun: Begun, by: timedelta) -> None:
    """Make a session look unused for some time."""
    session = await Session.get(id=begun.actor.session_id)
    await Session.filter(id=session.id).update(seen_at=session.seen_at - by)


async def ages_codes(by: timedelta) -> None:
    """Let time pass for the newest code."""
    code = await SmsCode.all().order_by("-id").first()
    assert code is not None
    await SmsCode.filter(id=code.id).update(expires_at=code.expires_at - by)


@asynccontextmanager
async def at_most(seconds: float) -> AsyncIterator[datetime]:
    began = clock.now()
    yield began
    assert clock.now() - began <= timedelta(seconds=seconds)
