"""Races of onboarding, on PostgreSQL alone: one institution, one winner."""

import asyncio
from typing import Any

import pytest

from domain.kernel.refusal import Refusal
from domain.onboarding.actions import applying, checking
from domain.onboarding.terms import Admission
from orm.identity import Account
from orm.onboarding import Onboarding
from orm.parties import Party
from server.adapters.sms import RememberingSms
from tests.onboarding.applicants import (
    a_call,
    a_desk,
    a_form,
    a_signature,
    a_submitted_application,
    an_application,
    an_approved_application,
    documents_for,
    findings,
)
from vocabulary.onboarding import OnboardingState

pytestmark = [pytest.mark.postgres, pytest.mark.row("O6", "K2"), pytest.mark.clause("5.3.3.1")]
RIVALS = 8


async def race(*attempts: Any) -> list[Any]:
    """Let them run at once; gives who won. Whatever is not a refusal is a bug."""
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    strange = [
        each
        for each in outcomes
        if isinstance(each, BaseException) and not isinstance(each, Refusal)
    ]
    assert not strange, strange[0]
    return [each for each in outcomes if not isinstance(each, Refusal)]


async def test_of_many_applications_of_one_institution_one_is_taken(
    db: None, sms: RememberingSms
) -> None:
    forms = [a_form(administrator_phone=f"1385124{number:04d}") for number in range(RIVALS)]
    entries = [await an_application(sms, form) for form in forms]
    for entry in entries:
        await documents_for(entry)
    won = await race(
        *(
            applying.submit(form, call=a_call(entry.ticket))
            for form, entry in zip(forms, entries, strict=True)
        )
    )
    [winner] = won
    held = await Onboarding.filter(held_uscc=winner.uscc)
    assert [row.id for row in held] == [winner.id]
    assert await Onboarding.filter(state=OnboardingState.TO_SUBMIT).count() == RIVALS - 1


async def test_a_signature_counts_once(db: None, sms: RememberingSms) -> None:
    entry = await an_approved_application(sms, await a_desk())
    won = await race(
        *(applying.sign(a_signature(), call=a_call(entry.ticket)) for _ in range(RIVALS))
    )
    assert len(won) == 1
    assert await Account.all().count() == 1
    assert await Party.filter(certified=True, uscc=won[0].uscc).count() == 1


async def test_two_answers_to_one_application_are_one(db: None, sms: RememberingSms) -> None:
    desk = await a_desk()
    row = (await a_submitted_application(sms)).onboarding
    await checking.admission_check(row.id, findings(row), by=desk.checker)
    await checking.recommend(row.id, by=desk.checker)
    won = await race(
        checking.approve(row.id, Admission(), by=desk.approver),
        checking.reject(row.id, "不符合", by=desk.checker),
    )
    assert len(won) == 1
    kept = await Onboarding.get(id=row.id)
    assert kept.state is won[0].state
