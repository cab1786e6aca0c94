"""Consent to the use of a face: before anything, per purpose, taken back at any time."""

import asyncio
from base64 import b64encode
from datetime import timedelta

import pytest
from tortoise import Tortoise
from tortoise.transactions import in_transaction

from domain.faces import actions, jobs, queries
from domain.faces import consents as rules
from domain.faces.gallery import Gallery
from domain.faces.terms import Consenting, Withdrawal
from domain.kernel import clock, sealing
from domain.kernel.actor import Actor
from domain.kernel.journal import entry_of
from domain.kernel.refusal import Invalid, NotNow, Unmet, WrongLogIn
from domain.reactions import react
from orm import raw
from orm.faces import FaceChallenge, FaceConsent, FaceTemplate
from orm.journal import JournalEntry
from orm.messaging import Message
from server.adapters.remembering_eyes import RememberingFaces
from tests import world
from tests.faces.people import Frames, a_kiosk, consents, doing, enrols, enters, of
from tests.identity.people import OTHER_PHONE, an_account
from vocabulary.faces import FacePurpose, consent_text

pytestmark = [pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1")]
LOG_IN = FacePurpose.LOG_IN


@pytest.mark.postgres
class TestTakingBackMeanwhile:
    """Whoever takes a consent back is never overtaken by what is being done under it."""

    async def test_waits_for_what_is_under_way_and_then_ends_it(self, db: None) -> None:
        by = await of(await an_account())
        for look in (
            lambda given: rules.stands(given.id, locked=True),
            lambda _: rules.must_be_in_force(by.account_id, LOG_IN, locked=True),
        ):
            await consents(by)
            given = await FaceConsent.get(account_id=by.account_id, withdrawn_at__isnull=True)
            is_looked_at = asyncio.Event()
            taking_back = asyncio.create_task(_after(is_looked_at, by))  # outside the transaction
            async with in_transaction():
                assert await look(given)
                is_looked_at.set()
                done, _ = await asyncio.wait({taking_back}, timeout=0.4)
                assert not done, "it must wait until what was begun is written"
            await taking_back
            assert not await rules.stands(given.id)

    async def test_leaves_no_template_whoever_is_first(self, db: None) -> None:
        by = await of(await an_account())
        for _ in range(4):
            await consents(by)
            issued = await actions.ask_to_enrol(by=by)
            frames = await doing("张三", issued.id)
            await asyncio.gather(
                actions.enrol(issued.id, frames, by=by),
                actions.withdraw(Withdrawal(LOG_IN), by=by),
                return_exceptions=True,
            )
            assert await FaceConsent.filter(withdrawn_at__isnull=True).count() == 0
            assert await FaceTemplate.all().count() == 0


async def _after(moment: asyncio.Event, by: Actor) -> None:
    await moment.wait()
    await actions.withdraw(Withdrawal(LOG_IN), by=by)


class TestConsenting:
    async def test_nothing_is_taken_without_it(self, db: None) -> None:
        by = await of(await an_account())
        with pytest.raises(Unmet):
            await actions.ask_to_enrol(by=by)
        assert await FaceChallenge.all().count() == 0

    async def test_is_per_purpose(self, db: None) -> None:
        by = await of(await an_account())
        await consents(by, FacePurpose.VERIFICATION)
        with pytest.raises(Unmet):
            await actions.ask_to_enrol(by=by)
        shown = {each.purpose: each.consented for each in (await queries.my_face(by)).purposes}
        assert shown == {LOG_IN: False, FacePurpose.VERIFICATION: True}

    async def test_keeps_which_text_when_and_where(self, db: None) -> None:
        by = await of(await an_account())
        before = clock.now()
        await consents(by)
        [row] = await FaceConsent.all()
        assert row.text_hash == consent_text(LOG_IN).hash
        assert row.terminal is by.call.terminal
        assert before <= row.given_at <= clock.now()
        entry = await JournalEntry.get(code="face.consent")
        assert entry.facts["text_hash"] == row.text_hash

    async def test_to_another_text_is_none(self, db: None) -> None:
        by = await of(await an_account())
        with pytest.raises(Invalid):
            await actions.consent(Consenting(LOG_IN, "0" * 64), by=by)

    async def test_to_an_older_text_is_asked_for_anew(self, db: None) -> None:
        by = await of(await an_account())
        await consents(by)
        await FaceConsent.all().update(text_hash="1" * 64)
        with pytest.raises(Unmet):
            await actions.ask_to_enrol(by=by)
        await consents(by)
        await actions.ask_to_enrol(by=by)

    async def test_and_its_history_are_shown(self, db: None) -> None:
        by = await of(await an_account())
        await consents(by)
        await actions.withdraw(Withdrawal(LOG_IN), by=by)
        await consents(by)
        history = (await queries.my_face(by)).history
        assert [each.withdrawn_at is None for each in history] == [True, False]


class TestWithdrawing:
    async def test_is_effective_within_a_second(self, db: None, eyes: RememberingFaces) -> None:
        by = await of(await an_account())
        kiosk = await a_kiosk()
        await enrols(by, "alice")
        assert (await enters(kiosk, "alice")).actor.account_id == by.account_id
        began = clock.now()
        await actions.withdraw(Withdrawal(LOG_IN), by=by)
        assert clock.now() - began < timedelta(seconds=1)
        assert eyes.gallery == {}
        with pytest.raises(WrongLogIn):
            await enters(kiosk, "alice")

    async def test_holds_even_where_the_gallery_has_not_heard(
        self, db: None, eyes: RememberingFaces
    ) -> None:
        by = await of(await an_account())
        kiosk = await a_kiosk()
        await enrols(by, "alice")
        known = dict(eyes.gallery)
        await actions.withdraw(Withdrawal(LOG_IN), by=by)
        eyes.gallery.update(known)  # as in another process that is a moment behind
        with pytest.raises(WrongLogIn):
            await enters(kiosk, "alice")
        assert eyes.gallery == {}

    async def test_leaves_no_bytes_of_the_face_in_the_database(self, db: None) -> None:
        by = await of(await an_account())
        await enrols(by, "alice")
        row = await FaceTemplate.get(account_id=by.account_id)
        text = row.vector
        [kept] = await raw.rows("SELECT vector FROM face_template")
        sealed = bytes(kept["vector"])
        assert text.encode() not in sealed  # not readable even while it is kept
        assert await _holds(sealed)
        await actions.withdraw(Withdrawal(LOG_IN), by=by)
        assert not await _holds(sealed)
        assert not await _holds(text.encode())
        entry = await JournalEntry.get(code="face.withdraw_consent")
        assert entry.facts["deleted"] == 1
        assert await FaceTemplate.all().count() == 0

    async def test_of_nothing_is_refused(self, db: None) -> None:
        with pytest.raises(NotNow):
            await actions.withdraw(Withdrawal(LOG_IN), by=await of(await an_account()))


async def _holds(needle: bytes) -> bool:
    """Does any column of any table hold these bytes?"""
    for model in Tortoise.apps["models"].values():
        names = list(model._meta.fields_db_projection.values())  # noqa: SLF001 -- Tortoise has no other
        table = model._meta.db_table  # noqa: SLF001
        columns = ", ".join(f'"{name}"' for name in names)
        for row in await raw.rows(f'SELECT {columns} FROM "{table}"'):  # noqa: S608 -- our own names
            if any(needle in _bytes_of(value) for value in row.values()):
                return True
    return False


def _bytes_of(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


class TestEnrolling:
    async def test_keeps_a_sealed_template_and_no_picture(self, db: None) -> None:
        by = await of(await an_account())
        await enrols(by, "alice")
        [kept] = await raw.rows("SELECT vector FROM face_template")
        vector = (await RememberingFaces().template(b"alice")).vector
        assert vector not in bytes(kept["vector"])
        assert (await FaceTemplate.get()).vector == b64encode(vector).decode()
        assert not await _holds(b"alice turn_left")

    async def test_wants_what_was_asked(self, db: None) -> None:
        by = await of(await an_account())
        await consents(by)
        issued = await actions.ask_to_enrol(by=by)
        with pytest.raises(Invalid) as refused:
            await actions.enrol(issued.id, Frames("alice", "alice", "alice"), by=by)
        assert "动作" in refused.value.sentence
        assert await FaceTemplate.all().count() == 0

    async def test_a_challenge_is_good_once(self, db: None) -> None:
        by = await of(await an_account())
        await consents(by)
        issued = await actions.ask_to_enrol(by=by)
        frames = await doing("alice", issued.id)
        await actions.enrol(issued.id, frames, by=by)
        with pytest.raises(NotNow):
            await actions.enrol(issued.id, frames, by=by)

    async def test_somebody_elses_challenge_is_none(self, db: None) -> None:
        by = await of(await an_account())
        other = await of(await an_account(await world.a_bank(), phone=OTHER_PHONE))
        for each in (by, other):
            await consents(each)
        issued = await actions.ask_to_enrol(by=by)
        with pytest.raises(NotNow):
            await actions.enrol(issued.id, await doing("bob", issued.id), by=other)

    async def test_one_face_is_one_account(self, db: None) -> None:
        by = await of(await an_account())
        other = await of(await an_account(await world.a_bank(), phone=OTHER_PHONE))
        await enrols(by, "alice")
        with pytest.raises(Unmet):
            await enrols(other, "alice")
        assert await FaceTemplate.filter(account_id=other.account_id).count() == 0

    async def test_is_asked_for_anew_when_the_engine_changed(self, db: None) -> None:
        by = await of(await an_account())
        await enrols(by, "alice")
        assert not (await queries.my_face(by)).must_enrol_anew
        await FaceTemplate.all().update(version="0")
        assert (await queries.my_face(by)).must_enrol_anew
        with pytest.raises(WrongLogIn):
            await enters(await a_kiosk(), "alice")


class TestTime:
    async def test_deletes_what_is_over_and_says_so(self, db: None, eyes: RememberingFaces) -> None:
        by = await of(await an_account())
        await enrols(by, "alice")
        await jobs.expire_faces()
        assert await FaceTemplate.all().count() == 1
        await FaceTemplate.all().update(expires_at=clock.now())
        await jobs.expire_faces()
        assert await FaceTemplate.all().count() == 0
        entry = await JournalEntry.get(code="face.expire")
        assert entry.subject_id == by.account_id
        assert entry.facts["deleted"] == 1
        assert eyes.gallery == {}

    async def test_tells_the_operator_before_filing_is_due(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        operator = await world.an_operator()
        await enrols(await of(await an_account()), "alice")
        await jobs.watch_face_count()
        assert await JournalEntry.filter(code=jobs.ALARM).count() == 0
        monkeypatch.setattr(jobs, "ALARM_AT", 1)
        await jobs.watch_face_count()
        await jobs.watch_face_count()
        [entry] = await JournalEntry.filter(code=jobs.ALARM)
        await react(entry_of(entry))
        [message] = await Message.filter(party_id=operator.id)
        assert "备案" in message.body


class TestTheGallery:
    async def test_of_a_new_process_knows_everybody(self, db: None, eyes: RememberingFaces) -> None:
        by = await of(await an_account())
        await enrols(by, "alice")
        eyes.gallery.clear()
        await Gallery().follow()
        assert set(eyes.gallery) == {str(by.account_id)}

    async def test_of_another_process_follows_the_journal(
        self, db: None, eyes: RememberingFaces
    ) -> None:
        gallery = Gallery()
        await gallery.follow()
        by = await of(await an_account())
        await enrols(by, "alice")
        eyes.gallery.clear()
        await sealing.seal()
        await gallery.follow()
        assert set(eyes.gallery) == {str(by.account_id)}
        known = dict(eyes.gallery)
        await actions.withdraw(Withdrawal(LOG_IN), by=by)
        eyes.gallery.update(known)
        await sealing.seal()
        await gallery.follow()
        assert eyes.gallery == {}
