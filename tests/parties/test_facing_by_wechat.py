"""WeChat's own face verification in certification: asked of WeChat, for whom the card names."""

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from domain.faces import actions as faces
from domain.faces.terms import Withdrawal
from domain.identity.log_in import open_id_index
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.ports import WeChatIdentity
from domain.kernel.refusal import Invalid, NotFound, NotNow, Refusal, Unavailable, Unmet
from domain.parties import paper_queries
from domain.parties.actions import certifying, facing, facing_by_wechat
from domain.parties.jobs import check_certifications, purge_papers
from domain.parties.terms import WeChatFace
from orm.certifying import FaceCheck
from orm.identity import WeChatBinding
from orm.journal import JournalEntry
from server.adapters.wechat import RememberingMiniProgram
from server.adapters.wechat_error import OTHERWISE, SENTENCES, WORTH_A_RETRY, ErrorCode
from server.adapters.wechat_faces import proof_of
from tests import world
from tests.parties.firm import PERSON, RESIDENT_ID, Firm, Sent, a_firm
from tests.world import with_key
from vocabulary.certification import CertificationState
from vocabulary.faces import FacePurpose
from vocabulary.identity import Terminal
from vocabulary.seeing import DocumentKind

pytestmark = [pytest.mark.row("E2"), pytest.mark.clause("6.1.3.2")]


def wechat_of(made: Firm) -> RememberingMiniProgram:
    held = made.outside.mini_program
    assert isinstance(held, RememberingMiniProgram)
    return held


async def in_wechat(beside: Firm | None = None, *, bound: bool = True, fits: bool = True) -> Firm:
    """A firm whose clerk uses the mini-program; their WeChat knows whether the face fits."""
    made = await a_firm(beside)
    made.clerk.call.terminal = Terminal.MINIPROGRAM
    open_id = f"open-{made.clerk.account_id.hex}"
    wechat_of(made).faces[open_id] = fits
    if bound:
        await WeChatBinding.create(
            open_id_index=open_id_index(open_id),
            open_id=open_id,
            account_id=made.clerk.account_id,
            bound_at=clock.now(),
        )
    return made


def code_of(made: Firm) -> WeChatFace:
    """What the mini-program is given when it asks WeChat who uses it; good once."""
    wechat = wechat_of(made)
    code = f"code-{len(wechat.people)}-{made.mark}"
    wechat.people[code] = WeChatIdentity(f"open-{made.clerk.account_id.hex}")
    return WeChatFace(code)


async def front_of(made: Firm) -> Any:
    return await made.photo(DocumentKind.ID_CARD_FRONT)


async def begun(made: Firm) -> FaceCheck:
    await made.agrees()
    return await facing_by_wechat.begin(await front_of(made), code_of(made), by=made.clerk)


class TestPassing:
    async def test_counts_exactly_like_a_face_shown_here(self, db: None) -> None:
        made = await in_wechat()
        row = await begun(made)
        row = await facing_by_wechat.confirm(row.id, by=made.clerk)
        assert row.finding == "same"
        form = await made.form(face=False, id_front_id=row.paper_id, face_check_id=row.id)
        certification = await certifying.submit(form, by=made.clerk)
        await check_certifications()
        await certification.refresh_from_db()
        assert certification.state is CertificationState.APPROVED, "nobody had to look"
        codes = [entry.code for entry in await JournalEntry.filter(subject_id=row.id)]
        assert codes == ["face_check.begin_by_wechat", "face_check.confirm_by_wechat"]

    async def test_is_asked_for_whom_the_card_names(self, db: None) -> None:
        made = await in_wechat()
        row = await begun(made)
        [prepared] = wechat_of(made).prepared
        assert prepared.proof == proof_of(PERSON, RESIDENT_ID)
        assert prepared.out_no == row.id.hex

    async def test_a_client_is_given_the_verify_id_alone(self, db: None) -> None:
        made = await in_wechat()
        row = await begun(made)
        view = await paper_queries.wechat_face_check_view(row, made.clerk)
        [prepared] = wechat_of(made).prepared
        assert view.verify_id == prepared.verify_id
        said = msgspec.json.encode(view).decode()
        for kept in (prepared.proof, "open-", RESIDENT_ID, PERSON):
            assert kept not in said
        assert 0 < view.valid_for_s <= 3600
        [entry] = await JournalEntry.filter(subject_id=row.id)
        assert prepared.proof not in str(entry.facts)

    async def test_what_proves_it_is_forgotten_with_the_answer_or_its_time(self, db: None) -> None:
        made = await in_wechat()
        one, other = await begun(made), await begun(made)
        assert (await facing_by_wechat.confirm(one.id, by=made.clerk)).verification is None
        await purge_papers()
        assert (await FaceCheck.get(id=other.id)).verification is not None
        await FaceCheck.all().update(begun_at=clock.now() - timedelta(hours=2))
        await purge_papers()
        assert (await FaceCheck.get(id=other.id)).verification is None


