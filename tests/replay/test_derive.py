"""What is derived: the same number gives the same values, valid ones, and nobody else's."""

from datetime import date
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims.cover import covered_fen
from server.replay import cast, derive
from server.replay.rows import RecordedLoan
from server.seed import REPLAY_PHONE_PREFIX
from tests.replay.samples import BANKS, LOST, a_loan, a_plan
from vocabulary.identifiers import phone_problem, uscc_problem
from vocabulary.industries import SECTIONS
from vocabulary.lending import RepaymentMethod, SecurityKind
from vocabulary.parties import Seat
from vocabulary.regions import REGIONS

NUMBERS = st.integers(1_000_000_000, 9_999_999_999).map(str)


@given(NUMBERS)
def test_an_enterprise_is_valid_and_always_the_same(number: str) -> None:
    loan = a_loan(LoanNr_ChkDgt=number)
    who = derive.enterprise_of(loan)
    assert who == derive.enterprise_of(loan)
    assert phone_problem(who.phone) is None
    assert uscc_problem(who.uscc) is None
    assert who.region in REGIONS
    assert who.industry in SECTIONS
    assert who.name.startswith("苏州")
    assert who.name.endswith("有限公司")
    assert 2 <= len(who.contact_name) <= 3
    assert not who.phone.startswith(REPLAY_PHONE_PREFIX)


@given(NUMBERS, NUMBERS)
def test_two_loans_share_nothing(one: str, other: str) -> None:
    if one[:9] == other[:9]:
        return
    first, second = (derive.enterprise_of(a_loan(LoanNr_ChkDgt=each)) for each in (one, other))
    assert first.phone != second.phone
    assert first.uscc != second.uscc
    assert first.name[2:6] != second.name[2:6]


def test_every_nine_digits_have_a_name_of_their_own() -> None:
    assert len(set(derive.SIGNS)) == len(derive.SIGNS)
    assert gcd(derive.SHIFT, len(derive.SIGNS)) == 1
    assert len(derive.SIGNS) ** 4 >= cast.NAMES_FROM + cast.CAST_MAX
    assert len(set(derive.SEGMENTS)) == 9


@given(NUMBERS, st.integers(1, 10**13))
def test_the_parts_are_the_whole(number: str, paid_fen: int) -> None:
    parts = derive.parts_of(number, paid_fen, date(1997, 5, 31))
    assert sum(part.amount_fen for part in parts) == paid_fen
    assert all(part.amount_fen > 0 for part in parts)
    assert len({part.contract_no for part in parts}) == len(parts) <= 2
    assert parts == derive.parts_of(number, paid_fen, date(1997, 5, 31))


def test_some_loans_are_paid_in_two_parts() -> None:
    found = {len(derive.parts_of(str(n), 100, date(1997, 5, 31))) for n in range(10**9, 10**9 + 40)}
    assert found == {1, 2}


def test_a_plan_follows_the_file() -> None:
    plan = a_plan()
    assert plan.asked_fen == 20_000_000
    assert plan.line_fen == 22_500_000
    assert plan.decided_on == date(1997, 2, 28)
    assert {part.paid_on for part in plan.parts} == {date(1997, 5, 31)}
    assert plan.enterprise.industry == "F"
    assert plan.bank in BANKS


@given(NUMBERS, st.integers(1, 10**9), st.integers(0, 100), st.integers(0, 10**9))
def test_every_fen_that_was_paid_out_comes_to_one_end(
    number: str, paid: int, percent: int, lost: int
) -> None:
    cells = LOST | {
        "LoanNr_ChkDgt": number,
        "DisbursementGross": f"{paid // 100}.{paid % 100:02d}",
        "GrAppv": "10000000",
        "SBA_Appv": f"{percent * 100_000}",
        "ChgOffPrinGr": f"{min(lost + 1, paid) // 100}.{min(lost + 1, paid) % 100:02d}",
    }
    loan = a_loan(**cells)
    plan = derive.plan_of(loan, BANKS)
    assert plan.coverage_bp == percent * 100
    assert sum(part.lost_fen for part in plan.parts) == loan.lost_fen
    for part in plan.parts:
        assert part.due_on == loan.ended_on
        assert 0 <= part.claimed_fen <= part.lost_fen <= part.amount_fen
        assert part.repaid_fen + part.claimed_fen + part.written_off_fen == part.amount_fen
        shares = [(Seat.GUARANTOR, plan.coverage_bp), (Seat.BANK, 10_000 - plan.coverage_bp)]
        assert part.claimed_fen == covered_fen(part.lost_fen, shares, Seat.GUARANTOR)


