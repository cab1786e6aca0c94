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
from domain.kernel.refusal import Invalid, SecondFactor, WrongLogIn
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
    return SecondFactor(
        ticket, tuple(sorted(each.value for each in ways)), mask_phone(account.phone)
    )


async def holder_of(ticket: str, way: LogInWay) -> Account:
    """Whose first proof the ticket stands for. Raises `WrongLogIn` when it is over."""
    kept = await _good(ticket)
    if kept.way is way:
        raise Invalid(SAME_WAY, (("ticket", SAME_WAY),))
    return await Account.get(id=kept.account_id)


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
