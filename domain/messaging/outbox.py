"""Who is told outside the platform, and by which way: rows of the outbox, written with the message.

A person who agreed to subscription messages hears by WeChat, which spends one consent; else by
short message, if that is wanted. A short message also takes the place of one that WeChat would
not deliver.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct
from tortoise.expressions import F

from domain.kernel import clock
from domain.kernel.outside import held
from domain.messaging.rules import STALE_AFTER, Choices, is_wanted
from orm import keyring
from orm.identity import Account, WeChatBinding
from orm.messaging import MessageChoice, Outgoing, Subscription
from orm.parties import Party
from vocabulary.identity import AccountState
from vocabulary.messaging import MessageKind, MessageTemplate, MessageWay
from vocabulary.parties import Role

OUTBOX = UUID("3f1d6a52-5b0e-5a44-9a86-0b8f2c6f7d10")  # from which every id of the outbox is made
CHARACTERS_MAX = 32  # WeChat's own limits of a field
THING_MAX = 20
NOBODY = "平台"


class Telling(Struct, frozen=True, kw_only=True):
    """Something to be told to people of one party. `sms` names the short message, if there is one.

    `entry_id` and `kind` are the message's own: together with way and receiver they are what
    is sent once.
    """

    entry_id: int
    kind: MessageKind
    party_id: UUID
    title: str
    who: str
    at: datetime
    subject_kind: str
    subject_id: UUID
    subject_no: str
    sms: str = ""
    urgent: bool = False
    template: MessageTemplate = MessageTemplate.PROGRESS


def sending_id(entry_id: int, kind: MessageKind, way: MessageWay, receiver: str) -> UUID:
    """The one id of one sending; tells nothing of the receiver."""
    blind = keyring.held().blind(receiver, "outgoing.receiver")
    return uuid5(OUTBOX, f"{entry_id}:{kind.value}:{way.value}:{blind}")


async def tell(telling: Telling, *, roles: Collection[Role]) -> None:
    """Tell everybody of the party who holds one of the posts, and an enterprise's contact."""
    accounts = await _holding(telling.party_id, roles)
    await _tell_each(telling, accounts)
    if telling.sms and Role.ENTERPRISE_CLERK in roles:
        party = await Party.get(id=telling.party_id)
        if party.contact_phone and party.contact_phone not in {each.phone for each in accounts}:
            await _tell_by_sms(telling, party.contact_phone, None)


async def tell_people(telling: Telling, account_ids: Collection[UUID]) -> None:
    """Tell these people of the party and nobody else."""
    accounts = await Account.filter(
        id__in=list(account_ids), party_id=telling.party_id, state=AccountState.ACTIVE
    ).order_by("id")
    await _tell_each(telling, accounts)


async def _tell_each(telling: Telling, accounts: Collection[Account]) -> None:
    chosen = await choices_of([account.id for account in accounts])
    for account in accounts:
        await _tell_account(telling, account, chosen.get(account.id, {}))


async def call_one(telling: Telling, account: Account) -> None:
    """Tell one person by short message, whatever they chose: they are needed at once."""
    await _tell_by_sms(telling, account.phone, account.id)


async def tell_one(telling: Telling, account_id: UUID) -> None:
    """Tell one person alone, by the way they chose."""
    account = await Account.get_or_none(id=account_id, state=AccountState.ACTIVE)
    if account is not None:
        choices = (await choices_of([account.id])).get(account.id, {})
        await _tell_account(telling, account, choices)


async def _tell_account(telling: Telling, account: Account, choices: Choices) -> None:
    by_wechat = is_wanted(telling.kind, MessageWay.WECHAT, choices)
    if by_wechat and await _tell_by_wechat(telling, account.id):
        return
    if telling.sms and is_wanted(telling.kind, MessageWay.SMS, choices):
        await _tell_by_sms(telling, account.phone, account.id)


async def fall_back(row: Outgoing) -> None:
    """Send a short message instead of what WeChat would not deliver, if the person wants it."""
    if not row.fall_back:
        return
    account = await Account.get_or_none(id=row.account_id, state=AccountState.ACTIVE)
    if account is None:
        return
    choices = (await choices_of([account.id])).get(account.id, {})
    if not is_wanted(row.kind, MessageWay.SMS, choices):
        return
    words = msgspec.json.decode(row.params, type=dict[str, str])
    await _write(
        Outgoing(
            id=sending_id(row.entry_id, row.kind, MessageWay.SMS, account.phone),
            way=MessageWay.SMS.value,
            receiver=account.phone,
            template=row.fall_back,
            params=_params(words["no"], words["who"]),
            urgent=row.urgent,
            not_after=row.not_after,
            **_about(row),
            account_id=account.id,
        )
    )


