"""The demo world's notices, read from `demo_notices.toml` and let out by two of the operator."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotNow, Unmet
from domain.notices import actions
from domain.notices.terms import NoticeDraft
from orm.notices import Notice
from vocabulary.notices import Audience, NoticeKind
from vocabulary.parties import EnterpriseSize


class DemoNotice(Struct, frozen=True, forbid_unknown_fields=True):
    """One notice as the file says it; days count from the first start."""

    kind: NoticeKind
    title: str
    body: str
    audience: Audience = Audience.EVERYBODY
    issuer: str = ""
    document_no: str = ""
    basis: str = ""
    industries: list[str] = []
    regions: list[str] = []
    sizes: list[EnterpriseSize] = []
    until: int | None = None
    deadline: int | None = None
    pinned: bool = False

    def draft(self) -> NoticeDraft:
        """The same, as the operator would have filled it in."""
        today = clock.today()
        return NoticeDraft(
            kind=self.kind,
            title=self.title,
            body=self.body.strip(),
            audience=self.audience,
            issuer=self.issuer,
            document_no=self.document_no,
            basis=self.basis,
            industries=self.industries,
            regions=self.regions,
            sizes=self.sizes,
            valid_from=today,
            valid_until=None if self.until is None else today + timedelta(days=self.until),
            deadline_on=None if self.deadline is None else today + timedelta(days=self.deadline),
        )


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    notices: list[DemoNotice]


def told() -> list[DemoNotice]:
    """Every notice of the file, in its order."""
    path = Path(__file__).parent / "demo_notices.toml"
    return msgspec.toml.decode(path.read_bytes(), type=_File).notices


async def seed_notices(world: UUID, writer: Actor, publisher: Actor) -> None:
    """Write and publish each of them by the acts that people use; once."""
    for each in told():
        notice_id = uuid5(world, f"notice:{each.title}")
        if await Notice.exists(id=notice_id):
            continue
        with suppress(Unmet, NotNow):  # Another process that starts just now has done it.
            await actions.draft(each.draft(), by=writer, notice_id=notice_id)
            await actions.submit(notice_id, by=writer)
            await actions.publish(notice_id, by=publisher)
            if each.pinned:
                await actions.pin(notice_id, by=writer)
