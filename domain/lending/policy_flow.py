"""信保贷, 富民创业贷, 东吴贷: policy loans as tables, with an insurer beside them and without.

One table says how a policy loan goes; the three kinds differ by their programme's ratios and caps.
A programme that needs no insurer has the shorter table: nothing is underwritten, and a payout that
is asked for need not be confirmed by anybody.
"""

# ruff: noqa: E501 -- a flow is a table; tables are wide

from collections.abc import Mapping
from types import new_class
from typing import cast

from domain.kernel.flow import Flow, Step, step
from domain.lending.flow import (
    APPROVER,
    CLERK,
    GRANT_RULES,
    OFFICER,
    PAYOUT_RULES,
    POOL,
    TAKEN,
    GeneralCreditFlow,
)
from domain.lending.guarantor_steps import (
    ASSESS_RISK,
    CONFIRM_COMMITMENT,
    CONFIRM_GUARANTEE,
    DECLINE_GUARANTEE,
    GUARANTEED_PAYOUT_RULES,
    INVESTIGATE,
)
from domain.lending.policy_rules import (
    cover_outlasts_loan,
    insurer_named,
    line_within_request,
    payout_checked,
    still_backed,
    within_line_yet,
)
from domain.lending.policy_terms import PayoutCheck, PayoutRequestForm, Underwriting
from domain.lending.rules import (
    creditworthy_or_guaranteed,
    four_eyes,
    line_fen,
    not_below_lent,
    not_yet_guaranteed,
    nothing_lent,
    payment_fen,
    requested_fen,
    seat_is_free,
    something_lent,
)
from domain.lending.terms import (
    CreditLine,
    GuarantorChoice,
    LineAmendment,
    Opinion,
    Payout,
    Publication,
    Resubmission,
    Submission,
)
from vocabulary.lending import KIND_LABELS, POLICY_KINDS, STATE_LABELS, LoanKind
from vocabulary.lending import LoanState as S
from vocabulary.parties import Role

UNDERWRITER = Role.UNDERWRITER @ "insurer"
FINAL = (S.COMPLETED, S.REJECTED, S.WITHDRAWN)
DAYS: dict[S, int] = {
    S.TO_ACCEPT: 2, S.TO_REVIEW: 5, S.TO_AMEND: 10, S.TO_GUARANTEE: 5, S.TO_UNDERWRITE: 5, S.TO_GRANT: 2,
    S.TO_REQUEST: 10, S.TO_CONFIRM: 2, S.TO_DISBURSE: 2, S.TO_FILE: 3,
}  # fmt: skip
INSURED_STATES = (
    S.TO_ACCEPT, S.TO_REVIEW, S.TO_AMEND, S.TO_GUARANTEE, S.TO_UNDERWRITE, S.TO_GRANT, S.TO_REQUEST,
    S.TO_CONFIRM, S.TO_DISBURSE, S.TO_FILE, *FINAL,
)  # fmt: skip
UNINSURED_STATES = tuple(
    state for state in INSURED_STATES if state not in {S.TO_UNDERWRITE, S.TO_CONFIRM}
)
REVIEWED = (four_eyes, creditworthy_or_guaranteed)
GRANTED = (*GRANT_RULES, line_within_request)

# fmt: off
GUARANTOR_STEPS: dict[str, Step] = {
    "require_guarantor": step(S.TO_REVIEW,    to=S.TO_GUARANTEE, by=OFFICER,   says="追加担保", takes=GuarantorChoice, when=[not_yet_guaranteed]),
    "investigate":       INVESTIGATE,
    "assess_risk":       ASSESS_RISK,
    "confirm_guarantee": CONFIRM_GUARANTEE,
    "decline_guarantee": DECLINE_GUARANTEE,
}

UNTIL_REVIEWED: dict[str, Step] = {
    "submit":         step(                          to=S.TO_ACCEPT,     by=CLERK,               says="提交申请", takes=Submission),
    "publish":        step(                          to=S.TO_ACCEPT,     by=CLERK,               says="发布需求", takes=Publication),
    "grab":           step(S.TO_ACCEPT,              to=S.TO_REVIEW,     by=POOL,                says="抢单",     when=[seat_is_free], late=TAKEN),
    "accept":         step(S.TO_ACCEPT,              to=S.TO_REVIEW,     by=OFFICER,             says="受理"),
    "send_back":      step(S.TO_REVIEW,              to=S.TO_AMEND,      by=(OFFICER, APPROVER), says="退回补正", needs_reason=True),
    "resubmit":       step(S.TO_AMEND,               to=S.TO_REVIEW,     by=CLERK,               says="重新提交", takes=Resubmission),
    **GUARANTOR_STEPS,
    "release":        step(S.TO_REVIEW,              to=S.TO_ACCEPT,     by=OFFICER,             says="取消受理", needs_reason=True, grave=True),
    "reject":         step(S.TO_ACCEPT, S.TO_REVIEW, to=S.REJECTED,      by=APPROVER,            says="驳回",     needs_reason=True, grave=True, above=requested_fen),
}
SINCE_GRANTED: dict[str, Step] = {
    "grant":          step(S.TO_GRANT,               to=S.TO_REQUEST,    by=APPROVER,            says="授信",     takes=CreditLine, when=GRANTED, above=line_fen),
    "amend_line":     step(S.TO_REQUEST,             to=S.TO_REQUEST,    by=APPROVER,            says="修改授信", takes=LineAmendment, needs_reason=True, when=[not_below_lent, *GRANTED], above=line_fen),
    "cancel_payout":  step(S.TO_DISBURSE,            to=S.TO_REQUEST,    by=OFFICER,             says="撤销放款申请", needs_reason=True),
    "confirm_commitment": CONFIRM_COMMITMENT,
    "disburse":       step(S.TO_DISBURSE,            to=S.TO_FILE,       by=OFFICER,             says="放款",     takes=Payout, when=[*PAYOUT_RULES, *GUARANTEED_PAYOUT_RULES, still_backed], above=payment_fen),
    "file":           step(S.TO_FILE,                to=S.TO_REQUEST,    by=OFFICER,             says="放款备案"),
    "complete":       step(S.TO_REQUEST,             to=S.COMPLETED,     by=OFFICER,             says="办结",     when=[something_lent]),
}