async def choices_of(account_ids: Iterable[UUID]) -> dict[UUID, Choices]:
    """The switches these people moved."""
    found: dict[UUID, dict[tuple[MessageKind, MessageWay], bool]] = {}
    for row in await MessageChoice.filter(account_id__in=list(account_ids)):
        found.setdefault(row.account_id, {})[row.kind, row.way] = row.wanted
    return dict(found)


async def take_consent(account_id: UUID, template: MessageTemplate) -> bool:
    """Spend one consent; False when none is left, or the person refused since."""
    spent = await Subscription.filter(
        account_id=account_id, template=template, refused=False, consents__gt=0
    ).update(consents=F("consents") - 1)
    return spent == 1


async def give_consent_back(account_id: UUID, template: MessageTemplate) -> None:
    """WeChat did not deliver, so the consent is still there."""
    await Subscription.filter(account_id=account_id, template=template).update(
        consents=F("consents") + 1
    )


async def _holding(party_id: UUID, roles: Collection[Role]) -> list[Account]:
    wanted = {role.value for role in roles}
    found = await Account.filter(party_id=party_id, state=AccountState.ACTIVE).order_by("id")
    return [account for account in found if wanted.intersection(account.roles)]


async def _tell_by_wechat(telling: Telling, account_id: UUID) -> bool:
    """True if the person hears of it by WeChat; the consent is spent with the row."""
    binding = await WeChatBinding.filter(account_id=account_id).order_by("-bound_at").first()
    if binding is None or not held().templates.get(telling.template):
        return False
    row_id = sending_id(telling.entry_id, telling.kind, MessageWay.WECHAT, binding.open_id)
    if await Outgoing.exists(id=row_id):
        return True
    if not await take_consent(account_id, telling.template):
        return False
    words = {
        "no": telling.subject_no,
        "who": telling.who,
        "title": telling.title,
        "at": f"{telling.at.astimezone(clock.SHANGHAI):%Y年%m月%d日 %H:%M}",
    }
    await _write(
        Outgoing(
            id=row_id,
            way=MessageWay.WECHAT.value,
            receiver=binding.open_id,
            template=telling.template.value,
            params=msgspec.json.encode(words).decode(),
            fall_back=telling.sms,
            urgent=telling.urgent,
            not_after=clock.now() + STALE_AFTER,
            **_about(telling),
            account_id=account_id,
        )
    )
    return True


async def _tell_by_sms(telling: Telling, phone: str, account_id: UUID | None) -> None:
    await _write(
        Outgoing(
            id=sending_id(telling.entry_id, telling.kind, MessageWay.SMS, phone),
            way=MessageWay.SMS.value,
            receiver=phone,
            template=telling.sms,
            params=_params(telling.subject_no, telling.who),
            urgent=telling.urgent,
            not_after=clock.now() + STALE_AFTER,
            **_about(telling),
            account_id=account_id,
        )
    )


def _params(no: str, who: str) -> str:
    return msgspec.json.encode({"no": no, "who": who}).decode()


def _about(told: Telling | Outgoing) -> dict[str, object]:
    names = ("entry_id", "kind", "party_id", "subject_kind", "subject_id", "subject_no")
    return {name: getattr(told, name) for name in names}


async def _write(row: Outgoing) -> None:
    """Write it, unless it is there: once for each entry, kind, way and receiver."""
    row.due_at = row.written_at = clock.now()
    await Outgoing.bulk_create([row], ignore_conflicts=True)


def wechat_fields(params: str) -> dict[str, str]:
    """The fields of a subscription message, as long as WeChat takes them."""
    words = msgspec.json.decode(params, type=dict[str, str])
    return {
        "character_string1": words["no"][:CHARACTERS_MAX],
        "thing2": words["title"][:THING_MAX],
        "thing3": (words["who"] or NOBODY)[:THING_MAX],
        "time4": words["at"],
    }


PAGES = {  # of the mini-program, by what a message is about
    "loan_application": "pages/applications/detail",
    "certification": "pages/certification/index",
    "loan": "pages/loans/detail",
    "product_enquiry": "pages/enquiries/detail",
    "notice": "pages/notices/detail",
    "visit": "pages/visits/detail",
    "roadshow": "pages/roadshows/detail",
    "ticket": "pages/store/ticket",
}
OTHERWISE = "pages/messages/index"


def wechat_page(row: Outgoing) -> str:
    """Where the mini-program opens: at the case, else at the messages."""
    page = PAGES.get(row.subject_kind)
    return f"{page}?id={row.subject_id}" if page else OTHERWISE
