"""The cockpit: its warnings and months, and that every figure opens to what it sums."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bigscreen.panels import months, warnings
from bigscreen.wall import Wall
from bigscreen.walls import COCKPIT_PANELS
from domain.deadlines.jobs import mind_deadlines
from domain.kernel import clock, journal, sealing
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, NotYourPost
from domain.lending.actions import banking
from domain.servicing.actions import repaying
from domain.servicing.jobs import mind_loans
from domain.supervision.figures import FigureRow, figure
from domain.supervision.terms import FigureAsked
from orm.lending import LoanApplication
from tests import world
from tests.bigscreen.test_panels import entry
from tests.lending.conftest import Desk
from tests.servicing import lent
from tests.world import WAN
from vocabulary.identifiers import mask_enterprise
from vocabulary.parties import Role
from vocabulary.supervision import Figure, Stretch

pytestmark = [pytest.mark.row("A6", "S15"), pytest.mark.clause("5.1.6", "5.3.4.4")]


async def follows(wall: Wall) -> Wall:
    while await sealing.seal():
        pass
    wall.take(await journal.after(wall.place, limit=500))
    return wall


async def a_late_case(desk: Desk) -> LoanApplication:
    row = await world.a_targeted_request(desk.enterprise, desk.bank)
    late = clock.today() - timedelta(days=3)
    await LoanApplication.filter(id=row.id).update(expected_on=late)
    await mind_deadlines()
    return row


async def test_following_equals_reloading_through_a_loans_life(desk: Desk) -> None:
    wall = await Wall.stand(COCKPIT_PANELS)
    late = await a_late_case(desk)
    loan = await lent.aged(await lent.a_loan(desk), 70)
    await mind_loans()
    await follows(wall)
    assert warnings.show(wall.panels["warnings"]).count == 1
    owed = {each.state: each for each in wall.panels["portfolio"]}
    assert (owed["overdue"].count, owed["overdue"].balance_fen) == (1, lent.PRINCIPAL_FEN)

    await repaying.repay(loan.id, lent.paying(100_000), by=desk.officer)
    await banking.accept(late.id, by=desk.officer)
    await follows(wall)

    reloaded = await Wall.stand(COCKPIT_PANELS)
    assert {name: wall.panels[name] == reloaded.panels[name] for name in COCKPIT_PANELS} == (
        dict.fromkeys(COCKPIT_PANELS, True)
    )
    assert warnings.show(wall.panels["warnings"]).count == 0
    assert {each.state: each.count for each in wall.panels["portfolio"]}["overdue"] == 1


async def test_a_warning_says_who_has_the_case_and_since_when(desk: Desk) -> None:
    row = await a_late_case(desk)

    [warned] = warnings.show((await Wall.stand(COCKPIT_PANELS)).panels["warnings"]).oldest

    assert warned.subject_no == row.application_no
    assert (warned.flow_title, warned.state_label) == ("一般信贷", "待受理")
    assert warned.owner == "江南银行苏州分行"
    assert warned.expected_on == clock.today() - timedelta(days=3)


def _months(day: date) -> months.Months:
    return tuple(months.Month(month=name) for name in months._names(day))  # noqa: SLF001 -- an empty year


class TestMonths:
    def test_an_act_counts_in_the_month_of_shanghai(self) -> None:
        last_evening = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)  # the first of November there

        moved = months.follow(_months(date(2026, 11, 20)), entry("submit", at=last_evening))

        assert (moved[0].month, moved[0].requests, moved[0].requests_fen) == ("2026-11", 1, 500)

    def test_a_new_year_keeps_the_same_month_of_the_last_one(self) -> None:
        begun = months.tick(_months(date(2026, 12, 31)), datetime(2026, 12, 31, 17, tzinfo=UTC))

        assert (begun[0].month, begun[12].month) == ("2027-01", "2026-01")
        assert months.tick(begun, datetime(2026, 12, 1, tzinfo=UTC)) is begun


class TestFigures:
    @pytest.fixture
    async def supervisor(self, desk: Desk) -> Actor:
        return world.someone(await world.a_regulator(), Role.SUPERVISOR)

    async def test_what_opens_sums_to_what_is_shown(self, desk: Desk, supervisor: Actor) -> None:
        await lent.a_loan(desk, 30 * WAN)
        await world.a_targeted_request(desk.enterprise, desk.bank)
        shown = (await Wall.stand(COCKPIT_PANELS)).panels
        for name, fen in (
            (Figure.REQUESTS, shown["months"][0].requests_fen),
            (Figure.GRANTED, shown["months"][0].granted_fen),
            (Figure.DISBURSED, shown["months"][0].disbursed_fen),
        ):
            asked = FigureAsked(figure=name, stretch=Stretch.MONTH)
            assert await self._sum(asked, supervisor) == fen > 0
        for stage in shown["stages"]:
            asked = FigureAsked(figure=Figure.STAGE, state=stage.state, limit=1)
            assert await self._sum(asked, supervisor) == stage.amount_fen
        for standing in shown["portfolio"]:
            asked = FigureAsked(figure=Figure.LOANS, state=standing.state)
            assert await self._sum(asked, supervisor) == standing.balance_fen

    async def test_a_row_names_no_enterprise_and_says_where_it_is_sealed(
        self, desk: Desk, supervisor: Actor
    ) -> None:
        row = await a_late_case(desk)
        await sealing.seal()

        [asked] = (await figure(FigureAsked(figure=Figure.REQUESTS), to=supervisor)).items
        [late] = (await figure(FigureAsked(figure=Figure.WARNINGS), to=supervisor)).items

        assert asked.enterprise_masked == mask_enterprise(desk.enterprise.name)
        assert asked.seal_no is not None
        assert len(asked.link) == 16
        assert late.subject_no == row.application_no
        assert "应于" in late.label

    async def test_only_who_supervises_or_operates_may_ask(
        self, desk: Desk, supervisor: Actor
    ) -> None:
        asked = FigureAsked(figure=Figure.STAGE, state="to_accept")
        for actor in (desk.clerk, desk.officer, desk.approver):
            with pytest.raises(NotYourPost):
                await figure(asked, to=actor)
        with pytest.raises(Invalid, match="没有这个状态"):
            await figure(FigureAsked(figure=Figure.STAGE, state="nowhere"), to=supervisor)

    @staticmethod
    async def _sum(asked: FigureAsked, to: Actor) -> int:
        found: list[FigureRow] = []
        page = await figure(asked, to=to)
        found += page.items
        while page.next:
            again = FigureAsked(
                figure=asked.figure,
                stretch=asked.stretch,
                state=asked.state,
                cursor=page.next,
                limit=asked.limit,
            )
            page = await figure(again, to=to)
            found += page.items
        return sum(row.amount_fen or 0 for row in found)
