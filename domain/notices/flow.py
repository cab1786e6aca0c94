"""通知公告: one person writes, another publishes; what was published is kept in versions."""

from domain.kernel.flow import Flow, step
from domain.notices.rules import (
    another_person,
    is_pinned,
    never_published,
    not_over,
    not_pinned,
    still_in_time,
)
from domain.notices.terms import NoticeDraft
from vocabulary.notices import NOTICE_STATE_LABELS
from vocabulary.notices import NoticeState as S
from vocabulary.parties import Role

OPERATOR = Role.PLATFORM_OPERATOR @ "platform"


# fmt: off
class NoticeFlow(
    Flow, subject="notice", name="notice", version=1, title="通知公告",
    labels=NOTICE_STATE_LABELS, states=S, final={S.REMOVED}, workdays={S.TO_PUBLISH: 2},
):
    """Clauses 4.3, 6.1.1.1 a and 6.1.3.6: nothing is made known that one person alone has seen."""

    draft     = step(                       to=S.DRAFT,      by=OPERATOR, says="起草", takes=NoticeDraft)
    amend     = step(S.DRAFT, S.WITHDRAWN,  to=S.DRAFT,      by=OPERATOR, says="编辑", takes=NoticeDraft)
    submit    = step(S.DRAFT,               to=S.TO_PUBLISH, by=OPERATOR, says="提交发布")
    send_back = step(S.TO_PUBLISH,          to=S.DRAFT,      by=OPERATOR, says="退回修改", needs_reason=True)
    publish   = step(S.TO_PUBLISH,          to=S.PUBLISHED,  by=OPERATOR, says="发布", when=[another_person, not_over, still_in_time])
    pin       = step(S.PUBLISHED,           to=S.PUBLISHED,  by=OPERATOR, says="置顶", when=[not_pinned])
    unpin     = step(S.PUBLISHED,           to=S.PUBLISHED,  by=OPERATOR, says="取消置顶", when=[is_pinned])
    withdraw  = step(S.PUBLISHED,           to=S.WITHDRAWN,  by=OPERATOR, says="撤下", needs_reason=True, grave=True)
    remove    = step(S.DRAFT,               to=S.REMOVED,    by=OPERATOR, says="删除", grave=True, when=[never_published])
# fmt: on
