"""What came of the money: every fen that a ledger has otherwise than the file is found."""

from typing import Any

import pytest

from server.replay.derive import Plan
from server.replay.ledgers import CLAIMS, LOANS, REPAYMENTS, Ledgers, outcomes
from tests.replay.samples import LOST, a_plan

BANK = "苏州银行股份有限公司"
Row = dict[str, Any]


@pytest.fixture
def plan() -> Plan:
    plan = a_plan(**LOST, DisbursementGross="200000")
    assert all(part.claimed_fen and part.repaid_fen for part in plan.parts)
    return plan


def ledgers(plan: Plan) -> Ledgers:
    """As the platform keeps them when everything went as the file says."""
    lines: dict[str, list[Row]] = {LOANS: [], REPAYMENTS: [], CLAIMS: []}
    for part in plan.parts:
        own = {"enterprise_name": plan.enterprise.name, "contract_no": part.contract_no}
        own |= {"bank_name": BANK}
        lines[LOANS].append(
            own
            | {"id": part.contract_no, "loan_no": "JK-1", "principal_fen": part.amount_fen}
            | {"state": "written_off", "state_label": "已核销"}
            | {"balance_fen": part.written_off_fen}
        )
        for payer, fen in (("borrower", part.repaid_fen), ("guarantor", part.claimed_fen)):
            sums = {"amount_fen": fen, "penalty_fen": 0, "interest_fen": 0, "principal_fen": fen}
            lines[REPAYMENTS].append(own | sums | {"payer": payer, "loan_id": part.contract_no})
        fen = part.claimed_fen
        sums = {"amount_fen": fen, "paid_fen": fen, "recovered_fen": 0, "written_off_fen": fen}
        lines[CLAIMS].append(own | sums)
    return Ledgers(lines)


def differences(plan: Plan, kept: Ledgers) -> list[str]:
    return outcomes([plan], {plan.bank: BANK}, kept)[1]


def test_what_agrees_is_summed_by_bank(plan: Plan) -> None:
    [whole, bank], found = outcomes([plan], {plan.bank: BANK}, ledgers(plan))
    assert found == []
    assert (whole.name, bank.name) == ("all", BANK)
    assert whole.of_file == whole.of_books == bank.of_books
    assert whole.of_file.repaid_fen == 9_999_999
    assert whole.of_file.lost_fen == 10_000_001
    assert whole.of_file.claimed_fen + whole.of_file.written_off_fen == 10_000_001


@pytest.mark.parametrize(
    ("ledger", "field", "told"),
    [
        (LOANS, "balance_fen", "written_off_fen is"),
        (REPAYMENTS, "principal_fen", "repaid_fen is"),
        (CLAIMS, "paid_fen", "claimed_fen is"),
        (CLAIMS, "written_off_fen", "the guarantor wrote off"),
    ],
)
def test_one_fen_in_a_ledger_is_found(plan: Plan, ledger: str, field: str, told: str) -> None:
    kept = ledgers(plan)
    kept.lines[ledger][0][field] += 1
    assert any(told in line for line in differences(plan, kept))


def test_a_loan_that_has_no_end_or_is_missing_is_found(plan: Plan) -> None:
    kept = ledgers(plan)
    kept.lines[LOANS][0] |= {"state": "overdue", "state_label": "逾期"}
    assert any("stands at 逾期" in line for line in differences(plan, kept))
    assert any("loans is 0" in line for line in differences(plan, Ledgers()))


def test_a_line_of_another_enterprise_is_not_taken_for_the_replays_own(plan: Plan) -> None:
    kept = ledgers(plan)
    other = {"enterprise_name": "别家有限公司", "loan_id": "x", "payer": "borrower"}
    kept.lines[REPAYMENTS].append(kept.lines[REPAYMENTS][0] | other)
    assert differences(plan, kept) == []


def test_a_ledger_is_held_to_its_own_totals(plan: Plan) -> None:
    kept = ledgers(plan)
    said = {"count": 1, "principal_fen": 0, "balance_fen": 0}
    found = differences(plan, Ledgers(kept.lines, {LOANS: said}))
    assert any(line.startswith("/loans: principal_fen is said to be 0") for line in found)
