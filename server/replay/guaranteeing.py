"""A guarantor at a recorded loan: it looks, judges, gives its letter; the bank accepts it."""

from typing import Any

from domain.kernel import clock
from server.replay.derive import Plan
from server.replay.parties import Case, Desk, Pair, step_path

PRELIMINARY = "历史贷款补录：原贷款有担保，请予担保"
OPINION = "历史贷款补录：依据原始记录同意担保"
FEE_BP = 100
FILED = "历史贷款补录，以原始记录为准"
REQUIRED, LOOKED, JUDGED = "require_guarantor", "investigate", "assess_risk"
GIVEN, ACCEPTED = "confirm_guarantee", "confirm_commitment"
NEEDS_LETTER, WITH_GUARANTOR, NEEDS_ANSWER = "to_review", "to_guarantee", "to_disburse"


def waits_for_guarantee(plan: Plan, case: Case) -> bool:
    """Is the next step of this case one of its guarantee?"""
    if not plan.coverage_bp:
        return False
    return bool(
        case["state"] == WITH_GUARANTOR
        or (case["state"] == NEEDS_LETTER and GIVEN not in taken(case))
        or (case["state"] == NEEDS_ANSWER and ACCEPTED not in taken(case))
    )


def taken(case: Case) -> set[str]:
    """The steps that were taken in a case."""
    return {milestone["code"].rpartition(".")[2] for milestone in case["timeline"]}


async def guarantee(plan: Plan, case: Case, desk: Desk, guarantor: Pair) -> Case:
    """Take the next step of a guarantee, as whoever's post it is."""
    steps, who = taken(case), desk.officer
    body: dict[str, Any]
    if case["state"] == NEEDS_LETTER:
        verb = REQUIRED
        body = {"guarantor_id": guarantor.party_id, "preliminary_opinion": PRELIMINARY}
    elif case["state"] == NEEDS_ANSWER:
        verb, body = ACCEPTED, {"guarantee_no": await _letter_of(case, desk)}
    elif LOOKED not in steps:
        verb, body, who = LOOKED, _visit(plan), guarantor.officer
    elif JUDGED not in steps:
        verb, body, who = JUDGED, _assessment(plan), guarantor.officer
    else:
        verb, body, who = GIVEN, _letter(plan), guarantor.approver
    path = step_path(str(case["id"]), verb.replace("_", "-"))
    answer: Case = await who.post(path, body, key=f"replay-{plan.number}-{verb}")
    return answer


async def _letter_of(case: Case, desk: Desk) -> str:
    """The number of the letter that the bank has read."""
    seen = await desk.officer.get(f"/loan-applications/{case['id']}/guarantee")
    return str(seen["commitments"][-1]["guarantee_no"])


def _visit(plan: Plan) -> dict[str, Any]:
    return {
        "visited_on": clock.today(),
        "people": "历史导入",
        "place": plan.enterprise.name,
        "findings": FILED,
    }


def _assessment(plan: Plan) -> dict[str, Any]:
    """The judgement; the file knows no figures of the firm, so there are none."""
    return {
        "statements_on": clock.today(),
        "revenue_fen": 0,
        "profit_fen": 0,
        "assets_fen": 0,
        "liabilities_fen": 0,
        "operations": FILED,
        "credit_report": FILED,
        "fee_bp": FEE_BP,
        "coverage_bp": plan.coverage_bp,
        "claim_liability": "joint",
        "term_months": plan.term_months,
        "opinion": OPINION,
    }


def _letter(plan: Plan) -> dict[str, Any]:
    return {
        "opinion": OPINION,
        "guaranteed_fen": plan.guaranteed_fen,
        "effective_on": clock.today(),
        "own_no": f"SBA-{plan.number}",
    }
