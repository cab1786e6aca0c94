"""What the old system handed over: taken in line by line, once, searched under the same masks."""

from datetime import date
from pathlib import Path

import pytest

from domain.kernel.actor import job_actor
from domain.kernel.refusal import NotFound, NotYourPost
from domain.legacy import queries
from domain.legacy.actions import load
from domain.legacy.queries import LegacySearch
from domain.legacy.rows import COLUMNS, OldDemand, Refused, demand_of
from orm.legacy import LegacyDemand, LegacyProgress
from server import load_legacy
from tests import world
from tests.lending.conftest import Desk, desk
from tests.remembered import hold_hands
from vocabulary.identifiers import make_uscc, mask_enterprise
from vocabulary.legacy import LegacyState

__all__ = ["desk"]
pytestmark = [pytest.mark.row("I6"), pytest.mark.clause("6.1.1.5 b")]
DEMO = Path(load_legacy.__file__).parent / "demo_legacy.csv"
CELLS = {
    "需求编号": "LXQ1",
    "企业名称": "昆山启明物流有限公司",
    "统一社会信用代码": make_uscc(1),
    "区域": "昆山市",
    "行业": "制造业",
    "金额（元）": "1,000,000.50",
    "期限（月）": "12",
    "资金用途": "采购",
    "对接机构": "江南银行",
    "状态": "对接中",
    "发布日期": "2023-05-01",
    "办理进度": "2023-05-01 需求发布；2023-05-04 昆山启明物流有限公司与江南银行对接",
}


def a_demand(**differing: str) -> OldDemand:
    read = demand_of(2, CELLS | differing)
    assert isinstance(read, OldDemand), read
    return read


async def loaded(*lines: OldDemand | Refused) -> tuple[int, int, int, int]:
    done = await load(iter(lines), by=job_actor("导入"))
    return done.added, done.changed, done.same, len(done.refused)


async def found(by: object, **asked: object) -> list[queries.LegacyRow]:
    return (await queries.page(LegacySearch(**asked), to=by)).items  # type: ignore[arg-type]  # by name


def test_a_line_is_read_to_the_fen() -> None:
    read = a_demand()
    assert (read.amount_fen, read.region, read.industry) == (100_000_050, "320583", "C")
    assert (read.state, len(read.progress)) == (LegacyState.ENGAGED, 2)


@pytest.mark.parametrize(
    ("head", "given"),
    [
        ("需求编号", ""),
        ("统一社会信用代码", "91320500MA1NXXXXXX"),
        ("区域", "上海市"),
        ("行业", "占星"),
        ("金额（元）", "0.001"),
        ("金额（元）", "NaN"),
        ("金额（元）", "-5"),
        ("期限（月）", "²"),
        ("状态", "不明"),
        ("发布日期", "2023年5月"),
        ("办理进度", "2023-05-04 后；2023-05-01 先"),
    ],
)
def test_what_is_wrong_is_named_by_its_column(head: str, given: str) -> None:
    read = demand_of(7, CELLS | {head: given})
    assert isinstance(read, Refused)
    assert read.line == 7
    assert [problem.partition("：")[0] for problem in read.problems] == [head]


async def test_loading_again_changes_nothing_and_what_differs_is_put_right(db: None) -> None:
    other = a_demand(需求编号="LXQ2")
    refused = demand_of(4, CELLS | {"区域": "上海市"})
    assert await loaded(a_demand(), other, refused, other) == (2, 0, 0, 2)
    assert await loaded(a_demand(), other) == (0, 0, 2, 0)
    done = a_demand(状态="已放款", 办理进度="2023-05-01 需求发布")
    assert await loaded(done, other) == (0, 1, 1, 0)
    row = await LegacyDemand.get(legacy_no="LXQ1")
    assert row.state is LegacyState.DISBURSED
    assert await LegacyProgress.filter(demand_id=row.id).count() == 1


async def test_it_is_masked_until_a_case_gives_the_right_and_linked_by_the_code(
    desk: Desk,
) -> None:
    hold_hands()
    await loaded(
        a_demand(统一社会信用代码=desk.enterprise.uscc or "", 企业名称=desk.enterprise.name),
        a_demand(需求编号="LXQ2", 资金用途="昆山启明物流有限公司购车"),
    )
    await world.a_targeted_request(desk.enterprise, desk.bank)
    known = (await found(desk.officer, q="晨曦"))[0]
    assert (known.enterprise_id, known.enterprise_name) == (
        desk.enterprise.id,
        desk.enterprise.name,
    )
    hidden = (await found(desk.stranger, q="晨曦"))[0]
    assert (hidden.enterprise_id, hidden.on_platform) == (None, True)
    assert hidden.enterprise_name == mask_enterprise(desk.enterprise.name)
    [other] = await found(desk.officer, q="启明")
    assert other.purpose == f"{mask_enterprise('昆山启明物流有限公司')}购车"
    whole = await queries.one(other.id, to=desk.officer)
    assert not any("昆山启明物流有限公司" in line.note for line in whole.progress)
    with pytest.raises(NotYourPost):
        await found(desk.clerk)
    with pytest.raises(NotFound):
        await queries.one(other.id, to=desk.clerk)


async def test_it_is_found_by_each_of_its_marks(desk: Desk) -> None:
    hold_hands()
    await loaded(
        a_demand(), a_demand(需求编号="LXQ2", 区域="吴江区", 行业="建筑业", 发布日期="2024-01-01")
    )
    new_year = date(2024, 1, 1)
    for asked in (
        {"q": "LXQ2"}, {"region": "320509"}, {"industry": "E"},
        {"since": date(2023, 12, 31)}, {"since": new_year, "until": new_year},
    ):  # fmt: skip
        assert [each.legacy_no for each in await found(desk.overseer, **asked)] == ["LXQ2"], asked
    assert [each.legacy_no for each in await found(desk.overseer, q=make_uscc(1))] == [
        "LXQ2",
        "LXQ1",
    ]


def test_the_demo_file_is_whole_and_a_file_without_a_column_is_refused(tmp_path: Path) -> None:
    lines = list(load_legacy.lines_of(DEMO))
    assert len(lines) == 60
    assert all(isinstance(each, OldDemand) for each in lines)
    short = tmp_path / "short.csv"
    short.write_text("需求编号,企业名称\n1,甲\n", "utf-8")
    with pytest.raises(load_legacy.NoSuchColumnError, match="区域"):
        next(iter(load_legacy.lines_of(short)))
    assert set(COLUMNS) == set(CELLS)
