"""People who are told things: with a phone, perhaps with WeChat and consents left."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from domain.identity.accounts import actor_of, write_account
from domain.kernel import clock, relay, sealing
from domain.kernel.actor import Actor, Call
from domain.messaging import outbox
from domain.messaging.outbox import Telling
from domain.reactions import FOLLOWING
from orm import keyring
from orm.identity import Account, WeChatBinding
from orm.journal import Parked
from orm.messaging import Message, MessageSettings, Outgoing, Subscription
from orm.parties import Party
from vocabulary.messaging import MessageKind, MessageTemplate
from vocabulary.parties import Role

LONG_AGO = timedelta(days=400)


async def a_person(
    party: Party,
    *roles: Role,
    phone: str,
    open_id: str = "",
    consents: int = 0,
    joined_at: datetime | None = None,
) -> Actor:
    """An account that may be told things; by day and by night, unless a test says otherwise."""
    account = await write_account(
        party,
        name="李四",
        phone=phone,
        roles=roles or (Role.ENTERPRISE_CLERK,),
        at=joined_at or clock.now() - LONG_AGO,
    )
    await MessageSettings.create(account_id=account.id, quiet=False)
    if open_id:
        await WeChatBinding.create(
            open_id_index=keyring.held().blind(open_id, "test"),
            open_id=open_id,
            account_id=account.id,
            bound_at=clock.now(),
        )
    for template in MessageTemplate if consents else ():
        await Subscription.create(
            account_id=account.id, template=template, consents=consents, answered_at=clock.now()
        )
    return actor_of(account, party, Call())


async def consents_of(person: Actor, template: MessageTemplate = MessageTemplate.PROGRESS) -> int:
    kept = await Subscription.get(account_id=person.account_id, template=template)
    return kept.consents


async def delivered() -> None:
    """Let the journal have its consequences."""
    while await sealing.seal() or await relay.follow(FOLLOWING):
        pass
    assert not await Parked.exists()


async def told(
    party: Party,
    kind: MessageKind = MessageKind.REVIEW,
    *,
    entry_id: int = 1,
    sms: str = "granted",
    urgent: bool = False,
    roles: Sequence[Role] = (Role.ENTERPRISE_CLERK,),
) -> None:
    """Something happened that a party's people are to hear."""
    telling = Telling(
        entry_id=entry_id,
        kind=kind,
        party_id=party.id,
        title="已获得授信",
        who="江南银行苏州分行",
        at=clock.now(),
        subject_kind="loan_application",
        subject_id=uuid4(),
        subject_no="DK20261127-00001",
        sms=sms,
        urgent=urgent,
    )
    await outbox.tell(telling, roles=roles)


async def due_again(**which: object) -> None:
    """Time passes until what was put off is due, and what was taken is free."""
    past = clock.now() - timedelta(seconds=1)
    await Outgoing.filter(sent_at__isnull=True, failed_at__isnull=True, **which).update(due_at=past)
    await Outgoing.filter(taken_until__isnull=False, **which).update(taken_until=past)


async def some(party: Party, count: int, kind: MessageKind = MessageKind.REVIEW) -> list[UUID]:
    """Messages of different minutes, the newest last."""
    made = []
    begun = await Message.all().count()
    for number in range(count):
        message = await Message.create(
            party_id=party.id, entry_id=begun + number + 1, kind=kind, title=f"第 {number}",
            body="正文", at=clock.now() - timedelta(minutes=count - number),
        )  # fmt: skip
        made.append(message.id)
    return made


async def account_of(person: Actor) -> Account:
    return await Account.get(id=person.account_id)
