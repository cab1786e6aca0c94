"""What a screen is shown of an onboarding: by the applicant, the institution and the operator."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.journal import Entry as JournalEntry
from domain.kernel.journal import story_of
from domain.kernel.reading import etag_of
from domain.kernel.showing import Milestone, OpenStep, open_steps, timeline
from domain.onboarding import documents, tickets
from domain.onboarding.cases import OpenCases, open_cases_of
from domain.onboarding.standards import AGREEMENTS, STANDARDS, Agreement
from orm.onboarding import Onboarding
from vocabulary.identifiers import mask_person, mask_phone
from vocabulary.onboarding import (
    ONBOARDING_STATE_LABELS,
    VERDICT_LABELS,
    OnboardingState,
    Verdict,
)
from vocabulary.parties import PARTY_KIND_LABELS, PartyKind
from vocabulary.regions import REGIONS

MILESTONES_MAX = 300
BEING_CHECKED = frozenset({OnboardingState.TO_REVIEW, OnboardingState.TO_APPROVE})
ABOARD = frozenset(
    {
        OnboardingState.ADMITTED,
        OnboardingState.TO_RENEW,
        OnboardingState.EXPIRED,
        OnboardingState.TO_LEAVE,
    }
)
INTERNAL = frozenset({"onboarding.admission_check", "onboarding.return_to_check"})


class AgreementView(Struct, frozen=True):
    """入驻协议：文本及其摘要。"""

    version: str
    title: str
    text: str
    hash: str


class SignedView(Struct, frozen=True):
    """已签署的入驻协议。"""

    agreement: AgreementView
    signed_name: str
    signed_at: datetime


class CriterionView(Struct, frozen=True):
    """一条准入条件及其核验结果。"""

    id: str
    title: str
    text: str
    source: str
    evidence: list[str]
    verdict: Verdict | None
    verdict_label: str
    note: str


class DocumentView(Struct, frozen=True):
    """一份入驻材料。"""

    id: UUID
    name: str
    media: str
    size_bytes: int
    at: datetime


class EvidenceView(Struct, frozen=True):
    """要求提交的一项材料；document 为空表示尚未上传。"""

    evidence: str
    label: str
    document: DocumentView | None


class OnboardingRow(Struct, frozen=True):
    """入驻申请列表中的一行。"""

    id: UUID
    onboarding_no: str
    state: OnboardingState
    state_label: str
    kind: PartyKind
    kind_label: str
    name: str
    uscc: str
    region_label: str
    submitted_at: datetime | None
    expected_on: date | None
    valid_until: date | None
    days_left: int | None


class OnboardingView(OnboardingRow, frozen=True, kw_only=True):
    """一份入驻申请：填写内容、材料、逐项核验、协议、有效期、可办理的步骤和进展。"""

    institution_id: UUID
    short_name: str
    region: str
    licence_label: str
    licence_no: str
    licence_valid_until: date | None
    legal_representative: str
    contact_name: str
    contact_phone: str
    authorised_name: str
    administrator_name: str
    administrator_phone: str
    criteria_version: str
    criteria: list[CriterionView]
    evidence: list[EvidenceView]
    may_hand_in: bool
    checked_at: datetime | None
    checked_by_me: bool
    reason: str
    to_sign: AgreementView | None
    signed: SignedView | None
    admitted_on: date | None
    renewed_licence_no: str
    renewed_licence_valid_until: date | None
    open_cases: OpenCases | None
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    etag: str


class OnboardingEntry(Struct, frozen=True):
    """办理凭证：凭它继续填写、上传、提交和签署，两小时内有效。"""

    ticket: str
    expires_at: datetime
    onboarding: OnboardingView

    def __repr__(self) -> str:
        return f"OnboardingEntry(onboarding_id={self.onboarding.id})"


def agreement_view(agreement: Agreement) -> AgreementView:
    """The text as it is shown, with what a signature is bound to."""
    return AgreementView(agreement.version, agreement.title, agreement.text, agreement.hash)


async def entry_view(entry: tickets.Entry) -> OnboardingEntry:
    """A fresh ticket with the case it opens."""
    shown = await view(entry.onboarding, entry.actor)
    return OnboardingEntry(entry.ticket, entry.expires_at, shown)


def row_view(row: Onboarding) -> OnboardingRow:
    """One line of a list."""
    return OnboardingRow(**_line(row))


async def left_view(rows: list[Any], actor: Actor) -> OnboardingView:
    """The case of an institution that has left; its products left with it."""
    return await view(rows[0], actor)


async def view(row: Onboarding, actor: Actor) -> OnboardingView:
    """Show a row already read, with its milestones; also the answer of every act on it."""
    is_own = row.institution_id == actor.party_id
    flow = flow_of(row.subject, row.flow, row.version)
    kind = STANDARDS.of(row.criteria_version).kind_of(row.kind)
    signs = row.state is OnboardingState.TO_SIGN and is_own
    return OnboardingView(
        **_line(row),
        institution_id=row.institution_id,
        short_name=row.short_name,
        region=row.region,
        licence_label=kind.trade_licence if kind else "",
        licence_no=row.licence_no,
        licence_valid_until=row.licence_valid_until,
        legal_representative=row.legal_representative,
        contact_name=row.contact_name if is_own else mask_person(row.contact_name),
        contact_phone=row.contact_phone if is_own else mask_phone(row.contact_phone),
        authorised_name=row.authorised_name,
        administrator_name=row.administrator_name,
        administrator_phone=(
            row.administrator_phone if is_own else mask_phone(row.administrator_phone)
        ),
        criteria_version=row.criteria_version,
        criteria=_criteria(row, shows_findings=not is_own or row.state not in BEING_CHECKED),
        evidence=await _evidence(row),
        may_hand_in=documents.may_hand_in(row, actor),
        checked_at=row.checked_at,
        checked_by_me=row.checked_by_id == actor.account_id,
        reason=row.reason,
        to_sign=agreement_view(AGREEMENTS.current(clock.today())) if signs else None,
        signed=_signed(row),
        admitted_on=row.admitted_on,
        renewed_licence_no=row.renewed_licence_no,
        renewed_licence_valid_until=row.renewed_licence_valid_until,
        open_cases=await open_cases_of(row.institution_id) if row.state in ABOARD else None,
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        timeline=timeline(flow, _told(await _story(row), is_own=is_own), actor),
        etag=etag_of(row),
    )


def _line(row: Onboarding) -> dict[str, Any]:
    left = (row.valid_until - clock.today()).days if row.valid_until else None
    return {
        "id": row.id,
        "onboarding_no": row.onboarding_no,
        "state": row.state,
        "state_label": ONBOARDING_STATE_LABELS[row.state],
        "kind": row.kind,
        "kind_label": PARTY_KIND_LABELS[row.kind],
        "name": row.name,
        "uscc": row.uscc,
        "region_label": REGIONS.get(row.region, row.region),
        "submitted_at": row.submitted_at,
        "expected_on": row.expected_on,
        "valid_until": row.valid_until,
        "days_left": left,
    }


async def _story(row: Onboarding) -> list[JournalEntry]:
    return await story_of(row.id, limit=MILESTONES_MAX)


def _told(entries: list[JournalEntry], *, is_own: bool) -> list[JournalEntry]:
    """How the operator works among themselves is not the applicant's to read."""
    return [each for each in entries if not is_own or each.code not in INTERNAL]


