"""The slow replay inside `make run`: keeps a demo city gently alive, over HTTP like everybody else.

One act every few seconds. Some requests are left in the pool for visitors to grab; what an
earlier run left half done is taken up again. Codes by SMS are limited by address, and visitors
share ours: so few enterprises sign up, and those who have come back with further requests.
"""

import asyncio
import contextlib
import logging
import random
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from domain.kernel import clock
from server.replay import cast, rows
from server.replay.cast import Fate
from server.replay.derive import Plan
from server.replay.line import Line, Refused, Unreachable
from server.replay.parties import CannotReplay, Case, Clerk, Crew, Desk, gather_crew, payout_of

FEW_APPLICATIONS = 25  # With fewer on the platform the first screen would be empty.
CONCURRENCY = 3
POOL_MIN, POOL_MAX = 6, 11
RUNNING_MAX = 28
NEWCOMER_EVERY_S = 240.0  # 15 codes an hour of the 100 that one address is sent
AGAIN_AFTER_S = 20.0
ADMISSION_CHANCE = 0.1  # at each beat: the visitors' operator finds some waiting
AWAY_S = 30.0
ADOPTED_MAX = 100
STOCK_MAX = 2_000  # certifications that are looked through, newest first
WAITING_MIN = 2
OURS = "历"  # The replaying accounts' people are called 历史导入; the others have surnames.
OVERTAKEN = frozenset({"not_now", "unmet", "stale", "not_found"})

# How far each loan of the warm-up is taken before the slow part begins.
WARM_UP = (
    *("completed", "to_accept", "to_review", "to_grant", "to_disburse") * 3,
    *("to_accept", "completed") * 3,
    *("to_amend", "rejected", "withdrawn", "to_accept"),
)
NEWCOMERS_AT_FIRST = 18
OPEN = ("to_accept", "to_review", "to_amend", "to_grant", "to_disburse")
OPEN_STATES = ",".join(OPEN)
REMARKS = "演示数据"

log = logging.getLogger(__name__)


class Running:
    """One case under way."""

    def __init__(self, plan: Plan, case: Case, fate: Fate, due_at: float) -> None:
        self.plan, self.case, self.fate, self.due_at = plan, case, fate, due_at
        self.was_sent_back = case["state"] == "to_amend"

    @property
    def state(self) -> str:
        """Where it stands, as far as we know."""
        return str(self.case["state"])


async def keep_alive(base: str, sample: Path, pace_s: int) -> None:
    """Replay slowly until cancelled; whatever goes wrong is logged, and tried again later."""
    loans = rows.read(sample, today=clock.today()).loans
    while True:
        try:
            line = Line(base, concurrency=CONCURRENCY, patience_s=AWAY_S, wait_max_s=AWAY_S)
            async with line:
                await City(line, await gather_crew(line), loans, float(pace_s)).live()
        except (Unreachable, Refused, CannotReplay) as problem:
            log.info("the slow replay pauses: %s", problem)
        except Exception:
            log.exception("the slow replay stumbled and begins anew")
        await asyncio.sleep(AGAIN_AFTER_S)


