"""Which roadshow is meant, for whoever may know of it."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound
from orm.store_roadshows import Roadshow
from vocabulary.rights import Right


async def seen(roadshow_id: UUID, by: Actor) -> Roadshow:
    """The roadshow, if this actor may know of it."""
    rows = Roadshow.visible_to(by.party_id, by.party_kind)
    row = await rows.get_or_none(id=roadshow_id) if Right.EVENT_VIEW in by.rights else None
    if row is None:
        raise NotFound(NOT_FOUND)
    return row
