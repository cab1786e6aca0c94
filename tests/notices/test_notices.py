"""A notice's way: one writes, another publishes, its versions are kept, and who may read it."""

from datetime import timedelta

import pytest

from domain.kernel import clock
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.notices import actions, desk, reading, rules
from domain.notices.terms import NoticeSearch, VersionAsked
from domain.notices.wording import Block, blocks
from tests import world
from tests.lending.papers import PDF
from tests.notices.desk import BODY, NoticeDesk, a_desk, a_subsidy, a_text
from tests.remembered import hold_hands
from vocabulary.notices import Audience, BlockKind, NoticeKind, NoticeState

pytestmark = [pytest.mark.row("A14"), pytest.mark.clause("4.3", "6.1.1.1 a")]
CURRENT = VersionAsked()


class Handed:
    """A file on its way in."""

    name = "申领表.pdf"

    async def read(self) -> bytes:
        return PDF


@pytest.fixture
async def office(db: None) -> NoticeDesk:
    hold_hands()
    return await a_desk()


async def titles(**asked: object) -> list[str]:
    page = await reading.page(NoticeSearch(**asked))  # type: ignore[arg-type]  # by name
    return [row.title for row in page.items]


async def test_whoever_wrote_it_does_not_publish_it(office: NoticeDesk) -> None:
    row = await office.submitted()
    assert "publish" not in [
        step.verb for step in (await desk.one(row.id, office.writer)).open_steps
    ]
    with pytest.raises(Unmet, match="另一位"):
        await actions.publish(row.id, by=office.writer)
    assert await titles() == []
    done = await actions.publish(row.id, by=office.publisher)
    assert (done.state, done.version_no) == (NoticeState.PUBLISHED, 1)
    assert await titles() == [row.title]


async def test_whoever_amends_becomes_its_writer(office: NoticeDesk) -> None:
    row = await office.submitted()
    await actions.send_back(row.id, "标题不清楚", by=office.publisher)
    await actions.amend(row.id, a_text(title="周末维护通知"), by=office.publisher)
    await actions.submit(row.id, by=office.publisher)
    with pytest.raises(Unmet, match="另一位"):
        await actions.publish(row.id, by=office.publisher)
    assert (await actions.publish(row.id, by=office.writer)).title == "周末维护通知"


async def test_what_was_published_stays_readable_word_for_word(office: NoticeDesk) -> None:
    row = await office.published(title="第一版")
    with pytest.raises(NotNow):
        await actions.amend(row.id, a_text(), by=office.writer)
    await actions.withdraw(row.id, "日期写错", by=office.writer)
    with pytest.raises(NotFound):
        await reading.one(row.id, CURRENT)
    with pytest.raises(Invalid, match="类型"):
        await actions.amend(row.id, a_text(NoticeKind.NEWS), by=office.writer)
    await actions.amend(row.id, a_text(title="第二版"), by=office.writer)
    with pytest.raises(Unmet, match="不能删除"):
        await actions.remove(row.id, by=office.writer)
    await actions.submit(row.id, by=office.writer)
    await actions.publish(row.id, by=office.publisher)
    now = await reading.one(row.id, CURRENT)
    before = await reading.one(row.id, VersionAsked(1))
    assert [now.title, before.title] == ["第二版", "第一版"]
    assert [line.withdrawn_at is None for line in now.versions] == [True, False]
    with pytest.raises(NotFound):
        await reading.one(row.id, VersionAsked(3))


async def test_each_reads_what_is_for_them_from_its_first_day_on(office: NoticeDesk) -> None:
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    clerk, officer = world.clerk_of(enterprise), world.officer_of(bank)
    for audience in Audience:
        await office.published(title=f"给{audience.value}", audience=audience)
    tomorrow = clock.today() + timedelta(days=1)
    await office.published(title="明天才生效", valid_from=tomorrow)
    seen = {
        actor: {row.title for row in (await reading.page(NoticeSearch(), to=actor)).items}
        for actor in (clerk, officer)
    }
    assert set(await titles()) == {"给everybody"}
    assert seen[clerk] == {"给everybody", "给enterprises"}
    assert seen[officer] == {"给everybody", "给institutions"}
    hidden = await office.published(audience=Audience.INSTITUTIONS)
    for to in (None, clerk):
        with pytest.raises(NotFound):
            await reading.one(hidden.id, CURRENT, to=to)


