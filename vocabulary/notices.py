"""The words of what the operator makes known: news, announcements, policies and their deadlines."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """What is made known."""

    NEWS = "news"
    ANNOUNCEMENT = "announcement"
    POLICY_NOTICE = "policy_notice"
    SUBSIDY_NOTICE = "subsidy_notice"
    INCENTIVE_NOTICE = "incentive_notice"


class NoticeState(StrEnum):
    """Where a notice stands. Only what is published is read outside the operator's desk."""

    DRAFT = "draft"
    TO_PUBLISH = "to_publish"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class Audience(StrEnum):
    """Whom an announcement is for."""

    EVERYBODY = "everybody"
    INSTITUTIONS = "institutions"
    ENTERPRISES = "enterprises"


class BlockKind(StrEnum):
    """What one piece of a text is; there is nothing else, and never markup."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LISTING = "listing"


# What is for enterprises that fit, by what they declared of themselves.
AIMED: frozenset[NoticeKind] = frozenset(
    {NoticeKind.POLICY_NOTICE, NoticeKind.SUBSIDY_NOTICE, NoticeKind.INCENTIVE_NOTICE}
)
# What promises money to whoever asks in time.
PAYING: frozenset[NoticeKind] = AIMED - {NoticeKind.POLICY_NOTICE}

NOTICE_KIND_LABELS: dict[NoticeKind, str] = {
    NoticeKind.NEWS: "平台动态",
    NoticeKind.ANNOUNCEMENT: "平台公告",
    NoticeKind.POLICY_NOTICE: "金融政策",
    NoticeKind.SUBSIDY_NOTICE: "贴息通知",
    NoticeKind.INCENTIVE_NOTICE: "兑现通知",
}
NOTICE_STATE_LABELS: dict[NoticeState, str] = {
    NoticeState.DRAFT: "草稿",
    NoticeState.TO_PUBLISH: "待发布",
    NoticeState.PUBLISHED: "已发布",
    NoticeState.WITHDRAWN: "已撤下",
    NoticeState.REMOVED: "已删除",
}
AUDIENCE_LABELS: dict[Audience, str] = {
    Audience.EVERYBODY: "所有人",
    Audience.INSTITUTIONS: "全体机构",
    Audience.ENTERPRISES: "全体企业",
}
