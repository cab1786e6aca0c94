"""What a kiosk shows of whoever is logged in at it: masked names, and progress to read."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from domain.identity.sessions import IDLE_MAX, Begun
from domain.kernel.actor import Actor
from domain.lending.queries import cases
from domain.lending.queries.cases import ApplicationFilter
from domain.parties.rules import is_clerk
from orm.identity import Account
from vocabulary.identifiers import mask_enterprise, mask_person, mask_phone
from vocabulary.identity import Terminal
from vocabulary.rights import Right

APPLICATIONS_SHOWN_MAX = 20


class KioskUser(Struct, frozen=True):
    """在终端登录的人：名称均已脱敏。"""

    name_masked: str
    phone_masked: str
    party_name_masked: str
    may_see_applications: bool
    may_certify: bool
    may_publish: bool


class KioskSession(Struct, frozen=True):
    """终端登录结果：无操作到时即退出。"""

    token: str
    expires_at: datetime
    idle_s: int
    user: KioskUser

    def __repr__(self) -> str:
        return "KioskSession(…)"


class Progress(Struct, frozen=True):
    """一笔申请的进度。"""

    id: UUID
    application_no: str
    product_name: str | None
    bank_name: str | None
    state_label: str
    requested_fen: int
    credit_line_fen: int | None
    submitted_at: datetime
    updated_at: datetime
    expected_on: date | None
    overdue: bool


class MyProgress(Struct, frozen=True):
    """本单位最近的申请。"""

    items: list[Progress]


async def user(actor: Actor) -> KioskUser:
    """Whoever is logged in, as a screen in a public hall may show them."""
    account = await Account.get(id=actor.account_id)
    return KioskUser(
        mask_person(account.name) if account.name else "",
        mask_phone(account.phone),
        mask_enterprise(actor.party_name) if actor.party_name else "",
        Right.APPLICATION_VIEW in actor.rights,
        is_clerk(actor),
        Right.REQUEST_PUBLISH in actor.rights,
    )


async def session_of(begun: Begun) -> KioskSession:
    """The answer to a log-in at the kiosk, the only one that ever holds the token."""
    idle_s = int(IDLE_MAX[Terminal.KIOSK].total_seconds())
    return KioskSession(begun.token, begun.expires_at, idle_s, await user(begun.actor))


async def progress(actor: Actor) -> MyProgress:
    """The newest applications this party may read, to look at and no more."""
    page = await cases.page(ApplicationFilter(limit=APPLICATIONS_SHOWN_MAX), to=actor)
    return MyProgress(
        [
            Progress(
                row.id,
                row.application_no,
                row.product_name,
                row.bank_name,
                row.state_label,
                row.requested_fen,
                row.credit_line_fen,
                row.submitted_at,
                row.updated_at,
                row.expected_on,
                row.overdue,
            )
            for row in page.items
        ]
    )
