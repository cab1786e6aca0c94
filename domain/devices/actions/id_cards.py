"""Logging in at a kiosk by ID card: the certified legal representative, and nobody else.

A card alone opens nothing, since it can be found: its holder also types how the phone of their
account ends. An account is theirs when their firm was certified by this very card and they
showed its face, or signed in its name, by that account; else when it alone in that firm bears
the card's name. Whoever is not known and whoever types other digits get the same answer;
nothing of the card is kept, not even of a wrong one.
"""

import hmac
from datetime import timedelta
from uuid import UUID

from domain.devices.terms import IdCardLogIn
from domain.identity import attempts, log_in
from domain.identity.accounts import is_nameless
from domain.identity.attempts import Attempt
from domain.identity.sessions import Begun
from domain.kernel import clock, outside
from domain.kernel.actor import Call
from domain.kernel.refusal import Invalid, Unmet, WrongLogIn
from domain.parties.readings import plain
from domain.parties.representatives import index_of
from orm import keyring
from orm.identity import Account, LogInRecord
from orm.parties import Party
from vocabulary.identifiers import resident_id_problem
from vocabulary.identity import AccountState, LogInWay

TRIES_MAX = 20  # per kiosk
TRY_WINDOW_S = 600
WRONG_A_DAY_MAX = 10  # per account, beside those within the quarter of an hour
PARTIES_MAX = 20  # whose legal representative one person is
PHONE_END = 4
NOBODY = UUID(int=0)
WRONG_NOTE = "身份证未核对成功"

UNREADABLE = "没有读到有效的身份证信息，请重新放置身份证，或改用其他方式登录"
EXPIRED = "这张身份证已过有效期，请使用有效的身份证，或改用其他方式登录"
NOT_MATCHED = (
    "没有核对成功。仅限已认证企业的法定代表人本人使用，请确认手机号码后四位；"
    "多次未成功的，请15分钟后再试，或改用扫码、短信验证码登录"
)


async def by_id_card(body: IdCardLogIn, *, call: Call) -> Begun:
    """Log in whoever holds the card of a certified legal representative and knows the phone."""
    assert call.kiosk_id is not None, "cards are read at a kiosk of ours and nowhere else"
    await outside.held().limiter.hit(
        "id_card.try", str(call.kiosk_id), limit=TRIES_MAX, window_s=TRY_WINDOW_S
    )
    if resident_id_problem(body.number, today=clock.today()):
        await Attempt(LogInWay.ID_CARD, call).note("身份证信息无效")
        raise Invalid(UNREADABLE, (("number", UNREADABLE),))
    if body.valid_until is not None and body.valid_until < clock.today():
        await Attempt(LogInWay.ID_CARD, call).note("身份证已过有效期")
        raise Unmet(EXPIRED)
    candidates = await _accounts_of(body)
    account = await _whose(candidates, body.phone_end)
    if account is None:
        whose: list[UUID | None] = [each.id for each in candidates]
        for account_id in whose or [None]:
            await Attempt(LogInWay.ID_CARD, call, account_id).note(WRONG_NOTE)
        raise WrongLogIn(NOT_MATCHED)

    async def still() -> None:
        if account.id not in {each.id for each in await _accounts_of(body)}:
            raise WrongLogIn(NOT_MATCHED)  # another legal representative since a moment

    attempt = Attempt(LogInWay.ID_CARD, call, account.id)
    return await log_in.enter_or_complete(account, attempt, still=still)


async def _accounts_of(body: IdCardLogIn) -> list[Account]:
    """The cardholder's own account in each firm that was certified by this card.

    Two accounts of one name in one firm: which is the legal representative's cannot be told.
    """
    firms = Party.filter(legal_representative_index=index_of(body.number), certified=True)
    found: list[Account] = []
    for firm in await firms.order_by("id").limit(PARTIES_MAX):
        accounts = Account.filter(party_id=firm.id).exclude(state=AccountState.CLOSED)
        if plain(firm.legal_representative or "") == plain(body.name):
            found += _theirs(await accounts, firm.legal_representative_account_id, body.name)
    return found


def _theirs(accounts: list[Account], bound: UUID | None, name: str) -> list[Account]:
    by_name = [each for each in accounts if plain(each.name) == plain(name)]
    came = [each for each in accounts if each.id == bound]
    if came and (came[0] in by_name or is_nameless(came[0].name)):
        return came
    return by_name if len(by_name) == 1 else []


async def _whose(candidates: list[Account], phone_end: str) -> Account | None:
    """The one account whose phone ends so. Every try is counted before anything is compared."""
    if not candidates:
        await _count(NOBODY)  # so that an unknown card takes as long as wrong digits
    matching = []
    for account in candidates:
        is_open = await _count(account.id)
        if hmac.compare_digest(account.phone[-PHONE_END:], phone_end) and is_open:
            matching.append(account)
    if len(matching) != 1:
        return None
    await attempts.forget_wrong(_who(matching[0].id))
    return matching[0]


async def _count(account_id: UUID) -> bool:
    """Count a try; False when there were too many, a moment ago or today."""
    too_many = await attempts.count_wrong(_who(account_id))
    wrong = LogInRecord.filter(
        account_id=account_id,
        way=LogInWay.ID_CARD,
        note=WRONG_NOTE,
        at__gt=clock.now() - timedelta(days=1),
    )
    return await wrong.count() < WRONG_A_DAY_MAX and not too_many


def _who(account_id: UUID) -> str:
    return keyring.held().blind(str(account_id), "id_card.who")
