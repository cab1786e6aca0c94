"""What fits one enterprise: the policies in force with the reason of each, and what to mind."""

from msgspec import Struct

from domain.enterprises import hints
from domain.enterprises.hints import Hint
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotYourPost
from domain.notices.fitting import Facts, judge
from domain.notices.reaching import facts_of
from domain.notices.reading import NoticeRow, read_by, shown_to, told
from domain.notices.texts import aim_of, draft_of
from orm.notices import Notice
from orm.parties import Party
from vocabulary.industries import SECTIONS
from vocabulary.lending import KIND_LABELS
from vocabulary.notices import AIMED
from vocabulary.parties import ENTERPRISE_SIZE_LABELS, PartyKind
from vocabulary.regions import REGIONS
from vocabulary.rights import Right

CANDIDATES_MAX = 500


class FittingNotice(NoticeRow, frozen=True, kw_only=True):
    """适合本企业的一条政策或通知，以及逐条理由。"""

    reasons: list[str]
    days_left: int | None


class Fitting(Struct, frozen=True, kw_only=True):
    """适合本企业的政策与贴息、兑现通知，判断所依据的申报信息，以及风险提示。"""

    items: list[FittingNotice]
    unread: int
    facts: list[str]
    missing: list[str]
    undecided: int
    hints: list[Hint]


async def fitting(*, to: Actor) -> Fitting:
    """The policies in force that fit, the nearest deadline first; the newest of the others."""
    if to.party_kind is not PartyKind.ENTERPRISE:
        raise NotYourPost("只有企业可以查看适合本企业的政策")
    to.needs(Right.MESSAGE_VIEW)
    party = await Party.get(id=to.party_id)
    facts = await facts_of(party)
    rows = await _in_force(to)
    verdicts = (
        [(row, judge(aim_of(draft_of(row)), facts)) for row in rows] if party.certified else []
    )
    read = await read_by(to, rows)
    items = [
        FittingNotice(**told(row, read), reasons=verdict.reasons, days_left=_days_left(row))
        for row, verdict in verdicts
        if verdict.fits
    ]
    items.sort(key=lambda each: (each.days_left is None, each.days_left or 0))
    undecided = [verdict for _, verdict in verdicts if verdict.missing]
    return Fitting(
        items=items,
        unread=sum(not each.read for each in items),
        facts=_said(facts) if party.certified else [],
        missing=sorted({word for verdict in undecided for word in verdict.missing}),
        undecided=len(undecided),
        hints=await hints.of(party, to=to),
    )


async def _in_force(to: Actor) -> list[Notice]:
    rows = shown_to(to).filter(kind__in=sorted(AIMED)).order_by("-published_at", "-id")
    return [row for row in await rows.limit(CANDIDATES_MAX) if told(row, {})["in_force"]]


def _days_left(row: Notice) -> int | None:
    return (row.deadline_on - clock.today()).days if row.deadline_on else None


def _said(facts: Facts) -> list[str]:
    """What the judgement stands on."""
    lines = [
        f"区域：{REGIONS.get(facts.region, facts.region)}",
        f"行业：{SECTIONS.get(facts.industry, facts.industry)}",
    ]
    if facts.size is not None:
        lines.append(f"规模：{ENTERPRISE_SIZE_LABELS[facts.size]}")
    lines += [f"贷款：{KIND_LABELS[kind]}" for kind in KIND_LABELS if kind in facts.loan_kinds]
    return lines