class City:
    """Everybody and everything that the slow replay moves."""

    def __init__(
        self, line: Line, crew: Crew, loans: tuple[rows.RecordedLoan, ...], pace_s: float
    ) -> None:
        self.line, self.crew, self.loans, self.pace_s = line, crew, loans, pace_s
        self.dice = random.Random()  # noqa: S311 -- rhythm, not secrecy
        self.running: dict[str, Running] = {}
        self.certified: list[int] = []
        self.waiting: list[tuple[int, str]] = []  # serial, certification
        self.next_serial = 0
        self.asked = self.dice.randrange(len(loans))
        self.newcomer_at = 0.0
        self.clerks: dict[int, Clerk] = {}
        self.serials: dict[str, int] = {}

    async def live(self) -> None:
        """Take stock, warm up, then act again and again."""
        self.serials = cast.serials_by_name(self.loans)
        await self._take_stock()
        operator = self.crew.operator
        found = await operator.get("/loan-applications", limit=FEW_APPLICATIONS)
        if len(found["items"]) < FEW_APPLICATIONS:
            await self._warm_up()
        self.newcomer_at = time.monotonic() + NEWCOMER_EVERY_S
        while True:
            await asyncio.sleep(self.pace_s / 2 * self.dice.uniform(0.3, 1.9))
            try:
                await self._beat()
            except Refused as refusal:
                log.info("the slow replay was refused: %s", refusal)

    # What there is already

    async def _take_stock(self) -> None:
        operator = self.crew.operator
        for row in await operator.pages("/certifications", most=STOCK_MAX):
            serial = self.serials.get(row["name"])
            if serial is None:
                continue
            self.next_serial = max(self.next_serial, serial + 1)
            if row["state"] == "approved":
                self.certified.append(serial)
            elif row["state"] == "to_review":
                self.waiting.append((serial, row["id"]))
        for row in await operator.pages("/loan-applications", most=STOCK_MAX, state=OPEN_STATES):
            if row["enterprise_name"] in self.serials and len(self.running) < ADOPTED_MAX:
                await self._adopt(row)

    async def _adopt(self, row: dict[str, Any]) -> None:
        """Take up what an earlier run began; what a visitor has in hand stays with the visitor."""
        case = await self.crew.operator.get(f"/loan-applications/{row['id']}")
        bank_name, passed = case["bank_name"], case["timeline"]
        hands = [each["actor_name"] for each in passed if each["party_name"] == bank_name]
        desks = {desk.name: bank for bank, desk in self.crew.desks.items()}
        bank = desks.get(bank_name or "") or self.dice.choice(sorted(self.crew.desks))
        enterprise = cast.enterprise_at(self.serials[row["enterprise_name"]], self.loans)
        if bank_name is None or all(name.startswith(OURS) for name in hands):
            self._remember(cast.adopted_plan(case, enterprise, bank), case)

    def _remember(self, plan: Plan, case: Case) -> Running:
        due_at = time.monotonic() + self.pace_s * self.dice.uniform(1.0, 9.0)
        fate = cast.fate_of(str(case["application_no"]))
        self.running[case["id"]] = running = Running(plan, case, fate, due_at)
        return running

    # The first screen

    async def _warm_up(self) -> None:
        began = time.monotonic()
        newcomers = max(0, NEWCOMERS_AT_FIRST - len(self.certified))
        queue = list(range(self.next_serial, self.next_serial + newcomers))
        self.next_serial += newcomers
        async with asyncio.TaskGroup() as group:
            for lane in range(CONCURRENCY):
                group.create_task(self._admit_all(queue[lane::CONCURRENCY]))
        if not self.certified:
            return
        async with asyncio.TaskGroup() as group:
            for lane in range(CONCURRENCY):
                group.create_task(self._stage_all(WARM_UP[lane::CONCURRENCY]))
        log.info("the city woke up in %.1f s", time.monotonic() - began)

    async def _admit_all(self, serials: list[int]) -> None:
        for serial in serials:
            try:
                await self._admit(serial, await self._arrive(serial))
            except Refused as refusal:
                log.info("an enterprise could not sign up: %s", refusal)
                return

    async def _stage_all(self, ends: tuple[str, ...]) -> None:
        for end in ends:
            running = await self._publish(self._fresh_plan())
            is_long = end == "to_amend"
            running.fate = Fate(end if end in {"rejected", "withdrawn"} else "completed", is_long)
            while running.state != end:
                await self._advance(running)
            running.fate = cast.fate_of(running.plan.number)
            if end not in OPEN:
                del self.running[running.case["id"]]

    # The slow part

    async def _beat(self) -> None:
        """One act: what the pool needs, else whatever is due, else something new."""
        now = time.monotonic()
        pool = await self._pool_count()
        due = [
            each
            for each in self.running.values()
            if each.due_at <= now and (each.state != "to_accept" or pool > POOL_MIN)
        ]
        if len(self.waiting) > WAITING_MIN and self.dice.random() < ADMISSION_CHANCE:
            await self._admit(*self.waiting.pop(0))
        elif pool < POOL_MIN or (not due and pool < POOL_MAX and len(self.running) < RUNNING_MAX):
            await self._something_new(now)
        elif due:
            await self._advance_safely(min(due, key=lambda each: each.due_at))

    async def _pool_count(self) -> int:
        desk = next(iter(self.crew.desks.values()))
        page = await desk.officer.get("/pool", limit=POOL_MAX + 1)
        return len(page["items"])

    async def _something_new(self, now: float) -> None:
        is_time = now >= self.newcomer_at and self.next_serial < cast.CAST_MAX
        if is_time or not self.certified:
            serial, self.next_serial = self.next_serial, self.next_serial + 1
            self.newcomer_at = now + NEWCOMER_EVERY_S
            self.waiting.append((serial, await self._arrive(serial)))
            return
        await self._publish(self._fresh_plan())

    async def _advance_safely(self, running: Running) -> None:
        case_id = running.case["id"]
        try:
            await self._advance(running)
        except Refused as refusal:
            log.debug("the slow replay steps aside: %s", refusal)
            if refusal.code in OVERTAKEN:  # A visitor has this case in hand.
                del self.running[case_id]
                return
        gap = self.dice.uniform(2.0, 7.0) if running.state == "to_review" else 2.0
        running.due_at = time.monotonic() + self.pace_s * gap * self.dice.uniform(0.6, 3.0)
        if running.state not in OPEN:
            del self.running[case_id]

    async def _advance(self, running: Running) -> None:
        """Take the next step of one case towards its fate."""
        verb, case_id, key = _next_verb(running), running.case["id"], uuid4().hex
        desk = self._desk_of(running)
        if verb in {"resubmit", "withdraw"}:
            clerk = self._clerk(self.serials[running.plan.enterprise.name])
            if verb == "withdraw":
                running.case = await clerk.withdraw(case_id, "经营计划调整，暂不需要融资", key=key)
            else:
                running.case = await clerk.resubmit(
                    case_id, running.plan, key=key, remarks="已补充近三个月流水"
                )
            return
        if verb == "send-back":
            running.was_sent_back = True
        body = _body_of(verb, running, desk)
        running.case = await desk.step(case_id, verb, body, key=key)

    def _desk_of(self, running: Running) -> Desk:
        desks = self.crew.desks
        named = {desk.name: desk for desk in desks.values()}
        return named.get(running.case["bank_name"] or "", desks[running.plan.bank])

    # Enterprises

    def _clerk(self, serial: int) -> Clerk:
        if serial not in self.clerks:
            self.clerks[serial] = Clerk(self.line, cast.enterprise_at(serial, self.loans))
        return self.clerks[serial]

    async def _arrive(self, serial: int) -> str:
        """Sign up and ask to be certified. Returns the certification."""
        clerk = self._clerk(serial)
        await clerk.sign_up()
        found = await clerk.get("/certifications")
        for row in found["items"]:
            if row["state"] in {"to_review", "approved"}:
                return str(row["id"])
        await self.crew.allow(clerk)
        return str((await clerk.certify(key=uuid4().hex))["id"])

    async def _admit(self, serial: int, certification: str) -> None:
        with contextlib.suppress(Refused):  # The operator's own people were quicker.
            await self.crew.approve(certification, key=uuid4().hex)
        self.certified.append(serial)

    def _fresh_plan(self) -> Plan:
        turn, place = divmod(self.asked, len(self.loans))
        self.asked += 1
        serial = self.dice.choice(self.certified)
        enterprise = cast.enterprise_at(serial, self.loans)
        salt = turn + self.dice.randrange(1_000)
        return cast.fresh_plan(self.loans[place], salt, enterprise, sorted(self.crew.desks))

    async def _publish(self, plan: Plan) -> Running:
        clerk = self._clerk(self.serials[plan.enterprise.name])
        case = await clerk.publish(plan, key=uuid4().hex, remarks=REMARKS)
        return self._remember(plan, case)


