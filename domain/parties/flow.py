"""企业认证: an enterprise says who it is, the platform checks, the operator decides what is doubtful."""

from domain.kernel.flow import Flow, step
from domain.parties.terms import (
    CertificationApproval,
    CertificationForm,
    CertificationHandIn,
    CertificationReturn,
)
from vocabulary.certification import CERTIFICATION_STATE_LABELS
from vocabulary.certification import CertificationState as S
from vocabulary.parties import Role

CLERK, OPERATOR, SYSTEM = Role.ENTERPRISE_CLERK, Role.PLATFORM_OPERATOR, Role.SYSTEM


class CertificationFlow(
    Flow,
    subject="certification",
    name="certification",
    version=2,
    title="企业认证",
    labels=CERTIFICATION_STATE_LABELS,
    states=S,
    final={S.APPROVED, S.REJECTED},
    workdays={S.TO_CHECK: 1, S.TO_REVIEW: 2, S.TO_AMEND: 10},
    needs_certified=False,
):
    """企业认证, clauses 6.1.3.2 and 6.1.5.2, as a table. A rejected enterprise may begin anew."""

    # fmt: off
    submit     = step(             to=S.TO_CHECK,  by=CLERK @ "enterprise",  says="提交认证", takes=CertificationHandIn)
    pass_check = step(S.TO_CHECK,  to=S.APPROVED,  by=SYSTEM @ "platform",   says="自动核验通过", needs_reason=True)
    refer      = step(S.TO_CHECK,  to=S.TO_REVIEW, by=SYSTEM @ "platform",   says="转人工审核", needs_reason=True)
    fail_check = step(S.TO_CHECK,  to=S.TO_AMEND,  by=SYSTEM @ "platform",   says="自动退回补正", needs_reason=True)
    refuse     = step(S.TO_CHECK,  to=S.REJECTED,  by=SYSTEM @ "platform",   says="自动驳回认证", needs_reason=True, grave=True)
    send_back  = step(S.TO_REVIEW, to=S.TO_AMEND,  by=OPERATOR @ "platform", says="退回补正", needs_reason=True, takes=CertificationReturn)
    resubmit   = step(S.TO_AMEND,  to=S.TO_CHECK,  by=CLERK @ "enterprise",  says="重新提交", takes=CertificationHandIn)
    approve    = step(S.TO_REVIEW, to=S.APPROVED,  by=OPERATOR @ "platform", says="通过认证", takes=CertificationApproval)
    reject     = step(S.TO_REVIEW, to=S.REJECTED,  by=OPERATOR @ "platform", says="驳回认证", needs_reason=True, takes=CertificationReturn, grave=True)
    # fmt: on


class FormCertificationFlow(
    Flow,
    subject="certification",
    name="certification",
    version=1,
    title="企业认证",
    labels=CERTIFICATION_STATE_LABELS,
    states=(S.TO_REVIEW, S.TO_AMEND, S.APPROVED, S.REJECTED),
    final={S.APPROVED, S.REJECTED},
    workdays={S.TO_REVIEW: 2, S.TO_AMEND: 10},
    needs_certified=False,
):
    """As it was before papers were handed in. Only who enters the past begins one still."""

    # fmt: off
    submit    = step(             to=S.TO_REVIEW, by=CLERK @ "enterprise",  says="提交认证", takes=CertificationForm)
    send_back = step(S.TO_REVIEW, to=S.TO_AMEND,  by=OPERATOR @ "platform", says="退回补正", needs_reason=True)
    resubmit  = step(S.TO_AMEND,  to=S.TO_REVIEW, by=CLERK @ "enterprise",  says="重新提交", takes=CertificationForm)
    approve   = step(S.TO_REVIEW, to=S.APPROVED,  by=OPERATOR @ "platform", says="通过认证", takes=CertificationApproval)
    reject    = step(S.TO_REVIEW, to=S.REJECTED,  by=OPERATOR @ "platform", says="驳回认证", needs_reason=True, grave=True)
    # fmt: on
