"""Logging in by WeChat: a ticket for whoever is not bound, a session for whoever is."""

import asyncio
from datetime import timedelta

import pytest

from domain.identity import log_in, queries
from domain.identity.actions import signing_up
from domain.identity.sessions import LASTS, Begun, who_is
from domain.identity.terms import PhoneBinding, WeChatLogIn
from domain.kernel import clock
from domain.kernel.actor import Call
from domain.kernel.ports import WeChatIdentity
from domain.kernel.refusal import Locked, Refusal, Unavailable, WrongLogIn
from orm.identity import Account, LogInRecord, Session, WeChatBinding, WeChatTicket
from orm.journal import JournalEntry
from orm.parties import Party
from server.adapters.wechat import RememberingMiniProgram
from server.adapters.wechat_error import ErrorCode
from tests import world
from tests.identity.people import OTHER_PHONE, PHONE, a_call, an_account, enters
from vocabulary.identity import AccountState, LogInWay, Terminal
from vocabulary.parties import PartyKind, Role

pytestmark = pytest.mark.row("S12")
OPEN_ID = "oWeChat-user-1"


def on_phone() -> Call:
    return a_call(Terminal.MINIPROGRAM)


async def comes(wechat: RememberingMiniProgram, open_id: str = OPEN_ID) -> Begun | str:
    wechat.people["login-code"] = WeChatIdentity(open_id)
    return await log_in.by_wechat(WeChatLogIn("login-code"), call=on_phone())


async def shows_phone(
    wechat: RememberingMiniProgram, ticket: str, phone: str = PHONE, code: str = "phone-code"
) -> Begun:
    wechat.phones[code] = phone
    return await signing_up.bind_phone(PhoneBinding(ticket, code), call=on_phone())


async def ticket_of(wechat: RememberingMiniProgram, open_id: str = OPEN_ID) -> str:
    ticket = await comes(wechat, open_id)
    assert isinstance(ticket, str)
    return ticket


