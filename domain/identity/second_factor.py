"""The second proof of a log-in: for the posts that want two, any two ways that differ.

The first proof is answered with a ticket (`SecondFactor`); here the ticket and a proof in
another way begin the session, which then knows both.
"""

import secrets
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from tortoise.transactions import in_transaction

from domain.identity import allow_lists, attempts, policy
from domain.identity.accounts import actor_of, ways_of
from domain.identity.attempts import Attempt
from domain.identity.sessions import Begun, begin_session, digest_of
from domain.kernel import clock
from domain.kernel.actor import Call
from domain.kernel.refusal import Invalid, SecondFactor, Unmet, WrongLogIn
from orm.identity import Account, LogInTicket
from orm.parties import Party
from vocabulary.identifiers import mask_phone
from vocabulary.identity import AccountState, LogInWay
from vocabulary.parties import Role
from vocabulary.proving import TWO_FACTOR_ROLES

TICKET_BYTES = 32
TICKET_LASTS = timedelta(minutes=10)
TICKET_OVER = "第一步验证已超时，请重新登录"
FIRST_RIGHT = "第一步已通过，待第二步验证"
SAME_WAY = "第二步请换一种方式验证"
RESET_HOURS = 24  # so long after a reset by SMS, password and code come from one phone
JUST_RESET = (
    f"密码刚凭短信重置，{RESET_HOURS}小时内密码和短信验证码不能一起使用；"
    "请改用微信、人脸、扫码或身份证完成验证，或到时再登录"
)
OF_THE_PHONE = frozenset({LogInWay.PASSWORD, LogInWay.SMS_CODE})


def is_needed(roles: Collection[Role]) -> bool:
    """Does one of these posts want two proofs, here?"""
    return policy.held().two_factors and not TWO_FACTOR_ROLES.isdisjoint(roles)


async def ticket_for(account: Account, way: LogInWay, *, at: datetime) -> SecondFactor:
    """Write down that the first proof was right; in the caller's transaction."""
    ticket = secrets.token_urlsafe(TICKET_BYTES)
    await LogInTicket.create(
        ticket_digest=digest_of(ticket),
        account_id=account.id,
        way=way,
        proved_at=at,
        expires_at=at + TICKET_LASTS,
    )
    ways = {*ways_of(has_password=account.password_hash is not None), LogInWay.WECHAT} - {way}
    if way in OF_THE_PHONE and _was_just_reset(account, at):
        ways -= OF_THE_PHONE
    return SecondFactor(
        ticket, tuple(sorted(each.value for each in ways)), mask_phone(account.phone)
    )


async def holder_of(ticket: str, way: LogInWay) -> Account:
    """Whose first proof the ticket stands for. Raises `WrongLogIn` when it is over."""
    kept = await _good(ticket)
    if kept.way is way:
        raise Invalid(SAME_WAY, (("ticket", SAME_WAY),))
    account = await Account.get(id=kept.account_id)
    _must_be_two_channels(account, kept.way, way)
    return account


def _must_be_two_channels(account: Account, first: LogInWay, second: LogInWay) -> None:
    """Refuse a password that the phone alone has set, beside a code to that phone."""
    if {first, second} == OF_THE_PHONE and _was_just_reset(account, clock.now()):
        raise Unmet(JUST_RESET)


def _was_just_reset(account: Account, at: datetime) -> bool:
    reset_at = account.reset_by_code_at
    return reset_at is not None and at - reset_at < timedelta(hours=RESET_HOURS)


async def complete(
    ticket: str,
    way: LogInWay,
    *,
    call: Call,
    still: Callable[[], Awaitable[None]] | None = None,
) -> Begun:
    """Begin the session: the ticket's account has just been proved in this other way.

    `still` looks again, in the same transaction, at what may have been withdrawn meanwhile.
    """
    async with in_transaction():
        kept, at = await _good(ticket), clock.now()
        assert kept.way is not way, "two proofs in one way are one proof"
        spent = await LogInTicket.filter(
            ticket_digest=kept.ticket_digest, used_at__isnull=True
        ).update(used_at=at)
        account = await Account.select_for_update().get(id=kept.account_id)
        if not spent or account.state is not AccountState.ACTIVE:
            raise WrongLogIn(TICKET_OVER)
        _must_be_two_channels(account, kept.way, way)
        if still is not None:
            await still()
        actor = actor_of(account, await Party.get(id=account.party_id), call)
        await allow_lists.must_allow(actor.roles, call.address)
        await attempts.forget_wrong(attempts.who_tries(account))
        account.last_log_in_at = at
        await account.save(update_fields=["last_log_in_at"])
        await Attempt(way, call, account.id).note("两步验证", succeeded=True)
        return await begin_session(actor, at=at, ways=[way], earlier={kept.way: kept.proved_at})


async def _good(ticket: str) -> LogInTicket:
    kept = await LogInTicket.get_or_none(
        ticket_digest=digest_of(ticket), used_at__isnull=True, expires_at__gt=clock.now()
    )
    if kept is None:
        raise WrongLogIn(TICKET_OVER)
    return kept