def test_a_guarantor_covers_its_part_of_what_was_asked_for() -> None:
    plan = a_plan(DisbursementGross="200000", SBA_Appv="66666.67")
    assert plan.coverage_bp == 3_333
    assert plan.guaranteed_fen == 6_666_000
    assert a_plan(DisbursementGross="200000", SBA_Appv="0").coverage_bp == 0
    assert a_plan(DisbursementGross="200000.01").coverage_bp == 0, "no letter covers its share"


def test_an_option_says_how_many_have_their_guarantor() -> None:
    loans = [a_loan(LoanNr_ChkDgt=str(n), GrAppv="225000") for n in range(10**9, 10**9 + 200)]
    found = {
        percent: {loan.number for loan in loans if derive.coverage_of(loan, percent)}
        for percent in (0, 30, 100)
    }
    assert (len(found[0]), len(found[100])) == (0, 200)
    assert 30 <= len(found[30]) <= 90
    for loan in loans:
        [lost] = {part.claimed_fen for part in derive.plan_of(loan, BANKS).parts}
        assert lost == 0, "what was paid in full is claimed on nobody"


def test_a_line_is_not_granted_after_it_was_paid() -> None:
    plan = a_plan(ApprovalDate="1997-06-30")
    assert plan.decided_on == date(1997, 5, 31)


def test_a_bank_of_the_file_is_always_the_same_bank() -> None:
    assert derive.bank_of("First  bank", BANKS) == derive.bank_of("FIRST BANK", BANKS[::-1])
    assert {derive.bank_of(f"bank {n}", BANKS) for n in range(50)} == set(BANKS)


def test_a_loan_without_an_industry_is_given_one() -> None:
    found = {derive.industry_of(str(n), "0") for n in range(10**9, 10**9 + 200)}
    assert found == set(derive.UNCLASSIFIED)
    assert derive.industry_of("1000594002", "722410") == "H"


def test_every_section_has_a_trade() -> None:
    assert set(SECTIONS) - {"T"} == set(derive.TRADES)


class TestCast:
    @staticmethod
    def loans() -> list[RecordedLoan]:
        return [a_loan(LoanNr_ChkDgt=str(number)) for number in (1000594002, 2000594002)]

    def test_comes_back_with_other_faces(self) -> None:
        found = [cast.enterprise_at(serial, self.loans()) for serial in range(6)]
        for what in ("phone", "uscc", "name"):
            assert len({getattr(each, what) for each in found}) == 6
        assert all(uscc_problem(each.uscc) is None for each in found)
        assert all(phone_problem(each.phone) is None for each in found)

    def test_is_known_by_name(self) -> None:
        known = cast.serials_by_name(self.loans())
        assert len(known) == cast.CAST_MAX
        assert known[cast.enterprise_at(17, self.loans()).name] == 17

    def test_stays_below_the_demo_worlds_phones(self) -> None:
        last = cast.enterprise_at(cast.CAST_MAX - 1, self.loans())
        assert last.phone == f"{REPLAY_PHONE_PREFIX}8999"

    def test_asks_today(self) -> None:
        who = cast.enterprise_at(0, self.loans())
        plan = cast.fresh_plan(self.loans()[0], 3, who, BANKS)
        assert plan.decided_on is None
        assert plan.enterprise == who
        assert {(part.due_on, part.lost_fen) for part in plan.parts} == {(None, 0)}

    @pytest.mark.parametrize("line_fen", [1, 500, None])
    def test_reads_a_case_back(self, line_fen: int | None) -> None:
        case = {
            "application_no": "DK-20260601-00001-1",
            "requested_fen": 301,
            "credit_line_fen": line_fen,
            "term_months": 12,
            "purpose": "补充流动资金",
            "security": SecurityKind.CREDIT.value,
            "repayment_method": RepaymentMethod.BULLET.value,
            "rate_bp": None,
        }
        plan = cast.adopted_plan(case, cast.enterprise_at(0, self.loans()), "icbc")
        assert sum(part.amount_fen for part in plan.parts) == (line_fen or 301)
        assert all(part.amount_fen > 0 for part in plan.parts)
