"""The legal representative's face: under one consent, one challenge, one try; nothing is kept."""

import asyncio
from datetime import timedelta

import pytest

from domain.faces import actions as faces
from domain.faces import queries as face_queries
from domain.faces.frames import joined
from domain.faces.terms import Withdrawal
from domain.kernel import clock
from domain.kernel.refusal import Invalid, NotFound, NotNow, Refusal, Unmet
from domain.parties import hand_ins, paper_queries
from domain.parties.actions import certifying, facing
from domain.parties.checks import FaceFinding
from domain.parties.hand_ins import LookedUp, evidence_of
from orm.certifying import FaceCheck
from orm.faces import FaceChallenge, FaceConsent, FaceTemplate
from orm.journal import JournalEntry
from tests.parties.firm import PERSON, RECORD, Firm, Sent, a_firm
from vocabulary.faces import FacePurpose
from vocabulary.identity import Terminal
from vocabulary.seeing import DocumentKind

pytestmark = [pytest.mark.row("E2"), pytest.mark.clause("6.1.3.2")]
VERIFICATION = FacePurpose.VERIFICATION
STILL = joined([PERSON.encode()] * 3)


async def an_agreed_firm() -> tuple[Firm, FaceCheck]:
    """One that has consented and hears what to do."""
    made = await a_firm()
    front = await made.photo(DocumentKind.ID_CARD_FRONT)
    await made.agrees()
    return made, await facing.begin(front, by=made.clerk)


async def take_back(made: Firm) -> None:
    await faces.withdraw(Withdrawal(VERIFICATION), by=made.clerk)


class TestLooking:
    async def test_nothing_of_the_face_is_kept(self, db: None) -> None:
        made = await a_firm()
        front = await made.photo(DocumentKind.ID_CARD_FRONT)
        row = await FaceCheck.get(id=await made.faced(front))
        assert row.finding == "same"
        assert not {"template", "frames", "vector"} & set(FaceCheck._meta.fields_map)  # noqa: SLF001
        assert not await FaceTemplate.exists()
        entries = await JournalEntry.filter(subject_id=row.id)
        assert [entry.code for entry in entries] == ["face_check.begin", "face_check.show"]

    async def test_somebody_else_is_found_out(self, db: None) -> None:
        made, row = await an_agreed_firm()
        made.shows_face_of = "mallory"
        shown = await facing.show(row.id, await made.before_camera(row), by=made.clerk)
        assert shown.finding == FaceFinding.OTHER

    async def test_a_flaw_may_be_tried_again_but_not_for_ever(self, db: None) -> None:
        made, row = await an_agreed_firm()
        for _ in range(facing.TRIES_MAX):
            with pytest.raises(Invalid, match="动作"):
                await facing.show(row.id, Sent(STILL), by=made.clerk)
            last, front = row, row.paper_id
            if await FaceChallenge.filter(failed=True).count() < facing.TRIES_MAX:
                row = await facing.begin(front, by=made.clerk)
        with pytest.raises(Unmet, match="工作人员"):
            await facing.begin(last.paper_id, by=made.clerk)
        await FaceChallenge.all().update(used_at=clock.now() - facing.WINDOW)
        await facing.begin(last.paper_id, by=made.clerk)

    async def test_what_was_asked_is_good_once_and_not_for_long(self, db: None) -> None:
        made, row = await an_agreed_firm()
        shown = await made.before_camera(row)
        with pytest.raises(Invalid):
            await facing.show(row.id, Sent(STILL), by=made.clerk)
        with pytest.raises(NotNow, match="失效"):
            await facing.show(row.id, shown, by=made.clerk)
        late = await facing.begin(row.paper_id, by=made.clerk)
        view = await paper_queries.face_check_view(late, made.clerk)
        assert len(view.asked) >= 2
        assert 0 < view.valid_for_s <= 45
        await FaceChallenge.filter(id=late.challenge_id).update(
            expires_at=clock.now() - timedelta(seconds=1)
        )
        assert (await paper_queries.face_check_view(late, made.clerk)).asked == []
        with pytest.raises(NotNow, match="失效"):
            await facing.show(late.id, await made.before_camera(late), by=made.clerk)

    async def test_a_challenge_serves_no_other_purpose(self, db: None) -> None:
        made, row = await an_agreed_firm()
        shown = await made.before_camera(row)
        with pytest.raises(NotNow, match="失效"):
            await faces.enrol(row.challenge_id, shown, by=made.clerk)
        assert (await facing.show(row.id, shown, by=made.clerk)).finding == "same"

    async def test_is_nobody_elses(self, db: None) -> None:
        made, row = await an_agreed_firm()
        other = await a_firm(made)
        await other.agrees()
        with pytest.raises(NotFound):
            await facing.begin(row.paper_id, by=other.clerk)
        with pytest.raises(NotFound):
            await facing.show(row.id, await made.before_camera(row), by=other.clerk)

    @pytest.mark.parametrize(
        "content", [b"", b"\x00", b"\x00\x00\x00\x05abc", b"\xff" * 64, joined([b"one"])]
    )
    async def test_frames_that_are_not_whole_are_refused(self, db: None, content: bytes) -> None:
        made, row = await an_agreed_firm()
        with pytest.raises(Invalid, match="画面"):
            await facing.show(row.id, Sent(content), by=made.clerk)
        assert not await FaceChallenge.filter(used_at__isnull=False).exists(), "no try was lost"

    async def test_a_mini_program_sends_no_frames(self, db: None) -> None:
        made, row = await an_agreed_firm()
        shown = await made.before_camera(row)
        made.clerk.call.terminal = Terminal.MINIPROGRAM
        for refused in (
            facing.begin(row.paper_id, by=made.clerk),
            facing.show(row.id, shown, by=made.clerk),
            faces.ask_to_enrol(by=made.clerk),
            faces.enrol(row.challenge_id, shown, by=made.clerk),
        ):
            with pytest.raises(Unmet, match="微信人脸核验"):
                await refused
        assert made.outside.faces.seen == []  # type: ignore[attr-defined]

    @pytest.mark.postgres
    async def test_one_try_is_one_however_often_it_is_sent(self, db: None) -> None:
        made, row = await an_agreed_firm()
        shown = await made.before_camera(row)
        tries = [facing.show(row.id, shown, by=made.clerk) for _ in range(6)]
        came = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(not isinstance(each, Refusal) for each in came) == 1
        assert await JournalEntry.filter(code="face_check.show").count() == 1


