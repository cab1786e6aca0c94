"""The operator's desk: check item by item, hand on to other eyes, answer."""

from uuid import UUID

import msgspec

from domain.kernel.actor import Actor
from domain.kernel.perform import advance, perform
from domain.onboarding import rules
from domain.onboarding.standards import STANDARDS
from domain.onboarding.terms import Admission, AdmissionCheck
from orm.onboarding import Onboarding


async def admission_check(onboarding_id: UUID, form: AdmissionCheck, *, by: Actor) -> Onboarding:
    """Write down what was found of every criterion of the standard it applied under."""
    async with perform("admission_check", Onboarding, onboarding_id, by=by, terms=form) as row:
        findings = msgspec.to_builtins(form.findings)
        standard = STANDARDS.of(row.criteria_version)
        rules.must_cover(findings, [each.id for each in standard.criteria_of(row.kind)])
        row.findings = findings
        row.checked_by_id, row.checked_at = by.account_id, row.updated_at
    return row


async def recommend(onboarding_id: UUID, *, by: Actor) -> Onboarding:
    """Hand a case in which everything is met to whoever approves."""
    return await advance("recommend", Onboarding, onboarding_id, by=by)


async def send_back(onboarding_id: UUID, reason: str, *, by: Actor) -> Onboarding:
    """Ask the applicant to put something right."""
    async with perform("send_back", Onboarding, onboarding_id, by=by, reason=reason) as row:
        row.reason = reason
    return row


async def return_to_check(onboarding_id: UUID, reason: str, *, by: Actor) -> Onboarding:
    """Give it back to be checked again."""
    return await advance("return_to_check", Onboarding, onboarding_id, by=by, reason=reason)


async def approve(onboarding_id: UUID, admission: Admission, *, by: Actor) -> Onboarding:
    """Say yes, as somebody other than the one who checked; the agreement is next."""
    async with perform(
        "approve", Onboarding, onboarding_id, by=by, terms=admission, reason=admission.note
    ) as row:
        row.reason = admission.note
    return row


async def reject(onboarding_id: UUID, reason: str, *, by: Actor) -> Onboarding:
    """Say no for good; the institution may apply anew."""
    async with perform("reject", Onboarding, onboarding_id, by=by, reason=reason) as row:
        row.reason, row.held_uscc = reason, None
    return row
