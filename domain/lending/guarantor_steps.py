"""The guarantor's steps of a loan, and the bank's answer to its letter: shared by flow tables."""

# ruff: noqa: E501 -- rows of tables are wide

from domain.guarantee.rules import (
    amount_and_day_given,
    assessed,
    assessed_by_another,
    commitment_confirmed,
    commitment_waits,
    effective_soon,
    guarantee_in_force,
    investigated,
    names_the_letter,
    statements_are_recent,
    visited_lately,
    within_coverage,
    within_guarantee,
)
from domain.guarantee.terms import (
    CommitmentCheck,
    DueDiligenceForm,
    GuaranteeConfirmation,
    RiskAssessmentForm,
)
from domain.kernel.flow import step
from vocabulary.lending import LoanState as S
from vocabulary.parties import Role

SURVEYOR = Role.GUARANTEE_OFFICER @ "guarantor"
SIGNATORY = Role.GUARANTEE_APPROVER @ "guarantor"
LENDER = Role.BANK_OFFICER @ "bank"
ASSESSMENT_RULES = (investigated, statements_are_recent)
CONFIRMATION_RULES = (
    assessed,
    assessed_by_another,
    amount_and_day_given,
    within_coverage,
    effective_soon,
)
# What every table adds to its `disburse`: where a guarantor stands in, its letter is in force.
GUARANTEED_PAYOUT_RULES = (commitment_confirmed, guarantee_in_force, within_guarantee)

# fmt: off
INVESTIGATE        = step(S.TO_GUARANTEE, to=S.TO_GUARANTEE, by=SURVEYOR,              says="登记尽调",   takes=DueDiligenceForm, when=[visited_lately])
ASSESS_RISK        = step(S.TO_GUARANTEE, to=S.TO_GUARANTEE, by=SURVEYOR,              says="风险评估",   takes=RiskAssessmentForm, when=ASSESSMENT_RULES)
CONFIRM_GUARANTEE  = step(S.TO_GUARANTEE, to=S.TO_REVIEW,    by=SIGNATORY,             says="确认担保",   takes=GuaranteeConfirmation, when=CONFIRMATION_RULES)
DECLINE_GUARANTEE  = step(S.TO_GUARANTEE, to=S.TO_REVIEW,    by=(SURVEYOR, SIGNATORY), says="不予担保",   needs_reason=True, grave=True)
CONFIRM_COMMITMENT = step(S.TO_DISBURSE,  to=S.TO_DISBURSE,  by=LENDER,                says="确认担保函", takes=CommitmentCheck, when=[commitment_waits, names_the_letter])
# fmt: on
