"""Two of the operator's people, and what they write."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.notices import actions
from domain.notices.terms import NoticeDraft
from orm.notices import Notice
from tests import world
from vocabulary.notices import NoticeKind

BODY = "# 支持内容\n对首次贷款的企业按年利率百分之一贴息。\n\n- 每户最多二十万元\n- 一年一次"


@dataclass(frozen=True)
class NoticeDesk:
    """Whoever writes, and whoever publishes."""

    writer: Actor
    publisher: Actor

    async def submitted(self, **differing: Any) -> Notice:
        """A notice that waits for the second person."""
        row = await actions.draft(a_text(**differing), by=self.writer)
        return await actions.submit(row.id, by=self.writer)

    async def published(self, **differing: Any) -> Notice:
        """A notice that is out."""
        row = await self.submitted(**differing)
        return await actions.publish(row.id, by=self.publisher)


async def a_desk() -> NoticeDesk:
    """Two people of one operator."""
    operator = await world.an_operator()
    return NoticeDesk(world.operator_of(operator), world.operator_of(operator))


def a_text(kind: NoticeKind = NoticeKind.ANNOUNCEMENT, **differing: Any) -> NoticeDraft:
    """A notice of today; say what differs."""
    told: dict[str, Any] = {
        "kind": kind,
        "title": "平台将于周末例行维护",
        "body": BODY,
        "valid_from": clock.today(),
    }
    return NoticeDraft(**told | differing)


def a_subsidy(**differing: Any) -> dict[str, Any]:
    """What a subsidy says; say what differs."""
    told: dict[str, Any] = {
        "kind": NoticeKind.SUBSIDY_NOTICE,
        "title": "小微企业首贷贴息申领开始",
        "issuer": "苏州市财政局",
        "document_no": "苏财金〔2026〕12号",
        "basis": "关于支持小微企业首贷的意见",
        "deadline_on": clock.today() + timedelta(days=10),
    }
    return told | differing
