"""The reconciliation finds whatever is not as the file says, to the fen."""

from typing import Any

import pytest

from server.replay import reconcile
from server.replay.books import PANELS, Books, paid_by
from server.replay.derive import Plan
from tests.replay.samples import a_plan
from vocabulary.industries import SECTIONS
from vocabulary.regions import REGIONS

BANK = "苏州银行股份有限公司"
Row = dict[str, Any]


@pytest.fixture
def plan() -> Plan:
    return a_plan()


def application(plan: Plan) -> Row:
    who = plan.enterprise
    return {
        "id": "a",
        "application_no": "DK-1",
        "state": "completed",
        "state_label": "已办结",
        "enterprise_name": who.name,
        "bank_name": BANK,
        "region": who.region,
        "region_label": REGIONS[who.region],
        "industry_label": SECTIONS[who.industry],
        "requested_fen": plan.asked_fen,
        "credit_line_fen": plan.line_fen,
        "disbursed_fen": sum(part.amount_fen for part in plan.parts),
        "term_months": plan.term_months,
    }


def register(plan: Plan) -> list[Row]:
    kept = ("enterprise_name", "bank_name", "region_label", "industry_label", "application_no")
    row = application(plan)
    return [
        {name: row[name] for name in kept}
        | {"application_id": "a", "contract_no": part.contract_no}
        | {"amount_fen": part.amount_fen, "paid_on": part.paid_on.isoformat()}
        for part in plan.parts
    ]


def differences(plan: Plan, applications: list[Row], lines: list[Row]) -> list[str]:
    own = {plan.enterprise.name: (applications, lines)}
    return list(reconcile._one_by_one([plan], {plan.bank: BANK}, own))  # noqa: SLF001 -- the core


def test_what_agrees_is_not_mentioned(plan: Plan) -> None:
    assert differences(plan, [application(plan)], register(plan)) == []


@pytest.mark.parametrize("field", ["requested_fen", "credit_line_fen", "disbursed_fen"])
def test_one_fen_in_an_application_is_found(plan: Plan, field: str) -> None:
    row = application(plan)
    row[field] += 1
    assert [field in line for line in differences(plan, [row], register(plan))] == [True]


def test_what_the_register_has_too_much_or_too_little_is_found(plan: Plan) -> None:
    lines = register(plan)
    assert len(differences(plan, [application(plan)], lines[1:])) == 1
    assert differences(plan, [application(plan)], [*lines, lines[0]]) == [
        f"loan {plan.number}: twice in the register"
    ]
    lines[0] = lines[0] | {"amount_fen": lines[0]["amount_fen"] - 1}
    assert len(differences(plan, [application(plan)], lines)) == 2


def test_a_loan_that_is_missing_or_doubled_is_found(plan: Plan) -> None:
    assert "0 applications" in differences(plan, [], [])[0]
    assert "2 applications" in differences(plan, [application(plan)] * 2, register(plan))[0]


def test_the_books_are_held_to_each_other(plan: Plan) -> None:
    lines = register(plan)
    totals = {"count": len(lines), "amount_fen": sum(row["amount_fen"] for row in lines)}
    books = Books(lines, [application(plan)], totals)
    assert list(reconcile._totals(books)) == []  # noqa: SLF001 -- the core
    short = Books(lines[1:], [application(plan)], totals)
    assert len(list(reconcile._totals(short))) == 2  # noqa: SLF001 -- the core
    assert paid_by(lines, "bank_name")[BANK]["amount_fen"] == totals["amount_fen"]


def test_the_wall_is_held_to_the_books() -> None:
    panels: dict[str, Any] = {name: {} for name in PANELS}
    shown = panels | {"products": {"tech_loan": {"count": 0, "granted_fen": 0}}}
    assert list(reconcile._between(panels, shown)) == []  # noqa: SLF001 -- the core
    shown = panels | {"products": {"tech_loan": {"count": 0, "granted_fen": 1}}}
    assert list(reconcile._between(panels, shown)) == [  # noqa: SLF001 -- the core
        "wall, products tech_loan: granted_fen is 1, in the books 0"
    ]


def test_amounts_are_written_as_people_write_them() -> None:
    assert [reconcile.yuan(fen) for fen in (0, 5, 123_456_789, -150)] == [
        "0.00",
        "0.05",
        "1,234,567.89",
        "-1.50",
    ]
