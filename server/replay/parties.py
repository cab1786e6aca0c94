"""The parties as actors over HTTP: enterprises, banks' officers and approvers, the operator."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from server.replay.derive import Enterprise, Part, Plan, drawn
from server.replay.line import Line, Refused
from vocabulary.parties import PartyKind

OPERATOR = "replay-operator"
OFFICER, APPROVER = "-officer", "-approver"
PREFIX = "replay-"
NOT_LOGGED_IN = "not_logged_in"
STEP_UP = "step_up"
WRONG_LOG_IN = "wrong_log_in"

Case = dict[str, Any]


class CannotReplay(Exception):
    """The platform is not one that can be replayed into; the message says what to change."""


class Person:
    """Somebody with a session. Logs in again when it is over, proves it again when asked to."""

    def __init__(self, line: Line, name: str, password: str, *, address: str = "") -> None:
        self._line, self._name, self._password = line, name, password
        self._address = address
        self._token = ""
        self._logging_in = asyncio.Lock()
        self.me: dict[str, Any] = {}

    async def log_in(self) -> None:
        """Begin a session by password."""
        body = {"phone": self._name, "password": self._password}
        self.enter(await self._line.post("/sessions/by-password", body, address=self._address))

    def enter(self, session: Mapping[str, Any]) -> None:
        """Go on with a session that has begun."""
        self._token, self.me = session["token"], session["me"]

    async def get(self, path: str, **query: Any) -> Any:
        """Read as this person."""
        token = await self._session()
        try:
            return await self._line.get(path, token=token, **query)
        except Refused as refusal:
            token = await self._session_after(refusal, token)
        return await self._line.get(path, token=token, **query)

    async def post(self, path: str, body: Mapping[str, Any], *, key: str) -> Any:
        """Act as this person, once per key."""
        token = await self._session()
        try:
            return await self._line.post(path, body, token=token, key=key, address=self._address)
        except Refused as refusal:
            token = await self._session_after(refusal, token)
        return await self._line.post(path, body, token=token, key=key, address=self._address)

    async def pages(
        self, path: str, *, most: int | None = None, **query: Any
    ) -> list[dict[str, Any]]:
        """Read every page of a list, or at least the first `most` items."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = await self.get(path, cursor=cursor or None, limit=100, **query)
            found += page["items"]
            cursor = page["next"]
            if not cursor or (most is not None and len(found) >= most):
                return found

    async def _session(self) -> str:
        async with self._logging_in:
            if not self._token:
                await self.log_in()
            return self._token

    async def _session_after(self, refusal: Refused, token: str) -> str:
        if refusal.code == STEP_UP:
            proof = {"password": self._password}
            path = "/sessions/step-up/by-password"
            await self._line.post(path, proof, token=token, address=self._address)
            return token
        if refusal.code != NOT_LOGGED_IN:
            raise refusal
        async with self._logging_in:
            if self._token == token:
                await self.log_in()
            return self._token


class Clerk(Person):
    """An enterprise's own person."""

    def __init__(self, line: Line, who: Enterprise) -> None:
        lot = [drawn(who.phone, f"address {place}", 254) + 1 for place in range(3)]
        address = "10." + ".".join(map(str, lot))
        super().__init__(line, who.phone, who.password, address=address)
        self.who = who

    async def come_back(self) -> bool:
        """Log in; False when there is no such account yet."""
        try:
            await self.log_in()
        except Refused as refusal:
            if refusal.code == WRONG_LOG_IN:
                return False
            raise
        return True

    async def sign_up(self) -> bool:
        """Open an account by SMS code; False when there was one, which is then logged in."""
        phone = self.who.phone
        asked = {"phone": phone, "purpose": "sign_up"}
        sent = await self._line.post("/sms-codes/send", asked, address=self._address)
        if sent["printed_code"] is None:
            raise CannotReplay("the platform sends real short messages: replay only into a demo")
        body = {"phone": phone, "password": self.who.password, "sms_code": sent["printed_code"]}
        try:
            self.enter(await self._line.post("/accounts/sign-up", body, address=self._address))
        except Refused:
            if await self.come_back():
                return False
            raise
        return True

    async def certify(self, *, key: str) -> Case:
        """Enter a certification of the past: a replayed firm has no papers to show."""
        who = self.who
        form = {
            "name": who.name,
            "uscc": who.uscc,
            "region": who.region,
            "industry": who.industry,
            "legal_representative": who.legal_representative,
            "contact_name": who.contact_name,
            "contact_phone": who.phone,
        }
        return await self._case("/historical-certifications/submit", form, key)

    async def publish(self, plan: Plan, *, key: str, remarks: str) -> Case:
        """Publish an open request."""
        form = asked_of(plan, remarks) | {"aim": "open", "bank_id": None, "rate_bp_max": None}
        return await self._case("/financing-requests/publish", form, key)

    async def resubmit(self, case_id: str, plan: Plan, *, key: str, remarks: str) -> Case:
        """Send an amended application back."""
        return await self._case(step_path(case_id, "resubmit"), asked_of(plan, remarks), key)

    async def withdraw(self, case_id: str, reason: str, *, key: str) -> Case:
        """Take an application back."""
        return await self._case(step_path(case_id, "withdraw"), {"reason": reason}, key)

    async def _case(self, path: str, body: Mapping[str, Any], key: str) -> Case:
        case: Case = await self.post(path, body, key=key)
        return case


def asked_of(plan: Plan, remarks: str) -> dict[str, Any]:
    """What a request says of the loan."""
    return {
        "amount_fen": plan.asked_fen,
        "term_months": plan.term_months,
        "purpose": plan.purpose,
        "security": plan.security,
        "repayment_method": plan.repayment_method,
        "remarks": remarks,
    }


