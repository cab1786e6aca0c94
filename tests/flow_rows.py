"""Rows, people and terms as the flows see them, for the laws of `test_flows`."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st

from domain.flows import FLOWS
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, Flow
from tests.kernel.guarantee_fund import GuaranteeFundFlow, ShorterGuaranteeFundFlow
from vocabulary.lending import LoanKind
from vocabulary.parties import PartyKind, Role, Seat
from vocabulary.upkeep import FaultGrade, FaultSource

ALL: tuple[type[Flow], ...] = (*FLOWS, GuaranteeFundFlow, ShorterGuaranteeFundFlow)
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
PARTIES = {kind: [uuid4() for _ in range(2)] for kind in PartyKind}
SEATED = {
    Seat.ENTERPRISE: PartyKind.ENTERPRISE,
    Seat.BANK: PartyKind.BANK,
    Seat.INSURER: PartyKind.INSURER,
    Seat.GUARANTOR: PartyKind.GUARANTOR,
    Seat.INSTITUTION: PartyKind.BANK,
}


def _lending(places: dict[Seat, UUID | None]) -> dict[str, Any]:
    return {
        "bank_id": places[Seat.BANK],
        "guarantor_id": places[Seat.GUARANTOR],
        "handled_by_id": uuid4(),
        "checked_by_id": uuid4(),
        "findings": [],
        "version_no": 0,
        "credit_line_fen": 100,
        "disbursed_fen": 0,
        "granted_on": date(2026, 11, 1),
        "valid_until": date(2027, 11, 1),
        "preliminary_opinion": "",
        "guaranteed": False,
        "investigated_at": NOON,
        "assessed_at": NOON,
        "assessed_by_id": uuid4(),
        "coverage_bp": 8_000,
        "guaranteed_fen": 80,
        "guaranteed_until": date(2027, 11, 1),
        "commitment_no": "",
        "commitment_confirmed_at": None,
        "credit_score": 620,
        "score_required": 600,
        "guarantor_required": False,
        "insured": False,
        "insurer_id": places[Seat.INSURER],
        "covered_until": date(2027, 11, 1),
        "requested_fen": 100,
        "term_months": 12,
        "kind": LoanKind.GUARANTEE_FUND,
        "needs_insurer": True,
        "accepted_at": NOON,
    }


def _servicing() -> dict[str, Any]:
    return {
        "shares": [{"seat": "guarantor", "share_bp": 10_000}],
        "drawn_on": date(2026, 11, 1),
        "last_paid_on": None,
        "next_due_on": date(2026, 12, 1),
        "grace_days": 3,
        "balance_fen": 100,
        "paused_until": None,
        "proposed_by_id": uuid4(),
        "amount_fen": 100,
        "agreed_fen": 100,
        "paid_fen": 100,
        "paid_on": date(2026, 11, 1),
        "paid_by_id": uuid4(),
        "recovered_fen": 0,
        "claims_paid_fen": 0,
        "diagnosed_at": NOON,
        "informed_at": None,
    }


def _store() -> dict[str, Any]:
    return {
        "items": 8,
        "checked": 8,
        "repaired_by_id": uuid4(),
        "reported_by_id": uuid4(),
        "occurred_at": NOON,
        "severity": FaultGrade.GENERAL,
        "source": FaultSource.VULNERABILITY_SCAN,
        "failed": 0,
        "spares": 0,
        "open_incidents": 0,
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=2),
        "room": "",
        "zone": None,
        "duty_from": NOON,
        "begins_at": NOON,
        "checks_open": 0,
        "run_minutes": 60,
        "day": date(2026, 11, 23),
        "slot_at": NOON,
        "called_at": NOON - timedelta(minutes=1),
        "calls": 1,
        "served_by_id": uuid4(),
        "return_until": NOON,
    }


def a_row(state: StrEnum, **facts: Any) -> SimpleNamespace:
    """A row as the flows see one, with every fact that a rule may ask for."""
    places: dict[Seat, UUID | None] = {seat: PARTIES[kind][0] for seat, kind in SEATED.items()}
    places |= facts.pop("places", {})
    open_to_pool = facts.pop("open_to_pool", False)
    known = _lending(places) | _servicing() | _store()
    return SimpleNamespace(
        state=state,
        places=places,
        seats=lambda: places,
        is_open_to_pool=lambda: open_to_pool,
        **known | facts,
    )


def an_actor(kind: PartyKind, role: Role, party_id: UUID, account_id: UUID | None = None) -> Actor:
    return Actor(account_id or uuid4(), party_id, kind, frozenset({role}))


HANDLERS = [uuid4(), uuid4()]


@st.composite
def a_situation(draw: st.DrawFn) -> tuple[type[Flow], SimpleNamespace, Act]:
    """Any flow, any state, any party with any role, seats taken or free, facts this way or that."""
    flow = draw(st.sampled_from(ALL))
    bank = draw(st.sampled_from([*PARTIES[PartyKind.BANK], None]))
    row = a_row(
        draw(st.sampled_from(flow.states)),
        places={Seat.BANK: bank},
        open_to_pool=draw(st.booleans()),
        handled_by_id=draw(st.sampled_from(HANDLERS)),
        checked_by_id=draw(st.sampled_from(HANDLERS)),
        findings=draw(st.sampled_from([[], [{"verdict": "met"}], [{"verdict": "not_met"}]])),
        disbursed_fen=draw(st.sampled_from([0, 1, 100])),
        version_no=draw(st.sampled_from([0, 1])),
        preliminary_opinion=draw(st.sampled_from(["", "同意"])),
        guaranteed=draw(st.booleans()),
        investigated_at=draw(st.sampled_from([None, NOON])),
        assessed_at=draw(st.sampled_from([None, NOON])),
        assessed_by_id=draw(st.sampled_from(HANDLERS)),
        guaranteed_until=draw(st.sampled_from([date(2026, 1, 1), date(2027, 1, 1)])),
        commitment_no=draw(st.sampled_from(["", "DB-1"])),
        commitment_confirmed_at=draw(st.sampled_from([None, NOON])),
        credit_score=draw(st.sampled_from([599, 600])),
        guarantor_required=draw(st.booleans()),
        insured=draw(st.booleans()),
        covered_until=draw(st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)])),
        valid_until=draw(st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)])),
        next_due_on=draw(st.sampled_from([None, date(2026, 11, 1), date(2026, 12, 1)])),
        balance_fen=draw(st.sampled_from([0, 100])),
        paused_until=draw(st.sampled_from([None, date(2026, 12, 1)])),
        proposed_by_id=draw(st.sampled_from(HANDLERS)),
        paid_by_id=draw(st.sampled_from(HANDLERS)),
        recovered_fen=draw(st.sampled_from([0, 100])),
        checked=draw(st.sampled_from([0, 8])),
        failed=draw(st.sampled_from([0, 1])),
        open_incidents=draw(st.sampled_from([0, 1])),
        repaired_by_id=draw(st.sampled_from(HANDLERS)),
        source=draw(st.sampled_from(FaultSource)),
    )
    kind = draw(st.sampled_from(PartyKind))
    roles = frozenset(draw(st.sets(st.sampled_from(Role), max_size=3)))
    party_id = draw(st.sampled_from(PARTIES[kind]))
    actor = Actor(draw(st.sampled_from(HANDLERS)), party_id, kind, roles)
    return flow, row, Act(actor, NOON, terms=kindest_terms(), reason="有原因")


def kindest_terms() -> SimpleNamespace:
    """Terms that no rule of terms could mind: the menu cannot know them, so it hopes."""
    return SimpleNamespace(
        amount_fen=0,
        credit_line_fen=100,
        paid_on=date(2026, 11, 20),
        valid_until=date(2026, 12, 31),
        until=date(2026, 12, 31),
        collected_on=date(2026, 11, 20),
        promised_on=None,
        recovered_on=date(2026, 11, 20),
        decided_on=None,
        letter_no="BH-1",
        insurer_id=None,
        cover_months=12,
        guarantee_checked=True,
        amount_checked=True,
        contract_checked=True,
        kind=LoanKind.GUARANTEE_FUND,
        needs_insurer=True,
        fund_share_bp=6_500,
        bank_share_bp=2_000,
        guarantor_share_bp=0,
        insurer_share_bp=1_500,
        active_from=date(2026, 1, 1),
        active_until=None,
        visited_on=date(2026, 11, 20),
        statements_on=date(2026, 9, 30),
        guaranteed_fen=0,
        effective_on=date(2026, 11, 23),
        guarantee_no="DB-1",
        result=None,
        next_on=None,
        licence_valid_until=None,
        name="",
        restored_at=NOON,
        starts_at=NOON + timedelta(hours=3),
        ends_at=NOON + timedelta(hours=5),
        room="",
        zone=None,
        started_at=NOON,
        mended_at=NOON,
        occurred_at=None,
        severity=FaultGrade.URGENT,
        items=[],
    )
