"""What screens read of accounts: oneself, one's sessions and log-ins, and other people's."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.identity.accounts import phone_index
from domain.identity.menu import ASSISTED, menu
from domain.identity.sessions import IDLE_MAX, Begun
from domain.kernel import clock, pages
from domain.kernel.actor import Actor
from domain.kernel.journal import witness
from domain.kernel.pages import LIMIT_DEFAULT, LIMIT_MAX, Page
from domain.kernel.refusal import NotFound, NotLoggedIn
from domain.messaging.reading import unread_count
from orm.identity import Account, LogInRecord
from orm.identity import Session as SessionRow
from orm.parties import Party
from vocabulary.identifiers import compact_phone, mask_enterprise, mask_phone, phone_problem
from vocabulary.identity import AccountState, LogInWay, Terminal
from vocabulary.parties import PartyKind, Role
from vocabulary.rights import Right

SESSIONS_SHOWN_MAX = 100

Limit = Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")]
Cursor = Annotated[str, Meta(max_length=pages.CURSOR_LENGTH_MAX, description="翻页位置")]


class MyParty(Struct, frozen=True):
    """所属单位。"""

    id: UUID
    kind: PartyKind
    name: str
    name_masked: str
    certified: bool
    on_hold: bool
    region: str
    industry: str


class Me(Struct, frozen=True):
    """当前账号：单位、岗位、可打开的菜单、未读消息数。"""

    account_id: UUID
    name: str
    phone_masked: str
    party: MyParty
    roles: list[Role]
    rights: list[str]
    menu: list[str]
    unread: int


class Session(Struct, frozen=True):
    """登录结果。"""

    token: str
    expires_at: datetime
    me: Me

    def __repr__(self) -> str:
        return f"Session(account_id={self.me.account_id})"


class WechatSession(Struct, frozen=True):
    """微信登录结果：已绑定则直接登录，否则凭 ticket 授权手机号。"""

    bound: bool
    ticket: str
    session: Session | None

    def __repr__(self) -> str:
        return f"WechatSession(bound={self.bound})"


class LoginView(Struct, frozen=True):
    """登录记录。"""

    at: datetime
    way: LogInWay
    terminal: Terminal
    address: str
    succeeded: bool
    note: str


class SessionView(Struct, frozen=True):
    """登录中的设备。"""

    id: UUID
    terminal: Terminal
    address: str
    device: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


class AccountView(Struct, frozen=True):
    """账号。"""

    id: UUID
    name: str
    log_in_name: str | None
    phone_masked: str
    party_id: UUID
    party_name: str
    party_kind: PartyKind
    roles: list[Role]
    state: AccountState
    last_log_in_at: datetime | None
    is_set_up: bool


class UnmaskedPhone(Struct, frozen=True):
    """账号的完整手机号码。"""

    phone: str

    def __repr__(self) -> str:
        return "UnmaskedPhone(…)"


class OpenedInstitution(Struct, frozen=True):
    """新开户的机构。"""

    id: UUID
    kind: PartyKind
    name: str
    short_name: str


class PageQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """翻页。"""

    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


class AccountsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """查询账号。"""

    q: Annotated[str, Meta(max_length=60, description="姓名、登录名、手机号码或单位名称")] = ""
    kind: Annotated[PartyKind | None, Meta(description="单位类型")] = None
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


async def me(actor: Actor) -> Me:
    """Oneself: the party, the posts, the menu, how many messages are unread."""
    account = await Account.get_or_none(id=actor.account_id)
    if account is None:
        raise NotLoggedIn("请先登录")
    party = await Party.get(id=actor.party_id)
    opened = menu(party.kind, actor.rights, certified=party.certified)
    return Me(
        account_id=account.id,
        name=account.name,
        phone_masked=mask_phone(account.phone),
        party=MyParty(
            id=party.id,
            kind=party.kind,
            name=party.name,
            name_masked=mask_enterprise(party.name) if party.name else "",
            certified=party.certified,
            on_hold=party.on_hold,
            region=party.region,
            industry=party.industry,
        ),
        roles=sorted(actor.roles),
        rights=sorted(right.value for right in actor.rights),
        menu=[item for item in opened if actor.typist is None or item in ASSISTED],
        unread=await unread_count(actor) if Right.MESSAGE_VIEW in actor.rights else 0,
    )


async def session_of(begun: Begun) -> Session:
    """The answer to a log-in, the only one that ever holds the token."""
    return Session(begun.token, begun.expires_at, await me(begun.actor))


async def wechat_session_of(came: Begun | str) -> WechatSession:
    """The answer to a WeChat log-in: a session, or the ticket of somebody not bound yet."""
    if isinstance(came, str):
        return WechatSession(bound=False, ticket=came, session=None)
    return WechatSession(bound=True, ticket="", session=await session_of(came))


async def sessions(actor: Actor) -> Page[SessionView]:
    """Where one is logged in, latest seen first."""
    now = clock.now()
    rows = await (
        SessionRow.filter(account_id=actor.account_id, ended_at__isnull=True, expires_at__gt=now)
        .order_by("-seen_at")
        .limit(SESSIONS_SHOWN_MAX)
    )
    return Page(
        [
            SessionView(
                row.id,
                row.terminal,
                row.address,
                row.device,
                row.began_at,
                row.seen_at,
                row.id == actor.session_id,
            )
            for row in rows
            if now - row.seen_at <= IDLE_MAX[row.terminal]
        ]
    )


async def log_ins(actor: Actor, query: PageQuery) -> Page[LoginView]:
    """One's own log-in record, newest first."""
    return await _log_ins(actor.account_id, query)


