"""What follows from lending's journal: banks hear of a request that is offered to all again."""

from uuid import UUID

from domain.kernel.journal import Entry
from orm.messaging import Message
from orm.parties import Party
from vocabulary.industries import SECTIONS
from vocabulary.messaging import MessageKind
from vocabulary.money import wan_text
from vocabulary.parties import PartyKind
from vocabulary.regions import REGIONS

BANKS_TOLD_MAX = 500
TITLE = "抢单区有需求等待受理"


async def tell_pool(entry: Entry) -> None:
    """Tell every bank that takes new business; nothing says whose request it is."""
    region, industry = entry.facts["region"], entry.facts["industry"]
    body = (
        f"{REGIONS.get(region, region)}一家{SECTIONS.get(industry, industry)}企业的融资需求"
        f"（{wan_text(int(entry.facts['requested_fen']))}）等待受理，请在抢单区查看。"
    )
    banks = Party.filter(kind=PartyKind.BANK, certified=True, on_hold=False, lapsed=False)
    told = {UUID(party) for party in entry.seats.values()}
    for bank in await banks.order_by("id").limit(BANKS_TOLD_MAX):
        if bank.id in told or await Message.exists(
            party_id=bank.id, entry_id=entry.id, kind=MessageKind.APPLICATION
        ):
            continue
        await Message.create(
            party_id=bank.id,
            entry_id=entry.id,
            kind=MessageKind.APPLICATION,
            title=TITLE,
            body=body,
            subject_kind="",
            subject_id=None,
            at=entry.at,
        )
