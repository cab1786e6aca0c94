"""Takes loans through their whole life, each from wherever the platform says that it stands."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from server.replay.derive import Plan
from server.replay.ending import OVERTAKEN, Stuck, end_loans
from server.replay.guaranteeing import guarantee, waits_for_guarantee
from server.replay.line import Line, Refused
from server.replay.parties import Case, Clerk, Crew, payout_of
from server.replay.progress import Progress
from server.replay.state import State

REMARKS = "历史贷款补录 {}"
OPINION = "历史贷款补录：依据原始记录审核通过"
STEPS_MAX = 20
PENDING = "to_review"


class Failure(Struct, frozen=True):
    """A loan that was not completed, and why."""

    number: str
    reason: str


class Replayer:
    """Replays plans with bounded concurrency and, when asked, at a steady pace."""

    def __init__(
        self, line: Line, crew: Crew, state: State, progress: Progress, *, speed: float = 0.0
    ) -> None:
        self._line, self._crew, self._state, self._progress = line, crew, state, progress
        self._every_s = 1.0 / speed if speed else 0.0
        self._next_at = 0.0
        self.failures: list[Failure] = []

    async def replay_all(self, plans: Sequence[Plan], *, concurrency: int) -> None:
        """Replay what is not finished; a loan that fails does not stop the others."""
        waiting = iter([plan for plan in plans if plan.number not in self._state.finished])
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(concurrency):
                    group.create_task(self._work(waiting))
        except BaseExceptionGroup as problems:
            # The platform is away, or is no demo: every lane says the same.
            raise problems.exceptions[0] from problems

    async def _work(self, waiting: Iterator[Plan]) -> None:
        for plan in waiting:
            await self._turn()
            try:
                case = await self.replay(plan)
            except (Refused, Stuck) as problem:
                self.failures.append(Failure(plan.number, str(problem)))
                self._progress.fail()
                continue
            self._state.finish(plan.number, str(case["id"]))
            self._progress.step()

    async def _turn(self) -> None:
        """Wait until the next loan may begin."""
        if not self._every_s:
            return
        now = time.monotonic()
        self._next_at = max(self._next_at + self._every_s, now)
        await asyncio.sleep(self._next_at - now)

    async def replay(self, plan: Plan) -> Case:
        """Replay one loan to its end. Raises `Stuck`, `Refused`, `CannotReplay`, `Unreachable`."""
        clerk = Clerk(self._line, plan.enterprise)
        is_new = await self._enter(clerk, plan)
        case = None if is_new else await self._found(clerk, plan)
        if case is None:
            await self._certify(clerk, plan, is_new=is_new)
            remarks = REMARKS.format(plan.number)
            case = await clerk.publish(plan, key=_key(plan, "publish"), remarks=remarks)
        for _ in range(STEPS_MAX):
            if case["state"] == "completed":
                await end_loans(self._crew, plan, case)
                return case
            case = await self._advance(clerk, plan, case)
        raise Stuck(f"application {case['application_no']} does not come to its end")

    async def _enter(self, clerk: Clerk, plan: Plan) -> bool:
        """Log the enterprise in. True when it has just signed up, and so has done nothing yet."""
        if await self._may_be_known(plan) and await clerk.come_back():
            return False
        self._state.begin(plan.number)
        return await clerk.sign_up()

    async def _may_be_known(self, plan: Plan) -> bool:
        """Has an earlier run begun this loan? Where its memory is lost, the operator knows."""
        if not self._state.was_empty:
            return plan.number in self._state.begun
        uscc = plan.enterprise.uscc
        found = await self._crew.operator.get("/certifications", q=uscc, limit=1)
        return bool(found["items"])

    async def _found(self, clerk: Clerk, plan: Plan) -> Case | None:
        """The loan's application, among the enterprise's own."""
        remarks = REMARKS.format(plan.number)
        for row in await clerk.pages("/loan-applications"):
            case: Case = await clerk.get(f"/loan-applications/{row['id']}")
            if case["remarks"] == remarks:
                return case
        return None

    async def _certify(self, clerk: Clerk, plan: Plan, *, is_new: bool) -> None:
        """Have the enterprise certified, from wherever its certification stands."""
        for row in [] if is_new else await clerk.pages("/certifications"):
            if row["state"] == "approved":
                return
            if row["state"] == PENDING:
                await self._approve(clerk, plan, row)
                return
        await self._crew.allow(clerk)
        row = await clerk.certify(key=_key(plan, "certify"))
        await self._approve(clerk, plan, row)

    async def _approve(self, clerk: Clerk, plan: Plan, row: dict[str, Any]) -> None:
        try:
            await self._crew.approve(row["id"], key=_key(plan, "admit"))
        except Refused as refusal:
            if refusal.code not in OVERTAKEN:
                raise
            now = await clerk.get(f"/certifications/{row['id']}")
            if now["state"] != "approved":
                raise Stuck(f"certification {row['certification_no']}: {refusal}") from refusal

    async def _advance(self, clerk: Clerk, plan: Plan, case: Case) -> Case:
        """Take the next step; when somebody was quicker, look where the case stands now."""
        try:
            return await self._take(plan, case)
        except Refused as refusal:
            if refusal.code not in OVERTAKEN:
                raise
            now: Case = await clerk.get(f"/loan-applications/{case['id']}")
            if now["etag"] == case["etag"]:
                raise Stuck(f"application {case['application_no']}: {refusal}") from refusal
            return now

    async def _take(self, plan: Plan, case: Case) -> Case:
        desk, state = self._crew.desks[plan.bank], case["state"]
        if case["bank_name"] not in {None, desk.name}:
            raise Stuck(f"application {case['application_no']} went to {case['bank_name']}")
        if waits_for_guarantee(plan, case):
            return await guarantee(plan, case, desk, self._crew.guarantor_of(plan.number))
        body: dict[str, Any]
        if state == "to_accept":
            verb, body, key = "grab", {}, "grab"
        elif state == "to_review":
            verb, body, key = "approve", {"opinion": OPINION}, "approve"
        elif state == "to_grant":
            verb, body, key = "grant", desk.line_of(plan), "grant"
        elif state == "to_disburse":
            verb, body, key = _paying(plan, case)
        else:
            raise Stuck(f"application {case['application_no']} stands at {case['state_label']}")
        return await desk.step(str(case["id"]), verb, body, key=_key(plan, key))


def _paying(plan: Plan, case: Case) -> tuple[str, dict[str, Any], str]:
    """The next payout that is not yet written down, else the end."""
    paid = {row["contract_no"] for row in case["disbursements"]}
    for place, part in enumerate(plan.parts, 1):
        if part.contract_no not in paid:
            return "disburse", payout_of(part), f"disburse-{place}"
    return "complete", {}, "complete"


def _key(plan: Plan, step: str) -> str:
    """The idempotency key of one step of one loan."""
    return f"replay-{plan.number}-{step}"