def _next_verb(running: Running) -> str:
    fate, state = running.fate, running.state
    if state == "to_accept":
        return "grab" if running.case["bank_name"] is None else "accept"
    if state == "to_review":
        if fate.sent_back and not running.was_sent_back:
            return "send-back"
        return {"rejected": "reject", "withdrawn": "withdraw"}.get(fate.end, "approve")
    if state == "to_disburse":
        paid_fen = sum(part.amount_fen for part in running.plan.parts)
        is_paid = running.case["disbursed_fen"] >= min(paid_fen, running.case["credit_line_fen"])
        return "complete" if is_paid else "disburse"
    return {"to_amend": "resubmit", "to_grant": "grant"}[state]


def _body_of(verb: str, running: Running, desk: Desk) -> dict[str, Any]:
    plan, case = running.plan, running.case
    if verb == "grant":
        return desk.line_of(plan)
    if verb == "disburse":
        done = len(case["disbursements"])
        left_fen = case["credit_line_fen"] - case["disbursed_fen"]
        part = plan.parts[min(done, len(plan.parts) - 1)]
        contract = f"YS-{case['application_no']}-{done + 1}"
        body = payout_of(part) | {"contract_no": contract, "paid_on": clock.today()}
        return body | {"amount_fen": min(part.amount_fen, left_fen)}
    return {
        "approve": {"opinion": "经营稳定，现金流可覆盖本息，同意"},
        "reject": {"reason": "负债水平偏高，暂不符合准入条件"},
        "send-back": {"reason": "请补充近三个月银行流水"},
    }.get(verb, {})