INSURED: dict[str, Step] = {
    **UNTIL_REVIEWED,
    "approve":        step(S.TO_REVIEW,              to=S.TO_UNDERWRITE, by=APPROVER,            says="审核通过", takes=Opinion, when=[*REVIEWED, insurer_named]),
    "underwrite":     step(S.TO_UNDERWRITE,          to=S.TO_GRANT,      by=UNDERWRITER,         says="承保",     takes=Underwriting, when=[cover_outlasts_loan]),
    "return_to_bank": step(S.TO_UNDERWRITE,          to=S.TO_REVIEW,     by=UNDERWRITER,         says="退回银行", needs_reason=True),
    **SINCE_GRANTED,
    "request_payout": step(S.TO_REQUEST,             to=S.TO_CONFIRM,    by=OFFICER,             says="申请放款", takes=PayoutRequestForm, when=[within_line_yet, still_backed]),
    "confirm_payout": step(S.TO_CONFIRM,             to=S.TO_DISBURSE,   by=UNDERWRITER,         says="确认放款", takes=PayoutCheck, when=[payout_checked]),
    "refuse_payout":  step(S.TO_CONFIRM,             to=S.TO_REQUEST,    by=UNDERWRITER,         says="拒绝放款", needs_reason=True, grave=True),
    "withdraw":       step(S.TO_ACCEPT, S.TO_REVIEW, S.TO_AMEND, S.TO_GUARANTEE, S.TO_UNDERWRITE, S.TO_GRANT, S.TO_REQUEST, S.TO_CONFIRM, S.TO_DISBURSE,
                                                     to=S.WITHDRAWN,     by=CLERK,               says="撤回",     needs_reason=True, grave=True, when=[nothing_lent]),
}
UNINSURED: dict[str, Step] = {
    **UNTIL_REVIEWED,
    "approve":        step(S.TO_REVIEW,              to=S.TO_GRANT,      by=APPROVER,            says="审核通过", takes=Opinion, when=REVIEWED),
    **SINCE_GRANTED,
    "request_payout": step(S.TO_REQUEST,             to=S.TO_DISBURSE,   by=OFFICER,             says="申请放款", takes=PayoutRequestForm, when=[within_line_yet, still_backed]),
    "withdraw":       step(S.TO_ACCEPT, S.TO_REVIEW, S.TO_AMEND, S.TO_GUARANTEE, S.TO_GRANT, S.TO_REQUEST, S.TO_DISBURSE,
                                                     to=S.WITHDRAWN,     by=CLERK,               says="撤回",     needs_reason=True, grave=True, when=[nothing_lent]),
}
# fmt: on


def flow_name(kind: LoanKind, *, insured: bool) -> str:
    """The name of the table that a loan of this kind begins under."""
    return kind.value if insured else f"{kind.value}_uninsured"


def _table(kind: LoanKind, steps: Mapping[str, Step], *, insured: bool) -> type[Flow]:
    """One kind's table; a malformed one fails here, at import."""
    states = INSURED_STATES if insured else UNINSURED_STATES
    title = KIND_LABELS[kind] if insured else f"{KIND_LABELS[kind]}（无保险）"
    said = "Clauses 6.1.1.2 and 6.1.2.3 of the standard, as a table."
    name = flow_name(kind, insured=insured)
    options = {
        "subject": "loan_application", "name": name, "version": 1, "title": title,
        "labels": STATE_LABELS, "states": states, "final": FINAL,
        "workdays": {state: days for state, days in DAYS.items() if state in states},
    }  # fmt: skip
    body = {"__doc__": said, "__module__": __name__, **steps}
    made = new_class(
        f"{name.title().replace('_', '')}Flow", (Flow,), options, lambda own: own.update(body)
    )
    return cast("type[Flow]", made)


POLICY_FLOWS: tuple[type[Flow], ...] = (
    *(_table(kind, INSURED, insured=True) for kind in POLICY_KINDS),
    *(_table(kind, UNINSURED, insured=False) for kind in POLICY_KINDS),
)
POLICY_FLOW_OF: dict[str, type[Flow]] = {flow.name: flow for flow in POLICY_FLOWS}
LOAN_FLOWS: tuple[type[Flow], ...] = (*POLICY_FLOWS, GeneralCreditFlow)