async def log_ins_of(account_id: UUID, actor: Actor, query: PageQuery) -> Page[LoginView]:
    """The log-in record of somebody whom the actor looks after."""
    if not await _in_reach(actor).filter(id=account_id).exists():
        raise NotFound("未找到该账号，请刷新后再试")
    return await _log_ins(account_id, query)


async def _log_ins(account_id: UUID, query: PageQuery) -> Page[LoginView]:
    rows = LogInRecord.filter(account_id=account_id).order_by("-id")
    if query.cursor:
        [last] = pages.read_cursor(query.cursor, 1)
        rows = rows.filter(id__lt=pages.number_of(last))
    shown, more = pages.cut(await rows.limit(query.limit + 1), query.limit)
    return Page(
        [
            LoginView(row.at, row.way, row.terminal, row.address, row.succeeded, row.note)
            for row in shown
        ],
        pages.write_cursor(shown[-1].id) if more else None,
    )


async def accounts(actor: Actor, query: AccountsQuery) -> Page[AccountView]:
    """Every account that the actor looks after, newest first."""
    rows = _in_reach(actor).filter(_asked_for(query)).order_by("-created_at", "-id")
    if query.cursor:
        at, last = pages.read_cursor(query.cursor, 2)
        moment = pages.moment_of(at)
        rows = rows.filter(
            Q(created_at__lt=moment) | Q(created_at=moment, id__lt=pages.uuid_of(last))
        )
    shown, more = pages.cut(await rows.limit(query.limit + 1), query.limit)
    return Page(
        await _views(shown),
        pages.write_cursor(shown[-1].created_at.isoformat(), shown[-1].id) if more else None,
    )


def _in_reach(actor: Actor) -> QuerySet[Account]:
    """The accounts an actor looks after: all of the platform, or those of their own party."""
    if Right.ACCOUNT_VIEW not in actor.rights and Right.STAFF_MANAGE in actor.rights:
        return Account.filter(party_id=actor.party_id)
    actor.needs(Right.ACCOUNT_VIEW)
    return Account.all()


async def unmasked(account_id: UUID, actor: Actor) -> UnmaskedPhone:
    """Show an account's whole phone number; who looked, and at whose, is journalled (5.3.2.2)."""
    actor.needs(Right.ACCOUNT_UNMASK)
    account = await _in_reach(actor).get_or_none(id=account_id)
    if account is None:
        raise NotFound("未找到该账号，请刷新后再试")
    await witness("account.unmask", "account", account.id, by=actor)
    return UnmaskedPhone(account.phone)


def _asked_for(query: AccountsQuery) -> Q:
    wanted = Q()
    if query.kind is not None:
        wanted &= Q(party_id__in=Subquery(Party.filter(kind=query.kind).values("id")))
    text = query.q.strip()
    if text:
        found = Q(name__icontains=text) | Q(log_in_name__icontains=text)
        found |= Q(party_id__in=Subquery(Party.filter(name__icontains=text).values("id")))
        if phone_problem(text) is None:
            found |= Q(phone_index=phone_index(compact_phone(text)))
        wanted &= found
    return wanted


async def account_view(account: Account, actor: Actor) -> AccountView:
    """One account as the operator sees it, the phone masked."""
    [view] = await _views([account])
    return view


async def _views(rows: Iterable[Account]) -> list[AccountView]:
    rows = list(rows)
    found = await Party.filter(id__in=[row.party_id for row in rows])
    parties = {party.id: party for party in found}
    return [
        AccountView(
            row.id,
            row.name,
            row.log_in_name,
            mask_phone(row.phone),
            row.party_id,
            parties[row.party_id].name,
            parties[row.party_id].kind,
            [Role(role) for role in row.roles],
            row.state,
            row.last_log_in_at,
            row.password_hash is not None,
        )
        for row in rows
    ]


async def institution_view(party: Party, actor: Actor) -> OpenedInstitution:
    """An institution that was just opened."""
    return OpenedInstitution(party.id, party.kind, party.name, party.short_name)
