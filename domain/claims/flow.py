"""代偿 (a claim): the bank's demand, its decision and payment, and recovery, as a table."""

from domain.claims.rules import (
    all_recovered,
    another_person,
    asked_of_them,
    not_all_recovered,
    paid_lately,
    recovered_after,
    within_agreement,
    within_claim,
    within_paid,
)
from domain.claims.terms import ClaimAgreement, ClaimForm, ClaimPaid, Recovered
from domain.kernel.flow import Flow, step
from vocabulary.parties import Role
from vocabulary.servicing import CLAIM_LABELS
from vocabulary.servicing import ClaimState as S

OFFICER = Role.BANK_OFFICER @ "bank"
# Whoever is asked: a guarantor, an insurer, or the operator where it is a programme's fund.
RESPONDENT = (
    Role.GUARANTEE_OFFICER @ "guarantor",
    Role.UNDERWRITER @ "insurer",
    Role.PLATFORM_OPERATOR @ "platform",
)


# fmt: off
class ClaimFlow(
    Flow, subject="claim", name="claim", version=1, title="代偿",
    labels=CLAIM_LABELS,
    states=(S.TO_DECIDE, S.TO_PAY, S.RECOVERING, S.DECLINED, S.RETRACTED, S.SETTLED, S.WRITTEN_OFF),
    final=(S.DECLINED, S.RETRACTED, S.SETTLED, S.WRITTEN_OFF),
    workdays={S.TO_DECIDE: 5, S.TO_PAY: 5},
):
    """Clause 6.1.4.5 of the standard, as a table."""

    file_claim    = step(                       to=S.TO_DECIDE,   by=OFFICER,    says="申请代偿", takes=ClaimForm)
    agree_claim   = step(S.TO_DECIDE,           to=S.TO_PAY,      by=RESPONDENT, says="同意代偿", takes=ClaimAgreement, when=[asked_of_them, within_claim])
    decline_claim = step(S.TO_DECIDE,           to=S.DECLINED,    by=RESPONDENT, says="不予代偿", needs_reason=True, grave=True, when=[asked_of_them])
    retract_claim = step(S.TO_DECIDE, S.TO_PAY, to=S.RETRACTED,   by=OFFICER,    says="撤回代偿", needs_reason=True, grave=True)
    pay_claim     = step(S.TO_PAY,              to=S.RECOVERING,  by=RESPONDENT, says="登记代偿", takes=ClaimPaid, when=[asked_of_them, within_agreement, paid_lately])
    recover       = step(S.RECOVERING,          to=S.RECOVERING,  by=RESPONDENT, says="登记追偿", takes=Recovered, when=[asked_of_them, within_paid, recovered_after])
    settle        = step(S.RECOVERING,          to=S.SETTLED,     by=RESPONDENT, says="结清",     when=[asked_of_them, all_recovered])
    write_off     = step(S.RECOVERING,          to=S.WRITTEN_OFF, by=RESPONDENT, says="核销",     needs_reason=True, grave=True, when=[asked_of_them, not_all_recovered, another_person])
# fmt: on
