"""Takes what was paid out to its end: repaid and settled, or claimed on and written off."""

from typing import Any

from domain.kernel import clock
from server.replay.derive import Part, Plan
from server.replay.line import Refused
from server.replay.parties import Case, Crew, Desk, Pair

STEPS_MAX = 20
OVERTAKEN = frozenset({"not_now", "unmet", "stale", "key_reused"})
REASON = "历史贷款补录：借款人未能归还"
AGREED = "历史贷款补录：依据原始记录同意代偿"
PAYS, OVERDUE, CLAIMED, TO_WRITE_OFF = "current", "overdue", "claimed", "to_write_off"
ENDS = frozenset({"settled", "written_off", "archived"})
GIVEN_UP = "written_off"


class Stuck(Exception):
    """One loan cannot go on; the message says why."""


async def end_loans(crew: Crew, plan: Plan, case: Case) -> None:
    """Take every loan under an application to its end. Raises `Stuck`, `Refused`."""
    ending = _Ending(crew.desks[plan.bank], _guarantor(crew, plan), plan)
    page = await ending.desk.officer.get("/loans", application_id=case["id"], limit=100)
    loans = {row["contract_no"]: row for row in page["items"]}
    for part in plan.parts:
        if part.due_on is None:
            continue
        if part.contract_no not in loans:
            raise Stuck(f"contract {part.contract_no} has no loan")
        await ending.end(part, loans[part.contract_no])


def _guarantor(crew: Crew, plan: Plan) -> Pair | None:
    return crew.guarantor_of(plan.number) if plan.coverage_bp else None


class _Ending:
    """Goes on with one loan after the other from wherever the platform says that it stands."""

    def __init__(self, desk: Desk, guarantor: Pair | None, plan: Plan) -> None:
        self.desk, self._guarantor, self._plan = desk, guarantor, plan

    async def end(self, part: Part, loan: Case) -> None:
        for _ in range(STEPS_MAX):
            if loan["state"] in ENDS:
                return
            loan = await self._advance(part, loan)
        raise Stuck(f"loan {loan['loan_no']} does not come to its end")

    async def _advance(self, part: Part, loan: Case) -> Case:
        """Take the next step; when somebody was quicker, look where the loan stands now."""
        try:
            return await self._take(part, loan)
        except Refused as refusal:
            if refusal.code not in OVERTAKEN:
                raise
            now = await self._look(loan)
            if all(now[name] == loan[name] for name in ("state", "balance_fen", "next_due_fen")):
                raise Stuck(f"loan {loan['loan_no']}: {refusal}") from refusal
            return now

    async def _look(self, loan: Case) -> Case:
        found: Case = await self.desk.officer.get(f"/loans/{loan['id']}")
        return found

    async def _take(self, part: Part, loan: Case) -> Case:
        state, officer = loan["state"], self.desk.officer
        body: dict[str, Any] = {}
        if state in {PAYS, OVERDUE} and loan["next_due_fen"] > part.lost_fen:
            verb, body = "repay", _repayment(part, loan)
        elif part.claimed_fen and (state in {OVERDUE, CLAIMED} or loan["balance_fen"] == 0):
            claim = await self._claim(loan)
            if claim is not None and claim["state"] != GIVEN_UP:
                await self._work(part, claim)
                return await self._look(loan)
            verb, body = _after(claim, part, loan)
        elif state in {PAYS, OVERDUE}:
            verb, body = _without_claim(loan)
        elif state == TO_WRITE_OFF:
            verb, officer = "write-off", self.desk.approver
        else:
            raise Stuck(f"loan {loan['loan_no']} stands at {loan['state_label']}")
        path = f"/loans/{loan['id']}/{verb}"
        answer: Case = await officer.post(path, body, key=_key(part, verb))
        return answer

    async def _claim(self, loan: Case) -> Case | None:
        page = await self.desk.officer.get("/claims", loan_id=loan["id"], limit=1)
        return page["items"][0] if page["items"] else None

    async def _work(self, part: Part, claim: Case) -> None:
        """The guarantor agrees, pays and, by another person, writes off what it paid."""
        assert self._guarantor is not None, "a claim on nobody"
        officer, another = self._guarantor.officer, self._guarantor.approver
        path, fen = f"/claims/{claim['id']}", claim["amount_fen"]
        if claim["state"] == "to_decide":
            agreed = {"amount_fen": fen, "opinion": AGREED}
            claim = await officer.post(f"{path}/agree-claim", agreed, key=_key(part, "agree"))
        if claim["state"] == "to_pay":
            paid = {"amount_fen": fen, "paid_on": clock.today(), "reason": REASON}
            claim = await officer.post(f"{path}/pay-claim", paid, key=_key(part, "pay"))
        if claim["state"] != "recovering":
            raise Stuck(f"claim {claim['claim_no']} stands at {claim['state_label']}")
        key = _key(part, "give-up")
        await another.post(f"{path}/write-off", {"reason": REASON}, key=key)


def _repayment(part: Part, loan: Case) -> dict[str, Any]:
    """All that falls due on the last day, less the principal that does not come back."""
    if loan["next_due_on"] != loan["final_due_on"]:
        raise Stuck(f"loan {loan['loan_no']} was paid out under another schedule")
    amount_fen = loan["next_due_fen"] - part.lost_fen
    return {"amount_fen": amount_fen, "paid_on": loan["next_due_on"]}


def _after(claim: Case | None, part: Part, loan: Case) -> tuple[str, dict[str, Any]]:
    """What the bank does before there is a claim, and after it was paid and closed."""
    if claim is None:
        amount = {"respondent": "guarantor", "amount_fen": part.claimed_fen}
        return "file-claim", amount | {"reason": REASON}
    return _without_claim(loan)


def _without_claim(loan: Case) -> tuple[str, dict[str, Any]]:
    if loan["balance_fen"] == 0:
        return "settle", {}
    if loan["state"] == PAYS:
        return "mark-overdue", {}
    return "propose-write-off", {"reason": REASON}


def _key(part: Part, step: str) -> str:
    """The idempotency key of one step of one loan."""
    return f"replay-{part.contract_no}-{step}"