class TestConsent:
    async def test_nothing_begins_without_it(self, db: None) -> None:
        made = await a_firm()
        front = await made.photo(DocumentKind.ID_CARD_FRONT)
        with pytest.raises(Unmet, match="单独同意"):
            await facing.begin(front, by=made.clerk)
        assert not await FaceChallenge.exists()

    async def test_an_old_one_is_asked_for_anew(self, db: None) -> None:
        made, row = await an_agreed_firm()
        await FaceConsent.all().update(text_hash="1" * 64)
        with pytest.raises(Unmet, match="阅读"):
            await facing.begin(row.paper_id, by=made.clerk)

    async def test_is_shown_and_kept_like_every_other(self, db: None) -> None:
        made, row = await an_agreed_firm()
        shown = await face_queries.my_face(made.clerk)
        assert {each.purpose for each in shown.purposes if each.consented} == {VERIFICATION}
        [kept] = await FaceConsent.all()
        assert kept.id == row.consent_id
        entry = await JournalEntry.get(code="face_check.begin")
        assert entry.facts["consent_id"] == str(kept.id)

    async def test_taken_back_ends_what_is_under_way(self, db: None) -> None:
        made, row = await an_agreed_firm()
        await take_back(made)
        with pytest.raises(Unmet, match="撤回"):
            await facing.show(row.id, await made.before_camera(row), by=made.clerk)
        assert made.outside.faces.seen == [], "nobody looked"  # type: ignore[attr-defined]
        with pytest.raises(Unmet, match="单独同意"):
            await facing.begin(row.paper_id, by=made.clerk)

    async def test_taken_back_makes_what_was_shown_useless_even_after_a_new_one(
        self, db: None
    ) -> None:
        made = await a_firm()
        form = await made.form()
        await take_back(made)
        for _ in range(2):
            with pytest.raises(Invalid, match="撤回") as refused:
                await certifying.submit(form, by=made.clerk)
            assert refused.value.errors[0][0] == "face_check_id"
            await made.agrees()

    async def test_taken_back_before_the_review_leaves_the_face_to_people(self, db: None) -> None:
        made = await a_firm()
        row = await certifying.submit(await made.form(), by=made.clerk)
        hand_in = await hand_ins.latest(row)
        looked = LookedUp(RECORD, away=False)
        assert (await evidence_of(row, hand_in, looked)).face is FaceFinding.SAME
        await take_back(made)
        assert (await evidence_of(row, hand_in, looked)).face is FaceFinding.NOT_SHOWN

    async def test_leaves_the_other_purpose_alone(self, db: None) -> None:
        made, row = await an_agreed_firm()
        with pytest.raises(NotNow):
            await faces.withdraw(Withdrawal(FacePurpose.LOG_IN), by=made.clerk)
        await facing.show(row.id, await made.before_camera(row), by=made.clerk)

    @pytest.mark.postgres
    async def test_taken_back_while_somebody_looks_keeps_nothing_or_was_later(
        self, db: None
    ) -> None:
        for _ in range(6):
            made, row = await an_agreed_firm()
            shown = await made.before_camera(row)
            came, _done = await asyncio.gather(
                facing.show(row.id, shown, by=made.clerk), take_back(made), return_exceptions=True
            )
            await row.refresh_from_db()
            assert bool(row.finding) is not isinstance(came, Refusal)
            acts = JournalEntry.filter(subject_id__in=[row.id, made.clerk.account_id])
            codes = [entry.code for entry in await acts.order_by("id")]
            assert codes[-1] == "face.withdraw_consent", "nothing came of the face after it"