async def test_an_earlier_version_is_read_by_those_it_was_for(office: NoticeDesk) -> None:
    officer = world.officer_of(await world.a_bank())
    inner = await actions.hand_in(Handed(), by=office.writer)
    row = await office.published(
        title="仅供机构", audience=Audience.INSTITUTIONS, attachment_ids=[inner.id]
    )
    await actions.withdraw(row.id, "改为公开", by=office.writer)
    await actions.amend(row.id, a_text(title="对外公开"), by=office.writer)
    await actions.submit(row.id, by=office.writer)
    await actions.publish(row.id, by=office.publisher)
    assert [line.title for line in (await reading.one(row.id, CURRENT)).versions] == ["对外公开"]
    with pytest.raises(NotFound):
        await reading.one(row.id, VersionAsked(1))
    with pytest.raises(NotFound):
        await reading.attachment(row.id, inner.id)
    assert (await reading.one(row.id, VersionAsked(1), to=officer)).title == "仅供机构"


async def test_it_is_searched_paged_and_what_is_pinned_stands_first(office: NoticeDesk) -> None:
    first = await office.published(title="最早的")
    await office.published(**a_subsidy())
    await office.published(**a_subsidy(title="去年的补贴", deadline_on=clock.today()))
    for place in range(rules.PINNED_MAX):
        row = await office.published(title=f"公告{place}")
        await actions.pin(row.id, by=office.writer)
    with pytest.raises(Unmet, match="最多置顶"):
        await actions.pin(first.id, by=office.writer)
    page = await reading.page(NoticeSearch(limit=2))
    rest = await reading.page(NoticeSearch(limit=2, cursor=page.next or ""))
    assert [row.pinned for row in page.items] == [True] * rules.PINNED_MAX + [False, False]
    assert [row.title for row in rest.items] == ["最早的"]
    assert await titles(q="苏财金") == ["去年的补贴", "小微企业首贷贴息申领开始"]
    assert len(await titles(aimed=False)) == 1 + rules.PINNED_MAX


async def test_a_file_is_public_with_its_notice_and_not_before(office: NoticeDesk) -> None:
    kept = await actions.hand_in(Handed(), by=office.writer)
    row = await office.submitted(attachment_ids=[kept.id])
    with pytest.raises(NotFound):
        await reading.attachment(row.id, kept.id)
    await actions.publish(row.id, by=office.publisher)
    sent = await reading.attachment(row.id, kept.id)
    assert b"".join([piece async for piece in sent.chunks]) == PDF
    other = await office.published()
    with pytest.raises(NotFound):
        await reading.attachment(other.id, kept.id)
    with pytest.raises(NotYourPost):
        await actions.hand_in(Handed(), by=world.clerk_of(await world.an_enterprise()))


def test_a_text_is_cut_into_headings_paragraphs_and_lists() -> None:
    assert blocks(BODY) == [
        Block(BlockKind.HEADING, ["支持内容"]),
        Block(BlockKind.PARAGRAPH, ["对首次贷款的企业按年利率百分之一贴息。"]),
        Block(BlockKind.LISTING, ["每户最多二十万元", "一年一次"]),
    ]
    assert blocks("<script>alert(1)</script>") == [
        Block(BlockKind.PARAGRAPH, ["<script>alert(1)</script>"])
    ]


@pytest.mark.parametrize(
    ("differing", "field"),
    [
        ({"link": "javascript:alert(1)"}, "link"),
        ({"issuer": "财政局"}, "issuer"),
        ({"valid_until": clock.today() - timedelta(days=1)}, "valid_until"),
        ({"body": "a\x07b"}, "body"),
        (a_subsidy(deadline_on=None), "deadline_on"),
        (a_subsidy(basis=""), "basis"),
        (a_subsidy(regions=["310000"]), "regions"),
        (a_subsidy(audience=Audience.INSTITUTIONS), "audience"),
    ],
)
def test_what_cannot_be_said_is_refused_by_its_field(
    differing: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        rules.checked(a_text(**differing))  # type: ignore[arg-type]  # by name
    assert field in [name for name, _ in refused.value.errors]