class TestRefusing:
    async def test_without_consent_wechat_is_told_nothing(self, db: None) -> None:
        made = await in_wechat()
        with pytest.raises(Unmet, match="单独同意"):
            await facing_by_wechat.begin(await front_of(made), code_of(made), by=made.clerk)
        assert wechat_of(made).prepared == {}

    async def test_taken_back_ends_it(self, db: None) -> None:
        made = await in_wechat()
        row = await begun(made)
        await faces.withdraw(Withdrawal(FacePurpose.VERIFICATION), by=made.clerk)
        with pytest.raises(Unmet, match="撤回"):
            await facing_by_wechat.confirm(row.id, by=made.clerk)
        await made.agrees()
        with pytest.raises(Unmet, match="撤回"):
            await facing_by_wechat.confirm(row.id, by=made.clerk)

    @pytest.mark.parametrize("terminal", [each for each in Terminal if each != "miniprogram"])
    async def test_is_in_the_mini_program_alone(self, db: None, terminal: Terminal) -> None:
        made = await in_wechat()
        row = await begun(made)
        made.clerk.call.terminal = terminal
        with pytest.raises(Unmet, match="小程序"):
            await facing_by_wechat.begin(row.paper_id, code_of(made), by=made.clerk)
        with pytest.raises(Unmet, match="小程序"):
            await facing_by_wechat.confirm(row.id, by=made.clerk)

    async def test_a_wechat_that_is_not_the_accounts_is_refused(self, db: None) -> None:
        made = await in_wechat(bound=False)
        await in_wechat(made)
        await made.agrees()
        with pytest.raises(Unmet, match="未绑定"):
            await facing_by_wechat.begin(await front_of(made), code_of(made), by=made.clerk)
        assert wechat_of(made).prepared == {}

    async def test_a_code_is_good_once(self, db: None) -> None:
        made = await in_wechat()
        await made.agrees()
        front, code = await front_of(made), code_of(made)
        await facing_by_wechat.begin(front, code, by=made.clerk)
        with pytest.raises(Unmet, match=SENTENCES[ErrorCode.CODE_INVALID]):
            await facing_by_wechat.begin(front, code, by=made.clerk)

    async def test_a_face_that_does_not_fit_may_try_again(self, db: None) -> None:
        made = await in_wechat(fits=False)
        row = await begun(made)
        with pytest.raises(Unmet, match="尚未通过"):
            await facing_by_wechat.confirm(row.id, by=made.clerk)
        form = await made.form(face=False, id_front_id=row.paper_id, face_check_id=row.id)
        with pytest.raises(Invalid, match="人脸核验"):
            await certifying.submit(form, by=made.clerk)
        wechat_of(made).faces[f"open-{made.clerk.account_id.hex}"] = True
        assert (await facing_by_wechat.confirm(row.id, by=made.clerk)).finding == "same"

    async def test_is_confirmed_once_and_in_time(self, db: None) -> None:
        made = await in_wechat()
        row = await begun(made)
        await facing_by_wechat.confirm(row.id, by=made.clerk)
        with pytest.raises(Unmet, match="已完成"):
            await facing_by_wechat.confirm(row.id, by=made.clerk)
        late = await begun(made)
        await FaceCheck.filter(id=late.id).update(begun_at=clock.now() - facing_by_wechat.LASTS)
        with pytest.raises(NotNow, match="失效"):
            await facing_by_wechat.confirm(late.id, by=made.clerk)

    async def test_another_accounts_is_not_there(self, db: None) -> None:
        made = await in_wechat()
        row = await begun(made)
        stranger = await in_wechat(made)
        await stranger.agrees()
        colleague = world.clerk_of(made.party)
        colleague.call.terminal = Terminal.MINIPROGRAM
        for other in (stranger.clerk, colleague):
            with pytest.raises(NotFound):
                await facing_by_wechat.confirm(row.id, by=other)
        with pytest.raises(NotFound):
            await facing_by_wechat.begin(row.paper_id, code_of(stranger), by=stranger.clerk)

    async def test_another_accounts_proof_proves_nothing(self, db: None) -> None:
        made = await in_wechat()
        theirs = await FaceCheck.get(id=(await begun(made)).id)
        other = await in_wechat(made, fits=False)
        mine = await begun(other)
        proof = facing_by_wechat.asked_of(theirs).begun
        asked = msgspec.structs.replace(facing_by_wechat.asked_of(mine), begun=proof)
        await FaceCheck.filter(id=mine.id).update(verification=msgspec.json.encode(asked).decode())
        wechat_of(made).faces[asked.open_id] = True
        with pytest.raises(Unmet, match="尚未通过"):
            await facing_by_wechat.confirm(mine.id, by=other.clerk)

    async def test_frames_do_not_answer_for_wechat_nor_wechat_for_frames(self, db: None) -> None:
        made = await in_wechat()
        row = await begun(made)
        made.clerk.call.terminal = Terminal.PORTAL
        with pytest.raises(NotFound):
            await facing.show(row.id, Sent(b"\0\0\0\1a" * 3), by=made.clerk)
        filmed = await facing.begin(row.paper_id, by=made.clerk)
        made.clerk.call.terminal = Terminal.MINIPROGRAM
        with pytest.raises(NotFound):
            await facing_by_wechat.confirm(filmed.id, by=made.clerk)

    @pytest.mark.parametrize(
        "front",
        [
            {"name": PERSON},
            {"resident_id": RESIDENT_ID},
            {"name": PERSON, "resident_id": RESIDENT_ID[:-1] + "8"},
        ],
    )
    async def test_a_card_that_does_not_say_who_it_is_cannot_be_asked_about(
        self, db: None, front: dict[str, str]
    ) -> None:
        made = await in_wechat()
        made.front = front
        with pytest.raises(Unmet, match="重新拍摄"):
            await begun(made)
        assert wechat_of(made).prepared == {}

    @pytest.mark.parametrize("code", [each for each in ErrorCode if each is not ErrorCode.OK])
    async def test_every_trouble_of_wechats_is_said_in_its_own_sentence(
        self, db: None, code: ErrorCode
    ) -> None:
        made = await in_wechat()
        row = await begun(made)
        wechat_of(made).trouble = code
        for refused in (
            facing_by_wechat.begin(row.paper_id, code_of(made), by=made.clerk),
            facing_by_wechat.confirm(row.id, by=made.clerk),
        ):
            with pytest.raises(Refusal) as told:
                await refused
            assert told.value.sentence == SENTENCES.get(code, OTHERWISE)
            assert isinstance(told.value, Unavailable) == (code in WORTH_A_RETRY)
        wechat_of(made).trouble = None
        assert (await facing_by_wechat.confirm(row.id, by=made.clerk)).finding == "same"

    @pytest.mark.postgres
    async def test_confirmed_by_many_at_once_it_is_written_once(self, db: None) -> None:
        made = await in_wechat()
        row = await begun(made)
        tries = [facing_by_wechat.confirm(row.id, by=_again(made, serial)) for serial in range(6)]
        came = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(not isinstance(each, Exception) for each in came) == 1
        assert all(isinstance(each, FaceCheck | Refusal) for each in came)


def _again(made: Firm, serial: int) -> Actor:
    by = with_key(made.clerk, f"key-{serial}")
    by.call.terminal = Terminal.MINIPROGRAM
    return by
