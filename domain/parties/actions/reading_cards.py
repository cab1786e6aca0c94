"""The ID card on a kiosk's reader: what its chip says settles what a photograph left unsure."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from domain.kernel import clock, outside
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, Unmet
from domain.kernel.seeing import FieldReading
from domain.parties.hand_ins import Reading, reading_of
from domain.parties.readings import SURE_MIN, plain
from domain.parties.rules import must_be_clerk
from orm.certifying import Paper
from vocabulary.documents import DocumentField as F
from vocabulary.identifiers import PersonName, birth_date, compact_resident_id, resident_id_problem
from vocabulary.seeing import DocumentKind

READ_CODE = "certification.read_card"
READS_MAX = 20
READ_WINDOW_S = 600
CERTAIN = 1.0
ONLY_THERE = "请在智能终端的读卡器上刷身份证"
UNREADABLE = "没有读到有效的身份证信息，请重新放置身份证，或以拍摄的照片为准继续办理"
EXPIRED = "这张身份证已过有效期，请更换新的身份证后办理"
OTHER_CARD = "读卡器上的身份证与拍摄的不是同一张，请核对后重新放置，或重新拍摄"


class CardRead(Struct, frozen=True, forbid_unknown_fields=True):
    """读卡器读到的身份证：与拍摄的人像面核对，看不清的文字以芯片为准。"""

    secret: ClassVar[tuple[str, ...]] = ("name", "number", "valid_until")

    name: PersonName
    number: Annotated[str, Meta(min_length=18, max_length=18, description="公民身份号码")]
    valid_until: Annotated[date | None, Meta(description="有效期限截止日，长期的留空")]

    def __repr__(self) -> str:
        return "CardRead(…)"


async def read_card(paper_id: UUID, card: CardRead, *, by: Actor) -> Paper:
    """Lay the card on the reader beside its photograph: the same card, or nothing changes."""
    must_be_clerk(by)
    if by.call.kiosk_id is None:
        raise Unmet(ONLY_THERE)
    await outside.held().limiter.hit(
        "read_card", str(by.account_id), limit=READS_MAX, window_s=READ_WINDOW_S
    )
    if resident_id_problem(card.number, today=clock.today()):
        raise Invalid(UNREADABLE, (("number", UNREADABLE),))
    if card.valid_until is not None and card.valid_until < clock.today():
        raise Unmet(EXPIRED)
    facts: dict[str, object] = {}
    async with enact(READ_CODE, "certification", paper_id, by=by, facts=facts) as outcome:
        own = Paper.filter(enterprise_id=by.party_id, kind=DocumentKind.ID_CARD_FRONT)
        unused = own.filter(handed_in=False, key__isnull=False)
        row = await unused.select_for_update().get_or_none(id=paper_id)
        if row is None:
            raise NotFound(NOT_FOUND)
        settled = _settled(reading_of(row), card)
        facts["settled"] = sorted(settled)
        row.reading = msgspec.json.encode(reading_of(row) | settled).decode()
        await row.save(update_fields=["reading"])
        outcome.result = row
    return row


def _settled(seen: Reading, card: CardRead) -> Reading:
    """What the chip says, unless the photograph clearly says something else."""
    number, born = compact_resident_id(card.number), birth_date(card.number)
    for name, said in ((F.NAME, card.name), (F.RESIDENT_ID, number)):
        printed = seen.get(name)
        if printed and printed.sure >= SURE_MIN and plain(printed.text) != plain(said):
            raise Unmet(OTHER_CARD)
    assert born is not None, "the number is right, so it has a birthday"
    texts = {F.NAME: card.name.strip(), F.RESIDENT_ID: number, F.BIRTH_DATE: born.isoformat()}
    return {name.value: FieldReading(text, CERTAIN) for name, text in texts.items()}