def _criteria(row: Onboarding, *, shows_findings: bool) -> list[CriterionView]:
    found = {each["criterion"]: each for each in row.findings} if shows_findings else {}
    shown = []
    for each in STANDARDS.of(row.criteria_version).criteria_of(row.kind):
        said = found.get(each.id)
        verdict = Verdict(said["verdict"]) if said else None
        shown.append(
            CriterionView(
                each.id,
                each.title,
                each.text,
                each.source,
                [STANDARDS.called(key, row.criteria_version, row.kind) for key in each.evidence],
                verdict,
                VERDICT_LABELS[verdict] if verdict else "",
                said["note"] if said else "",
            )
        )
    return shown


async def _evidence(row: Onboarding) -> list[EvidenceView]:
    there = await documents.current(row.id)
    shown = []
    for key in STANDARDS.of(row.criteria_version).evidence_of(row.kind):
        found = there.get(key)
        document = (
            DocumentView(found.id, found.name, found.media, found.size_bytes, found.at)
            if found
            else None
        )
        label = STANDARDS.called(key, row.criteria_version, row.kind)
        shown.append(EvidenceView(key, label, document))
    return shown


def _signed(row: Onboarding) -> SignedView | None:
    agreement = AGREEMENTS.of(row.agreement_version)
    if agreement is None or row.signed_at is None:
        return None
    return SignedView(agreement_view(agreement), row.signed_name, row.signed_at)
