"""Sessions: who a token is, for how long, and that it is nobody's the moment it is ended."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.identity import queries, sessions
from domain.identity.accounts import actor_of
from domain.identity.actions import sessions as own_sessions
from domain.identity.sessions import IDLE_MAX, LASTS, Begun, digest_of, who_is
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotFound
from orm.identity import Account, Session
from orm.journal import JournalEntry
from orm.parties import Party
from tests import world
from tests.identity.people import PHONE, a_call, acting, ages_session, an_account, enters
from vocabulary.identity import AccountState, Terminal
from vocabulary.parties import Role
from vocabulary.rights import Right


async def who_is_by_orm(token: str) -> Actor | None:
    """The same question as `who_is`, asked of the ORM."""
    now = clock.now()
    session = await Session.get_or_none(
        token_digest=digest_of(token), ended_at__isnull=True, expires_at__gt=now
    )
    if session is None or now - session.seen_at > IDLE_MAX[session.terminal]:
        return None
    account = await Account.get(id=session.account_id)
    if account.state is not AccountState.ACTIVE:
        return None
    party = await Party.get(id=account.party_id)
    actor = actor_of(account, party, a_call(), session.id)
    proved = map(datetime.fromisoformat, session.factors.values())
    return replace(actor, proved_at=max(proved))


@pytest.fixture
async def begun(db: None) -> Begun:
    bank = await world.a_bank()
    account = await an_account(bank, Role.BANK_OFFICER, Role.BANK_APPROVER, log_in_name="wang.wu")
    await Account.filter(id=account.id).update(extra_rights=[Right.APPLICATION_HISTORICAL.value])
    return await enters()


class TestWhoIs:
    async def test_names_the_account_its_party_posts_and_rights(self, begun: Begun) -> None:
        actor = await who_is(begun.token)
        assert actor is not None
        account = await Account.get(id=actor.account_id)
        assert (actor.party_id, actor.name) == (account.party_id, "李四")
        assert actor.party_name == "江南银行苏州分行"
        assert actor.roles == {Role.BANK_OFFICER, Role.BANK_APPROVER}
        assert actor.extra_rights == {Right.APPLICATION_HISTORICAL}
        assert actor.session_id == begun.actor.session_id

    async def test_the_raw_query_agrees_with_the_orm(self, begun: Begun) -> None:
        assert await who_is(begun.token) == await who_is_by_orm(begun.token) != None  # noqa: E711
        spoilt = begun.token[:-1] + ("A" if begun.token[-1] != "A" else "B")
        assert await who_is(spoilt) is await who_is_by_orm(spoilt) is None

    @pytest.mark.parametrize(
        "change",
        [
            {"ended_at": clock.now()},
            {"expires_at": clock.now() - timedelta(seconds=1)},
            {"seen_at": clock.now() - IDLE_MAX[Terminal.PORTAL] - timedelta(seconds=1)},
        ],
        ids=["ended", "expired", "idle"],
    )
    async def test_raw_and_orm_agree_on_who_is_nobody(
        self, begun: Begun, change: dict[str, object]
    ) -> None:
        await Session.filter(id=begun.actor.session_id).update(**change)
        assert await who_is(begun.token) is None
        assert await who_is_by_orm(begun.token) is None

    @pytest.mark.parametrize("state", [AccountState.LOCKED, AccountState.CLOSED])
    async def test_a_locked_or_closed_account_is_nobody(
        self, begun: Begun, state: AccountState
    ) -> None:
        await Account.filter(id=begun.actor.account_id).update(state=state)
        assert await who_is(begun.token) is None
        assert await who_is_by_orm(begun.token) is None

    @pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "x" * 10_000, "中" * 43])
    async def test_anything_else_is_nobody(self, begun: Begun, token: str) -> None:
        assert await who_is(token) is None

    async def test_carries_the_call_it_came_by(self, begun: Begun) -> None:
        call = a_call()
        actor = await who_is(begun.token, call)
        assert actor is not None
        assert actor.call is call

    async def test_posts_count_from_the_next_request(self, begun: Begun) -> None:
        await Account.filter(id=begun.actor.account_id).update(roles=[Role.BANK_OFFICER.value])
        actor = await who_is(begun.token)
        assert actor is not None
        assert actor.roles == {Role.BANK_OFFICER}


class TestKeeping:
    @pytest.mark.clause("5.3.2.1")
    async def test_a_token_is_random_and_only_its_digest_is_kept(self, begun: Begun) -> None:
        session = await Session.get(id=begun.actor.session_id)
        assert len(begun.token) == sessions.TOKEN_LENGTH
        assert session.token_digest == digest_of(begun.token)
        kept = [str(value) for row in await Session.all().values() for value in row.values()]
        kept += [str(value) for row in await JournalEntry.all().values() for value in row.values()]
        assert not any(begun.token in text for text in kept)
        assert begun.token not in repr(begun)
        assert (await enters()).token != begun.token

    @pytest.mark.parametrize("terminal", list(Terminal))
    async def test_lasts_as_long_as_its_terminal_allows(self, db: None, terminal: Terminal) -> None:
        await an_account()
        fresh = await enters(terminal=terminal)
        left = fresh.expires_at - clock.now()
        assert timedelta(0) <= LASTS[terminal] - left < timedelta(seconds=30)

    async def test_is_seen_at_most_once_a_minute(self, begun: Begun) -> None:
        await ages_session(begun, timedelta(seconds=30))
        before = (await Session.get(id=begun.actor.session_id)).seen_at
        await who_is(begun.token)
        assert (await Session.get(id=begun.actor.session_id)).seen_at == before

        await ages_session(begun, timedelta(seconds=40))
        await who_is(begun.token)
        assert clock.now() - (await Session.get(id=begun.actor.session_id)).seen_at < timedelta(
            seconds=10
        )

    async def test_use_keeps_it_alive_but_not_beyond_its_end(self, begun: Begun) -> None:
        await ages_session(begun, IDLE_MAX[Terminal.PORTAL] - timedelta(minutes=1))
        assert await who_is(begun.token) is not None
        await ages_session(begun, IDLE_MAX[Terminal.PORTAL] - timedelta(minutes=1))
        assert await who_is(begun.token) is not None
        await Session.filter(id=begun.actor.session_id).update(expires_at=clock.now())
        assert await who_is(begun.token) is None


class TestEnding:
    @pytest.mark.row("K10")
    @pytest.mark.clause("6.1.2.6")
    async def test_log_out_ends_every_session_of_the_account_at_once(self, begun: Begun) -> None:
        phone = await enters(terminal=Terminal.MINIPROGRAM)
        neighbour = await an_account(phone="13500000003")
        theirs = await enters("13500000003")

        await own_sessions.log_out(by=begun.actor)

        assert await who_is(begun.token) is None
        assert await who_is(phone.token) is None
        assert await who_is(theirs.token) is not None
        entry = await JournalEntry.get(code="account.log_out")
        assert entry.subject_id == begun.actor.account_id != neighbour.id
        assert entry.facts == {"sessions": 2}

    async def test_calling_oneself_a_mini_program_gives_an_institution_no_month(
        self, db: None
    ) -> None:
        await an_account(await world.a_bank(), Role.BANK_OFFICER, phone="13500000004")
        officer = await enters("13500000004", terminal=Terminal.MINIPROGRAM)
        assert officer.expires_at - clock.now() <= LASTS[Terminal.PORTAL]
        await ages_session(officer, IDLE_MAX[Terminal.PORTAL])
        assert await who_is(officer.token) is None

    async def test_an_enterprise_keeps_its_mini_program_for_a_month(self, db: None) -> None:
        await an_account()
        phone = await enters(terminal=Terminal.MINIPROGRAM)
        assert phone.expires_at - clock.now() > timedelta(days=29)
        await ages_session(phone, IDLE_MAX[Terminal.PORTAL])
        assert await who_is(phone.token) is not None

    async def test_revoking_one_leaves_the_others(self, begun: Begun) -> None:
        phone = await enters(terminal=Terminal.MINIPROGRAM)
        assert phone.actor.session_id is not None

        await own_sessions.revoke(phone.actor.session_id, by=begun.actor)

        assert await who_is(phone.token) is None
        assert await who_is(begun.token) is not None
        assert await JournalEntry.filter(code="session.revoke").count() == 1

    async def test_what_ended_lately_is_found_by_whom_or_by_time(self, begun: Begun) -> None:
        moment = clock.now()
        phone, other = await enters(), await enters()
        assert await sessions.ended_since(moment) == []
        assert phone.actor.session_id is not None
        await own_sessions.revoke(phone.actor.session_id, by=begun.actor)
        await Session.filter(id=other.actor.session_id).update(expires_at=clock.now())
        ended = {phone.actor.session_id, other.actor.session_id}
        assert set(await sessions.ended_since(moment)) == ended
        assert await sessions.ended_since(clock.now() + timedelta(seconds=1)) == []

    async def test_nobody_revokes_what_is_not_theirs(self, begun: Begun) -> None:
        await an_account(phone="13500000003")
        theirs = await enters("13500000003")
        assert theirs.actor.session_id is not None
        with pytest.raises(NotFound):
            await own_sessions.revoke(theirs.actor.session_id, by=begun.actor)
        with pytest.raises(NotFound):
            await own_sessions.revoke(world.nobody(), by=begun.actor)
        assert await who_is(theirs.token) is not None
        assert not await JournalEntry.filter(code="session.revoke").exists()

    async def test_the_list_shows_what_is_going_and_which_is_this(self, begun: Begun) -> None:
        phone = await enters(terminal=Terminal.MINIPROGRAM)
        kiosk = await enters(terminal=Terminal.KIOSK)
        await ages_session(kiosk, timedelta(hours=1))  # idle too long, though not ended
        actor = await who_is(begun.token)
        assert actor is not None

        shown = (await queries.sessions(actor)).items

        assert {view.id for view in shown} == {begun.actor.session_id, phone.actor.session_id}
        assert [view.terminal for view in shown if view.is_this] == [Terminal.PORTAL]
        assert {view.address for view in shown} == {"10.1.2.3"}
        assert PHONE not in repr(shown)

    async def test_acting_alone_is_no_session(self, begun: Begun) -> None:
        account = await Account.get(id=begun.actor.account_id)
        shown = (await queries.sessions(await acting(account))).items
        assert not any(view.is_this for view in shown)
