"""Whom a policy is for, why, and that those it fits are told once, whatever runs twice."""

from datetime import timedelta

import pytest

from domain.enterprises import hints
from domain.kernel import clock
from domain.messaging import actions as choosing
from domain.messaging.terms import SettingsChange, Switch
from domain.notices import actions, desk, own
from domain.notices.fitting import Aim, Facts, judge
from domain.notices.jobs import tell_notices
from domain.notices.reaching import facts_of, reached
from domain.notices.texts import aim_of, draft_of
from orm.messaging import Message, Outgoing
from orm.notices import Notice
from orm.parties import Certification, Party
from orm.servicing import Loan
from tests import world
from tests.lending.conftest import Desk
from tests.lending.conftest import desk as lending_desk
from tests.messaging.people import a_person
from tests.notices.desk import NoticeDesk, a_desk, a_subsidy
from tests.remembered import hold_hands
from tests.servicing.lent import a_loan, aged
from vocabulary.certification import CertificationState
from vocabulary.lending import LoanKind
from vocabulary.messaging import MessageKind, MessageWay
from vocabulary.notices import NoticeKind
from vocabulary.parties import EnterpriseSize as Size

__all__ = ["lending_desk"]
pytestmark = [pytest.mark.row("E6"), pytest.mark.clause("6.1.3.6")]
HERE = Facts("C", "320571", Size.SMALL, frozenset({LoanKind.GUARANTEE_FUND}))


@pytest.fixture
async def office(db: None) -> NoticeDesk:
    hold_hands()
    return await a_desk()


@pytest.mark.parametrize(
    ("aim", "fits"),
    [
        (Aim(), True),
        (Aim(regions=["320571"], industries=["C"], sizes=[Size.SMALL]), True),
        (Aim(loan_kinds=[LoanKind.GUARANTEE_FUND]), True),
        (Aim(regions=["320583"]), False),
        (Aim(industries=["I"], regions=["320571"]), False),
        (Aim(sizes=[Size.LARGE, Size.MEDIUM]), False),
        (Aim(loan_kinds=[LoanKind.DONGWU]), False),
    ],
)
def test_every_condition_must_hold_and_each_is_said(aim: Aim, *, fits: bool) -> None:
    verdict = judge(aim, HERE)
    assert verdict.fits is fits
    assert bool(verdict.reasons) is fits
    assert all(reason.endswith("。") for reason in verdict.reasons)


def test_what_was_not_declared_never_counts_as_fulfilled() -> None:
    silent = Facts("C", "320571")
    verdict = judge(Aim(sizes=[Size.SMALL], regions=["320571"]), silent)
    assert (verdict.fits, verdict.missing) == (False, ["企业规模"])
    assert judge(Aim(sizes=[Size.SMALL], regions=["320583"]), silent).missing == []


async def test_an_enterprise_is_shown_what_fits_it_with_the_reasons(office: NoticeDesk) -> None:
    enterprise = await world.an_enterprise()
    clerk = world.clerk_of(enterprise)
    await office.published(**a_subsidy(title="给外区的", regions=["320583"]))
    await office.published(**a_subsidy(title="给小型企业的", sizes=[Size.SMALL]))
    near = await office.published(**a_subsidy(title="给制造业的", industries=["C"]))
    found = await own.fitting(to=clerk)
    assert [each.title for each in found.items] == ["给制造业的"]
    assert "行业“制造业”" in found.items[0].reasons[0]
    assert (found.items[0].days_left, found.unread) == (10, 1)
    assert (found.missing, found.undecided) == (["企业规模"], 1)
    await actions.mark_read(near.id, by=clerk)
    await actions.mark_read(near.id, by=clerk)
    await Party.filter(id=enterprise.id).update(size=Size.SMALL)
    after = await own.fitting(to=clerk)
    assert {each.title: each.read for each in after.items} == {
        "给制造业的": True,
        "给小型企业的": False,
    }