@pytest.mark.clause("5.3.4.1")
class TestComingIn:
    @pytest.mark.row("E1")
    async def test_a_new_user_becomes_an_enterprise(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        begun = await shows_phone(wechat, await ticket_of(wechat))
        actor = await who_is(begun.token)
        assert actor is not None
        party = await Party.get(id=actor.party_id)
        assert (party.kind, party.certified) == (PartyKind.ENTERPRISE, False)
        assert actor.roles == {Role.ENTERPRISE_CLERK}
        left = begun.expires_at - clock.now()
        assert timedelta(0) <= LASTS[Terminal.MINIPROGRAM] - left < timedelta(seconds=30)
        entry = await JournalEntry.get(code="account.sign_up")
        assert entry.terms["way"] == "wechat"
        assert PHONE not in str(entry.terms)
        record = await LogInRecord.get()
        assert (record.way, record.succeeded) == (LogInWay.WECHAT, True)

    async def test_binds_the_account_that_has_the_phone(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        account = await an_account(await world.a_bank(), Role.BANK_OFFICER)
        begun = await shows_phone(wechat, await ticket_of(wechat))
        assert begun.actor.account_id == account.id
        assert await Account.all().count() == 1
        entry = await JournalEntry.get(code="account.bind_phone")
        assert entry.subject_id == account.id

    async def test_the_second_time_opens_at_once(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        first = await shows_phone(wechat, await ticket_of(wechat))
        again = await comes(wechat)
        assert isinstance(again, Begun)
        assert again.actor.account_id == first.actor.account_id
        answer = await queries.wechat_session_of(again)
        assert (answer.bound, answer.ticket) == (True, "")
        assert answer.session is not None
        assert again.token not in repr(answer)

    async def test_two_wechat_users_with_one_phone_are_one_account(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        first = await shows_phone(wechat, await ticket_of(wechat))
        second = await shows_phone(wechat, await ticket_of(wechat, "oWeChat-user-2"))
        assert first.actor.account_id == second.actor.account_id

    async def test_a_wechat_user_who_proves_another_phone_moves_there(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        tickets = [await ticket_of(wechat) for _ in range(2)]
        await shows_phone(wechat, tickets[0], PHONE)
        moved = await shows_phone(wechat, tickets[1], OTHER_PHONE)
        again = await comes(wechat)
        assert isinstance(again, Begun)
        assert again.actor.account_id == moved.actor.account_id
        assert await WeChatBinding.all().count() == 1


class TestTheTicket:
    async def test_is_kept_as_a_digest_and_the_open_id_sealed(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        ticket = await ticket_of(wechat)
        kept = await WeChatTicket.get()
        assert ticket not in kept.ticket_digest
        answer = await queries.wechat_session_of(ticket)
        assert (answer.bound, answer.ticket, answer.session) == (False, ticket, None)
        assert ticket not in repr(answer)
        assert not await Session.exists()

    async def test_works_once(self, db: None, wechat: RememberingMiniProgram) -> None:
        ticket = await ticket_of(wechat)
        await shows_phone(wechat, ticket)
        with pytest.raises(WrongLogIn, match="重新登录"):
            await shows_phone(wechat, ticket, OTHER_PHONE)
        assert "phone-code" in wechat.phones, "no phone number was bought for a dead ticket"

    @pytest.mark.parametrize("known", [True, False])
    async def test_works_once_though_five_come_at_once(
        self, db: None, wechat: RememberingMiniProgram, *, known: bool
    ) -> None:
        if known:
            await an_account()
        ticket = await ticket_of(wechat)
        outcomes = await asyncio.gather(
            *(shows_phone(wechat, ticket, PHONE, f"code-{n}") for n in range(5)),
            return_exceptions=True,
        )
        assert sum(isinstance(outcome, Begun) for outcome in outcomes) == 1
        assert all(isinstance(outcome, Begun | Refusal) for outcome in outcomes)
        assert await Account.all().count() == 1
        assert await Session.all().count() == 1

    async def test_expires(self, db: None, wechat: RememberingMiniProgram) -> None:
        ticket = await ticket_of(wechat)
        await WeChatTicket.all().update(expires_at=clock.now())
        with pytest.raises(WrongLogIn):
            await shows_phone(wechat, ticket)

    async def test_cannot_be_made_up(self, db: None, wechat: RememberingMiniProgram) -> None:
        await ticket_of(wechat)
        digest = (await WeChatTicket.get()).ticket_digest
        for made_up in ("x", digest):
            with pytest.raises(WrongLogIn):
                await shows_phone(wechat, made_up)

    async def test_survives_a_phone_code_that_fails(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        ticket = await ticket_of(wechat)
        with pytest.raises(WrongLogIn, match="微信授权已失效"):
            await signing_up.bind_phone(PhoneBinding(ticket, "unknown"), call=on_phone())
        assert await shows_phone(wechat, ticket)


class TestTrouble:
    async def test_wechat_away_says_come_back(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        ticket = await ticket_of(wechat)
        wechat.trouble = ErrorCode.NO_ANSWER
        with pytest.raises(Unavailable) as refused:
            await comes(wechat)
        assert refused.value.retry_after_s
        with pytest.raises(Unavailable):
            await shows_phone(wechat, ticket)

    async def test_a_used_code_says_begin_anew(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        with pytest.raises(WrongLogIn, match="重新操作"):
            await log_in.by_wechat(WeChatLogIn("never-given"), call=on_phone())

    async def test_the_operators_lock_holds_for_wechat_too(
        self, db: None, wechat: RememberingMiniProgram
    ) -> None:
        account = await an_account()
        await enters()
        await Account.filter(id=account.id).update(state=AccountState.LOCKED)
        with pytest.raises(Locked):
            await shows_phone(wechat, await ticket_of(wechat))
        assert not await WeChatBinding.exists(), "a locked account is not bound either"
        await Account.filter(id=account.id).update(state=AccountState.ACTIVE)
        await shows_phone(wechat, await ticket_of(wechat))
        await Account.filter(id=account.id).update(state=AccountState.LOCKED)
        with pytest.raises(Locked):
            await comes(wechat)
        failed = await LogInRecord.filter(account_id=account.id, succeeded=False).count()
        assert failed == 2
