"""Institutions on their way aboard, and how each gets to where a test needs it."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import msgspec

from domain.identity import codes
from domain.identity.terms import CodeRequest
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.onboarding import tickets
from domain.onboarding.actions import applying, checking
from domain.onboarding.standards import AGREEMENTS, STANDARDS
from domain.onboarding.terms import (
    Admission,
    AdmissionCheck,
    Application,
    Finding,
    OnboardingForm,
    Signature,
)
from orm.onboarding import Onboarding
from server.adapters.sms import RememberingSms
from tests import world
from vocabulary.identifiers import make_uscc
from vocabulary.identity import CodePurpose, Terminal
from vocabulary.onboarding import Verdict
from vocabulary.parties import PartyKind, Role

PHONE = "13851230001"
AUTHORISED = "沈知行"
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 8
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@dataclass
class SentDocument:
    """A file on its way in."""

    name: str
    content: bytes = PDF

    async def read(self) -> bytes:
        return self.content


def a_call(ticket: str = "") -> Call:
    return Call(address="10.1.2.3", terminal=Terminal.PORTAL, ticket=ticket)


def a_form(**differing: Any) -> OnboardingForm:
    """A bank's application; say what differs."""
    return OnboardingForm(
        **{
            "kind": PartyKind.BANK,
            "name": "太湖农村商业银行苏州分行",
            "short_name": "太湖农商行",
            "uscc": make_uscc(5150),
            "region": "320505",
            "licence_no": "B0321S232050001",
            "legal_representative": "顾明远",
            "contact_name": "林晓",
            "contact_phone": "13851230099",
            "authorised_name": AUTHORISED,
            "administrator_name": "陆一鸣",
            "administrator_phone": PHONE,
            **differing,
        }
    )


async def a_code(sms: RememberingSms, phone: str = PHONE) -> str:
    await codes.send(CodeRequest(phone, CodePurpose.ONBOARD), call=a_call())
    return sms.sent[-1].params["code"]


async def an_application(sms: RememberingSms, form: OnboardingForm | None = None) -> tickets.Entry:
    """A draft, and the ticket of whoever began it."""
    form = form or a_form()
    code = await a_code(sms, form.administrator_phone)
    return await applying.apply(Application(form, code), call=a_call())


async def documents_for(entry: tickets.Entry) -> None:
    """Hand in everything that the standard asks of this kind."""
    for evidence in STANDARDS.of(entry.onboarding.criteria_version).evidence_of(
        entry.onboarding.kind
    ):
        file = SentDocument(f"{STANDARDS.evidence[evidence]}.pdf")
        await applying.hand_in(evidence, file, call=a_call(entry.ticket))


async def a_submitted_application(
    sms: RememberingSms, form: OnboardingForm | None = None
) -> tickets.Entry:
    form = form or a_form()
    entry = await an_application(sms, form)
    await documents_for(entry)
    row = await applying.submit(form, call=a_call(entry.ticket))
    return replace(entry, onboarding=row)


@dataclass
class Desk:
    """Two people of the operator: one checks, the other approves."""

    checker: Actor
    approver: Actor


async def a_desk() -> Desk:
    operator = await world.an_operator()
    return Desk(world.operator_of(operator), world.operator_of(operator))


def findings(row: Onboarding, **differing: tuple[Verdict, str]) -> AdmissionCheck:
    """Everything met, but for what differs, by the criterion's id."""
    found = []
    for each in STANDARDS.of(row.criteria_version).criteria_of(row.kind):
        verdict, note = differing.get(each.id, (Verdict.MET, ""))
        found.append(Finding(each.id, verdict, note))
    return AdmissionCheck(found)


async def an_approved_application(
    sms: RememberingSms, desk: Desk, form: OnboardingForm | None = None
) -> tickets.Entry:
    entry = await a_submitted_application(sms, form)
    row = entry.onboarding
    await checking.admission_check(row.id, findings(row), by=desk.checker)
    await checking.recommend(row.id, by=desk.checker)
    row = await checking.approve(row.id, Admission("资料齐全"), by=desk.approver)
    return replace(entry, onboarding=row)


def a_signature(name: str = AUTHORISED) -> Signature:
    agreement = AGREEMENTS.current(clock.today())
    return Signature(agreement.version, agreement.hash, name)


async def an_institution(
    sms: RememberingSms, desk: Desk, form: OnboardingForm | None = None
) -> Onboarding:
    """An institution that is aboard."""
    entry = await an_approved_application(sms, desk, form)
    return await applying.sign(a_signature(), call=a_call(entry.ticket))


def admin_of(row: Onboarding) -> Actor:
    """Its first administrator, logged in."""
    return Actor(
        row.administrator_id,
        row.institution_id,
        row.kind,
        frozenset({Role.INSTITUTION_ADMIN}),
        name=row.administrator_name,
        party_name=row.name,
        session_id=uuid4(),
    )


def params_of(text: str) -> dict[str, str]:
    return msgspec.json.decode(text, type=dict[str, str])