async def test_whom_it_reaches_is_whom_it_fits(office: NoticeDesk) -> None:
    for number, (region, size) in enumerate(
        [("320571", Size.SMALL), ("320571", None), ("320583", Size.SMALL), ("320571", Size.LARGE)]
    ):
        party = await world.an_enterprise(f"苏州第{number}号有限公司")
        await Party.filter(id=party.id).update(region=region, size=size)
    await world.an_enterprise("未认证公司", certified=False)
    for wanted in ({"regions": ["320571"]}, {"sizes": [Size.SMALL]}, {"industries": ["I"]}, {}):
        row = await office.submitted(**a_subsidy(**wanted))
        draft = draft_of(row)
        fits = {
            party.id
            for party in await Party.filter(kind="enterprise", certified=True)
            if judge(aim_of(draft), await facts_of(party)).fits
        }
        assert {party.id for party in await reached(draft)} == fits, wanted
        assert (await desk.one(row.id, office.publisher)).reach == len(fits)


async def test_those_it_fits_are_told_once_and_by_phone_when_the_deadline_is_near(
    office: NoticeDesk,
) -> None:
    enterprise, other = await world.an_enterprise(), await world.an_enterprise("昆山启明有限公司")
    await Party.filter(id=other.id).update(region="320583")
    await a_person(enterprise, phone="13912340001")
    quiet = await a_person(enterprise, phone="13912340002")
    no_sms = SettingsChange([Switch(MessageKind.POLICY, MessageWay.SMS, wanted=False)])
    await choosing.change_message_settings(no_sms, by=quiet)
    far = clock.today() + timedelta(days=60)
    row = await office.published(**a_subsidy(regions=["320571"], deadline_on=far))
    for _ in range(2):
        await tell_notices()
    [told] = await Message.filter(subject_id=row.id)
    assert (told.party_id, told.kind) == (enterprise.id, MessageKind.POLICY)
    assert "苏州工业园区在适用区域内" in told.body
    assert await Outgoing.all().count() == 0
    await Notice.filter(id=row.id).update(deadline_on=clock.today() + timedelta(days=15))
    for _ in range(2):
        await tell_notices()
    assert [sent.receiver for sent in await Outgoing.all()] == ["13912340001"]


async def test_of_what_is_withdrawn_or_only_news_nobody_is_told(office: NoticeDesk) -> None:
    await world.an_enterprise()
    await office.published(kind=NoticeKind.NEWS)
    row = await office.published()
    await actions.withdraw(row.id, "写错", by=office.writer)
    await tell_notices()
    assert await Message.all().count() == 0


async def test_risk_hints_come_from_rows_that_exist(lending_desk: Desk) -> None:
    clerk, firm = lending_desk.clerk, lending_desk.enterprise
    assert await hints.of(firm, to=clerk) == []
    loan = await a_loan(lending_desk)
    await Loan.filter(id=loan.id).update(next_due_on=clock.today() + timedelta(days=7))
    await Certification.create(
        flow="certification", version=2, created_at=clock.now(), updated_at=clock.now(),
        certification_no="RZ-1", state=CertificationState.APPROVED, enterprise_id=firm.id,
        name=firm.name, uscc=firm.uscc or "", region="320571", industry="C",
        legal_representative="沈", contact_name="顾", contact_phone="139",
        valid_until=clock.today() + timedelta(days=30),
    )  # fmt: skip
    near, due = await hints.of(firm, to=clerk)
    assert "到期，请提前续期" in near.sentence
    assert (due.subject_id, "到期还款" in due.sentence) == (loan.id, True)
    late = await aged(await Loan.get(id=loan.id), 60)
    await Loan.filter(id=late.id).update(state="overdue")
    assert any("已逾期" in each.sentence and each.grave for each in await hints.of(firm, to=clerk))
    stranger = world.officer_of(await world.a_bank("外地银行"))
    assert not any("逾期" in each.sentence for each in await hints.of(firm, to=stranger))
