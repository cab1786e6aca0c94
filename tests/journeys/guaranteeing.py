"""What a guarantor's people do at a case over HTTP, for journeys whose story is another."""

from domain.kernel import clock
from tests.journeys.people import Found, People

USUAL_BP = 8_000


def look_and_judge(people: People, case: Found, coverage_bp: int = USUAL_BP) -> None:
    """The guarantor's officer visits and assesses; who judged does not sign."""
    officer = people.logged_in("szdb-officer")
    today = clock.today().isoformat()
    visit = {"visited_on": today, "people": "魏然", "place": "昆山", "findings": "开工正常"}
    officer.step(case, "investigate", **visit)
    judged = dict.fromkeys(("revenue_fen", "profit_fen", "assets_fen", "liabilities_fen"), 10**10)
    judged |= {"fee_bp": 100, "coverage_bp": coverage_bp, "term_months": 48}
    words = {"operations": "客户稳定", "credit_report": "无逾期", "opinion": "同意担保"}
    words |= {"claim_liability": "joint", "statements_on": today}
    officer.step(case, "assess-risk", **judged, **words)


def stand_for(people: People, case: Found, amount_fen: int) -> str:
    """All of an amount, by a letter; its number, which the bank has to confirm."""
    look_and_judge(people, case, 10_000)
    signatory = people.logged_in("szdb-approver")
    signatory.step(
        case,
        "confirm-guarantee",
        opinion="同意担保",
        guaranteed_fen=amount_fen,
        effective_on=clock.today().isoformat(),
    )
    [letter] = signatory.get(f"/loan-applications/{case['id']}/guarantee")["commitments"]
    return str(letter["guarantee_no"])
