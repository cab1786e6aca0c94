"""Logging in by face: at a kiosk, by a challenge good once, into one's own account alone."""

import asyncio
from datetime import timedelta

import pytest

from domain.faces import log_in
from domain.faces.frames import joined, split
from domain.faces.terms import FRAME_BYTES_MAX, FRAMES_MAX, Asking
from domain.identity.sessions import IDLE_MAX, LASTS, who_is
from domain.kernel.actor import Call
from domain.kernel.refusal import Invalid, Locked, NotNow, Refusal, TooOften, WrongLogIn
from orm.faces import FaceChallenge
from orm.identity import Account, LogInRecord, Session
from tests import world
from tests.faces.people import Frames, a_kiosk, asked_of, at, doing, enrols, enters, of
from tests.identity.people import OTHER_PHONE, PHONE, an_account
from vocabulary.identity import AccountState, LogInWay, Terminal

pytestmark = [pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1")]


class TestComingIn:
    async def test_lets_in_whoever_is_known(self, db: None) -> None:
        account = await an_account()
        await enrols(await of(account), "alice")
        begun = await enters(await a_kiosk(), "alice")
        assert begun.actor.account_id == account.id
        assert begun.actor.party_id == account.party_id
        [record] = await LogInRecord.filter(way=LogInWay.FACE)
        assert record.succeeded
        assert record.terminal is Terminal.KIOSK

    async def test_a_face_never_crosses_parties(self, db: None) -> None:
        mine, theirs = await an_account(), await an_account(await world.a_bank(), phone=OTHER_PHONE)
        await enrols(await of(mine), "alice")
        await enrols(await of(theirs), "bob")
        kiosk = await a_kiosk()
        assert (await enters(kiosk, "alice")).actor.party_id == mine.party_id
        assert (await enters(kiosk, "bob")).actor.party_id == theirs.party_id

    async def test_a_stranger_is_told_the_other_ways(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        with pytest.raises(WrongLogIn) as refused:
            await enters(await a_kiosk(), "mallory")
        assert "短信验证码" in refused.value.sentence
        assert await Session.all().count() == 0

    async def test_is_short_at_a_kiosk(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        kiosk = await a_kiosk()
        begun = await enters(kiosk, "alice")
        assert timedelta(minutes=30) == LASTS[Terminal.KIOSK]
        assert timedelta(seconds=60) == IDLE_MAX[Terminal.KIOSK]
        assert await who_is(begun.token, at(kiosk)) is not None
        await Session.all().update(seen_at=begun.expires_at - LASTS[Terminal.KIOSK] * 2)
        assert await who_is(begun.token, at(kiosk)) is None

    async def test_is_good_at_that_kiosk_alone(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        begun = await enters(await a_kiosk(), "alice")
        assert await who_is(begun.token, Call()) is None
        assert await who_is(begun.token) is None

    async def test_a_locked_account_stays_out(self, db: None) -> None:
        account = await an_account()
        await enrols(await of(account), "alice")
        await Account.filter(id=account.id).update(state=AccountState.LOCKED)
        with pytest.raises(Locked):
            await enters(await a_kiosk(), "alice")

    async def test_by_a_phone_is_compared_with_that_account_alone(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        await enrols(await of(await an_account(await world.a_bank(), phone=OTHER_PHONE)), "bob")
        kiosk = await a_kiosk()
        assert (await enters(kiosk, "alice", PHONE)).actor is not None
        for phone in (OTHER_PHONE, "13600000000"):
            with pytest.raises(WrongLogIn):
                await enters(kiosk, "alice", phone)


class TestTheChallenge:
    async def test_a_replay_is_refused(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        kiosk = await a_kiosk()
        issued = await log_in.ask(Asking(), call=at(kiosk))
        frames = await doing("alice", issued.id)
        await log_in.by_face(issued.id, frames, call=at(kiosk))
        with pytest.raises(NotNow):
            await log_in.by_face(issued.id, frames, call=at(kiosk))

    async def test_frames_of_another_challenge_do_not_answer(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        kiosk = await a_kiosk()
        first = await log_in.ask(Asking(), call=at(kiosk))
        frames = await doing("alice", first.id)
        other = await log_in.ask(Asking(), call=at(kiosk))
        backwards = list(reversed(await asked_of(first.id)))
        await FaceChallenge.filter(id=other.id).update(asked=backwards)
        with pytest.raises(Invalid):
            await log_in.by_face(other.id, frames, call=at(kiosk))

    async def test_of_another_kiosk_is_none(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        kiosk = await a_kiosk()
        issued = await log_in.ask(Asking(), call=at(kiosk))
        await FaceChallenge.filter(id=issued.id).update(device_id=world.nobody())
        with pytest.raises(NotNow):
            await log_in.by_face(issued.id, await doing("alice", issued.id), call=at(kiosk))

    async def test_is_soon_over(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        kiosk = await a_kiosk()
        issued = await log_in.ask(Asking(), call=at(kiosk))
        row = await FaceChallenge.get(id=issued.id)
        await FaceChallenge.all().update(expires_at=row.expires_at - timedelta(minutes=1))
        with pytest.raises(NotNow):
            await log_in.by_face(issued.id, await doing("alice", issued.id), call=at(kiosk))

    async def test_a_photograph_does_not_pass(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        kiosk = await a_kiosk()
        issued = await log_in.ask(Asking(), call=at(kiosk))
        with pytest.raises(Invalid):
            await log_in.by_face(issued.id, Frames(*["alice"] * 5), call=at(kiosk))
        assert await Session.all().count() == 0
        [record] = await LogInRecord.filter(way=LogInWay.FACE)
        assert not record.succeeded

    async def test_asks_in_many_orders(self, db: None) -> None:
        kiosk = await a_kiosk()
        asked = {
            tuple(each.challenge for each in (await log_in.ask(Asking(), call=at(kiosk))).asked)
            for _ in range(40)
        }
        assert len(asked) >= 5

    async def test_failures_are_counted_per_kiosk(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        kiosk = await a_kiosk()
        for _ in range(log_in.FAILED_MAX):
            with pytest.raises(WrongLogIn):
                await enters(kiosk, "mallory")
        with pytest.raises(TooOften) as refused:
            await enters(kiosk, "alice")
        assert "扫码" in refused.value.sentence

    @pytest.mark.postgres
    async def test_is_spent_once_however_many_come(self, db: None) -> None:
        await enrols(await of(await an_account()), "alice")
        kiosk = await a_kiosk()
        issued = await log_in.ask(Asking(), call=at(kiosk))
        frames = await doing("alice", issued.id)
        tries = [log_in.by_face(issued.id, frames, call=at(kiosk)) for _ in range(8)]
        came = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(not isinstance(each, Refusal) for each in came) == 1
        assert await Session.all().count() == 1


class TestFrames:
    def test_come_apart_as_they_were_joined(self) -> None:
        frames = [b"a", b"bb" * 300, b"\0\0\0\1"]
        assert split(joined(frames)) == frames

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"\0",
            joined([b"a", b"b"]),
            joined([b"a", b"b", b"c"])[:-1],
            joined([b"a", b"", b"c"]),
            b"\xff\xff\xff\xff" + b"a" * 100,
            joined([b"a"] * (FRAMES_MAX + 1)),
            joined([b"a", b"b", b"x" * (FRAME_BYTES_MAX + 1)]),
        ],
    )
    def test_that_are_no_frames_are_refused(self, body: bytes) -> None:
        with pytest.raises(Invalid):
            split(body)
