"""What follows from a proposal: colleagues hear that something waits, or what became of it."""

from domain.kernel.journal import Entry
from orm.messaging import Message
from orm.proposals import Proposal
from vocabulary.messaging import MessageKind
from vocabulary.money import wan_text

TITLES = {
    "propose": "有一笔业务等待复核",
    "confirm": "复核已通过",
    "decline": "复核未通过",
    "lapse": "复核已失效",
}
CODES = tuple(f"proposal.{verb}" for verb in TITLES)


async def tell_colleagues(entry: Entry) -> None:
    """Write one message to the institution itself, leading to the case."""
    row = await Proposal.get(id=entry.subject_id)
    if await Message.exists(party_id=row.party_id, entry_id=entry.id, kind=MessageKind.REVIEW):
        return
    why = f"原因：{entry.reason.rstrip('。')}。" if entry.reason else ""
    who = f"{row.made_by_name}提交的" if entry.verb != "propose" else f"{row.made_by_name}提交了"
    await Message.create(
        party_id=row.party_id,
        entry_id=entry.id,
        kind=MessageKind.REVIEW,
        title=TITLES[entry.verb],
        body=f"{who}{row.about_no}“{row.says}”（{wan_text(row.amount_fen)}）。{why}",
        subject_kind=row.about_kind,
        subject_id=row.about_id,
        at=entry.at,
    )