def step_path(case_id: str, verb: str) -> str:
    """The address of one step of one application."""
    return f"/loan-applications/{case_id}/{verb}"


class Shelf(Struct, frozen=True):
    """One product of a bank, as far as a line has to fit it."""

    product_id: str
    amount_fen_min: int
    amount_fen_max: int
    term_months_max: int


class Pair:
    """Two persons of one institution: whoever acts, and whoever decides."""

    def __init__(self, officer: Person, approver: Person) -> None:
        self.officer, self.approver = officer, approver

    async def log_in(self) -> None:
        """Log both in."""
        await self.officer.log_in()
        await self.approver.log_in()

    @property
    def party_id(self) -> str:
        """The institution's id."""
        return str(self.officer.me["party"]["id"])

    @property
    def kind(self) -> str:
        """What kind of institution it is."""
        return str(self.officer.me["party"]["kind"])

    @property
    def name(self) -> str:
        """The institution's name."""
        return str(self.officer.me["party"]["name"])


class Desk(Pair):
    """One bank: its officer, its approver, its products."""

    def __init__(self, officer: Person, approver: Person, shelf: Sequence[Shelf] = ()) -> None:
        super().__init__(officer, approver)
        self.shelf = shelf

    async def look_at_shelf(self, line: Line) -> None:
        """Look at the bank's own shelf."""
        products = await listed_products(line, self.party_id)
        self.shelf = [
            Shelf(row["id"], row["amount_fen_min"], row["amount_fen_max"], row["term_months_max"])
            for row in sorted(products, key=lambda row: str(row["product_no"]))
        ]

    async def step(self, case_id: str, verb: str, body: Mapping[str, Any], *, key: str) -> Case:
        """Take one step as whoever's post it is."""
        of_approver = verb in {"approve", "reject", "grant"}
        who = self.approver if of_approver else self.officer
        case: Case = await who.post(step_path(case_id, verb), body, key=key)
        return case

    def line_of(self, plan: Plan) -> dict[str, Any]:
        """What is granted."""
        return {
            "credit_line_fen": plan.line_fen,
            "rate_bp": plan.rate_bp,
            "term_months": plan.term_months,
            "repayment_method": plan.repayment_method,
            "product_id": self._product_for(plan),
            "decided_on": plan.decided_on,
        }

    def _product_for(self, plan: Plan) -> str | None:
        fitting = [
            each.product_id
            for each in self.shelf
            if each.amount_fen_min <= plan.line_fen <= each.amount_fen_max
            and plan.term_months <= each.term_months_max
        ]
        return fitting[drawn(plan.number, "product", len(fitting))] if fitting else None


def payout_of(part: Part) -> dict[str, Any]:
    """What is written down of one payout."""
    payout = {
        "contract_no": part.contract_no,
        "amount_fen": part.amount_fen,
        "paid_on": part.paid_on,
    }
    return payout if part.due_on is None else payout | {"repayment": repayment_of(part)}


def repayment_of(part: Part) -> dict[str, Any]:
    """What is agreed of a recorded loan: all falls due on the day it ended, without penalty."""
    row = {"due_on": part.due_on, "principal_fen": part.amount_fen}
    return {"grace_days": 0, "penalty_bp": 0, "rows": [row]}


async def listed_products(line: Line, institution_id: str) -> list[dict[str, Any]]:
    """Every product an institution offers; the catalogue is public."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = await line.get("/products", institution_id=institution_id, cursor=cursor)
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            return found


class Crew(Struct, frozen=True):
    """Everybody of the platform's side who takes part in a replay."""

    operator: Person
    desks: dict[str, Desk]
    guarantors: dict[str, Pair] = {}

    def guarantor_of(self, number: str) -> Pair:
        """The guarantor that stands for a loan."""
        keys = sorted(self.guarantors)
        return self.guarantors[keys[drawn(number, "guarantor", len(keys))]]

    async def allow(self, clerk: Clerk) -> None:
        """Let a replayed enterprise enter its certification of the past."""
        enterprise_id = clerk.me["party"]["id"]
        path, key = "/historical-certifications/allow", f"allow-{enterprise_id}"
        await self.operator.post(path, {"enterprise_id": enterprise_id}, key=key)

    async def approve(self, certification_id: str, *, key: str) -> Case:
        """Certify an enterprise."""
        path = f"/certifications/{certification_id}/approve"
        case: Case = await self.operator.post(path, {"note": "资料齐全，予以认证"}, key=key)
        return case


async def gather_crew(line: Line) -> Crew:
    """Log in the replaying accounts that the platform's demo names. Raises `CannotReplay`."""
    reference = await line.get("/reference")
    known = {row["log_in_name"]: row["password"] for row in reference["demo"]}
    names = [name.removeprefix(PREFIX) for name in known if name.startswith(PREFIX)]
    keys = sorted(
        name.removesuffix(OFFICER)
        for name in names
        if name.endswith(OFFICER) and name.removesuffix(OFFICER) + APPROVER in names
    )
    if OPERATOR not in known or not keys:
        raise CannotReplay("the platform has no replay accounts: start it with DEMO=1")
    operator = Person(line, OPERATOR, known[OPERATOR])
    await operator.log_in()
    desks: dict[str, Desk] = {}
    guarantors: dict[str, Pair] = {}
    for key in keys:
        officer, approver = (
            Person(line, PREFIX + key + post, known[PREFIX + key + post])
            for post in (OFFICER, APPROVER)
        )
        desk = Desk(officer, approver)
        await desk.log_in()
        if desk.kind == PartyKind.GUARANTOR:
            guarantors[key] = desk
            continue
        await desk.look_at_shelf(line)
        desks[key] = desk
    return Crew(operator, desks, guarantors)
