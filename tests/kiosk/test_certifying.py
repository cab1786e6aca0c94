"""Certification at a kiosk: the use cases of everywhere; the reader settles what a photo cannot."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from domain.kernel.actor import Actor, Call
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.parties import at_kiosk
from domain.parties.actions import certifying, facing, reading_cards
from domain.parties.actions.reading_cards import CardRead
from domain.parties.hand_ins import reading_of
from orm.certifying import Paper
from orm.journal import JournalEntry
from orm.parties import Certification
from tests.parties.firm import FRONT, NAME, PERSON, RESIDENT_ID, Firm, a_firm, the_desk
from vocabulary.certification import CertificationState
from vocabulary.identity import Terminal
from vocabulary.seeing import DocumentKind

pytestmark = [pytest.mark.row("E2"), pytest.mark.clause("6.1.3.2"), pytest.mark.usefixtures("db")]

CARD = CardRead(PERSON, RESIDENT_ID, date(2040, 5, 1))
POORLY = 0.4


def at_the(kiosk_id: UUID, actor: Actor) -> Actor:
    return replace(actor, call=Call("r1", "10.9.9.9", Terminal.KIOSK, kiosk_id=kiosk_id))


async def a_firm_at_a_kiosk() -> Firm:
    made = await a_firm()
    made.clerk = at_the(uuid4(), made.clerk)
    return made


class TestTheCardOnTheReader:
    async def test_settles_what_the_photo_left_unsure(self) -> None:
        made = await a_firm_at_a_kiosk()
        made.sure = POORLY
        front = await made.photo(DocumentKind.ID_CARD_FRONT, FRONT | {"name": "欧阳农"})
        row = await reading_cards.read_card(front, CARD, by=made.clerk)
        seen = reading_of(row)
        assert (seen["name"].text, seen["name"].sure) == (PERSON, 1.0)
        assert (seen["resident_id"].text, seen["resident_id"].sure) == (RESIDENT_ID, 1.0)
        entry = await JournalEntry.get(code="certification.read_card")
        assert RESIDENT_ID not in str(vars(entry)), "nothing of the card is in the journal"

    async def test_of_somebody_else_changes_nothing(self) -> None:
        made = await a_firm_at_a_kiosk()
        front = await made.photo(DocumentKind.ID_CARD_FRONT)
        other = CardRead("王小明", "320505199001010011", None)
        with pytest.raises(Unmet, match="不是同一张"):
            await reading_cards.read_card(front, other, by=made.clerk)
        assert reading_of(await Paper.get(id=front))["name"].text == PERSON

    async def test_that_is_over_or_misread_is_refused(self) -> None:
        made = await a_firm_at_a_kiosk()
        front = await made.photo(DocumentKind.ID_CARD_FRONT)
        with pytest.raises(Unmet, match="已过有效期"):
            await reading_cards.read_card(
                front, CardRead(PERSON, RESIDENT_ID, date(2020, 5, 1)), by=made.clerk
            )
        with pytest.raises(Invalid):
            await reading_cards.read_card(
                front, CardRead(PERSON, f"{RESIDENT_ID[:-1]}0", None), by=made.clerk
            )

    async def test_counts_at_a_kiosk_alone_and_for_ones_own_unused_photo(self) -> None:
        made = await a_firm_at_a_kiosk()
        front = await made.photo(DocumentKind.ID_CARD_FRONT)
        at_home = replace(made.clerk, call=Call("r2", "10.1.1.1"))
        with pytest.raises(Unmet, match="智能终端"):
            await reading_cards.read_card(front, CARD, by=at_home)
        stranger = await a_firm(made)
        with pytest.raises(NotFound):
            await reading_cards.read_card(
                front, CARD, by=at_the(made.clerk.call.kiosk_id or uuid4(), stranger.clerk)
            )
        await Paper.filter(id=front).update(handed_in=True)
        with pytest.raises(NotFound):
            await reading_cards.read_card(front, CARD, by=made.clerk)


class TestTheScreen:
    async def test_says_where_it_stands_and_masks_the_name(self) -> None:
        made = await a_firm_at_a_kiosk()
        nothing = await at_kiosk.mine(made.clerk)
        assert (nothing.state, nothing.may_submit) == (None, True)
        row = await made.checked()
        shown = await at_kiosk.mine(made.clerk)
        assert shown.certification_no == row.certification_no
        assert (shown.state, shown.may_submit, shown.form) == (
            CertificationState.APPROVED, False, None,
        )  # fmt: skip
        assert NAME not in str(shown), "no check says the name in a hall"
        assert len(shown.checks) == 13

    async def test_gives_back_what_is_to_be_put_right(self) -> None:
        made = await a_firm_at_a_kiosk()
        row = await made.checked(legal_representative="钱不符")
        shown = await at_kiosk.mine(made.clerk)
        assert shown.state is CertificationState.TO_AMEND
        assert shown.resubmits == row.id
        assert shown.form is not None
        assert shown.form.legal_representative == "钱不符"
        assert [paper.kind for paper in shown.papers] == list(DocumentKind)
        await certifying.resubmit(row.id, await made.form(), by=made.clerk)
        assert (await Certification.get(id=row.id)).state is CertificationState.TO_CHECK

    async def test_is_for_enterprises_alone(self) -> None:
        await a_firm()
        with pytest.raises(NotYourPost):
            await at_kiosk.mine(await the_desk())


async def test_a_face_begun_at_a_kiosk_is_shown_at_this_kiosk() -> None:
    made = await a_firm_at_a_kiosk()
    front = await made.photo(DocumentKind.ID_CARD_FRONT)
    await made.agrees()
    row = await facing.begin(front, by=made.clerk)
    seen = await made.before_camera(row)
    with pytest.raises(NotNow):
        await facing.show(row.id, seen, by=at_the(uuid4(), made.clerk))
    shown = await facing.show(row.id, seen, by=made.clerk)
    assert shown.finding == "same"
