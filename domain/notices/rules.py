"""What a notice must say, and who may publish it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition
from domain.kernel.refusal import Invalid
from domain.notices.terms import NoticeDraft
from vocabulary.industries import SECTIONS
from vocabulary.notices import AIMED, PAYING, Audience, NoticeKind
from vocabulary.regions import REGIONS

if TYPE_CHECKING:
    from orm.notices import Notice

PINNED_MAX = 3
SMS_WITHIN_DAYS = 15  # so long before a deadline those it fits hear of it outside the platform
LINK = re.compile(r"https?://[^\s<>\"']+")
_OF_POLICIES = (
    "issuer", "document_no", "basis", "industries", "regions", "sizes", "loan_kinds", "deadline_on",
)  # fmt: skip


@condition("须由起草人以外的另一位运营人员发布，请由同事复核后发布")
def another_person(notice: Notice, act: Act) -> bool:
    """Whoever wrote the text does not let it out."""
    return act.by.account_id != notice.written_by_id


@condition("已过失效日期，请退回修改后再发布")
def not_over(notice: Notice, act: Act) -> bool:
    """What is over before it is read is not published."""
    return notice.valid_until is None or notice.valid_until >= date_of(act.at)


@condition("已过申领截止日期，请退回修改后再发布")
def still_in_time(notice: Notice, act: Act) -> bool:
    """A deadline that has passed helps nobody."""
    return notice.deadline_on is None or notice.deadline_on >= date_of(act.at)


@condition("已经置顶")
def not_pinned(notice: Notice, act: Act) -> bool:
    """Once is enough."""
    return not notice.pinned


@condition("没有置顶，无需取消")
def is_pinned(notice: Notice, act: Act) -> bool:
    """There is something to undo."""
    return bool(notice.pinned)


@condition("发布过的内容须保留，不能删除")
def never_published(notice: Notice, act: Act) -> bool:
    """What people have read stays readable."""
    return bool(notice.version_no == 0)


def checked(draft: NoticeDraft) -> NoticeDraft:
    """The draft as it is kept; or refuse it and name every field that is wrong."""
    tidy = replace(
        draft,
        title=draft.title.strip(),
        body=_lines(draft.body),
        issuer=draft.issuer.strip(),
        document_no=draft.document_no.strip(),
        basis=draft.basis.strip(),
        link=draft.link.strip(),
    )
    problems = {**_common(tidy), **(_of_policy(tidy) if tidy.kind in AIMED else _of_news(tidy))}
    errors = tuple((field, problem) for field, problem in problems.items() if problem)
    if errors:
        raise Invalid("内容填写有误，请按提示修改", errors)
    return tidy


def _lines(body: str) -> str:
    return "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").split("\n")).strip()


def _common(draft: NoticeDraft) -> dict[str, str]:
    wrong = {}
    if not draft.title.isprintable() or len(draft.title) < 2:  # noqa: PLR2004 -- said by the struct
        wrong["title"] = "请填写标题，不要换行"
    if not draft.body or not draft.body.replace("\n", "").isprintable():
        wrong["body"] = "正文是空的，或含有无法识别的字符"
    if draft.valid_until is not None and draft.valid_until < draft.valid_from:
        wrong["valid_until"] = "失效日期不能早于生效日期"
    if draft.link and not LINK.fullmatch(draft.link):
        wrong["link"] = "请填写以 http:// 或 https:// 开头的完整网址"
    if len(set(draft.attachment_ids)) < len(draft.attachment_ids):
        wrong["attachment_ids"] = "同一个附件加了两次"
    return wrong


def _of_news(draft: NoticeDraft) -> dict[str, str]:
    wrong = {
        name: "只有政策和贴息、兑现通知才填写此项" for name in _OF_POLICIES if getattr(draft, name)
    }
    if draft.kind is NoticeKind.NEWS and draft.audience is not Audience.EVERYBODY:
        wrong["audience"] = "平台动态面向所有人"
    return wrong


def _of_policy(draft: NoticeDraft) -> dict[str, str]:
    wrong = {}
    if not draft.issuer:
        wrong["issuer"] = "请填写发文机关"
    if draft.audience is not Audience.EVERYBODY:
        wrong["audience"] = "政策向所有人公开，按适用范围推送给企业"
    if not set(draft.industries) <= set(SECTIONS):
        wrong["industries"] = "请选择列出的行业门类"
    if not set(draft.regions) <= set(REGIONS):
        wrong["regions"] = "请选择苏州市的区域"
    if draft.kind not in PAYING:
        if draft.deadline_on is not None:
            wrong["deadline_on"] = "只有贴息、兑现通知有申领截止日期"
        return wrong
    if not draft.basis:
        wrong["basis"] = "请填写政策依据"
    if draft.deadline_on is None:
        wrong["deadline_on"] = "请填写申领截止日期"
    elif draft.deadline_on < draft.valid_from:
        wrong["deadline_on"] = "申领截止日期不能早于生效日期"
    return wrong
