"""机构入驻: an institution applies, is checked and admitted, renews every year, and may leave."""

from domain.kernel.flow import Flow, step
from domain.onboarding.rules import all_met, four_eyes, is_checked, licence_runs, renewal_is_open
from domain.onboarding.terms import (
    Admission,
    AdmissionCheck,
    DaysLeft,
    OnboardingForm,
    RenewalForm,
    Signature,
)
from vocabulary.onboarding import ONBOARDING_STATE_LABELS
from vocabulary.onboarding import OnboardingState as S
from vocabulary.parties import Role

ADMIN = Role.INSTITUTION_ADMIN @ "institution"
OPERATOR = Role.PLATFORM_OPERATOR @ "platform"
CLOCK = Role.SYSTEM @ "platform"


# fmt: off
class OnboardingFlow(
    Flow, subject="onboarding", name="onboarding", version=1, title="机构入驻",
    labels=ONBOARDING_STATE_LABELS,
    states=S,
    final={S.LEFT, S.REJECTED, S.WITHDRAWN},
    workdays={S.TO_SUBMIT: 5, S.TO_REVIEW: 5, S.TO_AMEND: 10, S.TO_APPROVE: 3, S.TO_SIGN: 10, S.TO_RENEW: 5, S.EXPIRED: 20, S.TO_LEAVE: 20},
    needs_certified=False,
):
    """Clauses 5.3.3.1 and 4.5: the same steps and the same standard for every institution."""

    apply            = step(                                      to=S.TO_SUBMIT,  by=ADMIN,    says="入驻申请", takes=OnboardingForm)
    submit           = step(S.TO_SUBMIT,                          to=S.TO_REVIEW,  by=ADMIN,    says="提交审核", takes=OnboardingForm, when=[licence_runs])
    admission_check  = step(S.TO_REVIEW,                          to=S.TO_REVIEW,  by=OPERATOR, says="准入资质审核", takes=AdmissionCheck)
    recommend        = step(S.TO_REVIEW,                          to=S.TO_APPROVE, by=OPERATOR, says="提交审批", when=[is_checked, all_met])
    send_back        = step(S.TO_REVIEW,                          to=S.TO_AMEND,   by=OPERATOR, says="退回补正", needs_reason=True)
    resubmit         = step(S.TO_AMEND,                           to=S.TO_REVIEW,  by=ADMIN,    says="重新提交", takes=OnboardingForm, when=[licence_runs])
    approve          = step(S.TO_APPROVE,                         to=S.TO_SIGN,    by=OPERATOR, says="审批通过", takes=Admission, when=[is_checked, all_met, four_eyes])
    return_to_check  = step(S.TO_APPROVE,                         to=S.TO_REVIEW,  by=OPERATOR, says="退回核验", needs_reason=True)
    reject           = step(S.TO_REVIEW, S.TO_APPROVE,            to=S.REJECTED,   by=OPERATOR, says="驳回申请", needs_reason=True, grave=True)
    withdraw         = step(S.TO_SUBMIT, S.TO_REVIEW, S.TO_AMEND, S.TO_APPROVE, S.TO_SIGN,
                                                                  to=S.WITHDRAWN,  by=(ADMIN, CLOCK), says="撤回申请", needs_reason=True, grave=True)
    sign             = step(S.TO_SIGN,                            to=S.ADMITTED,   by=ADMIN,    says="签署入驻协议", takes=Signature)
    remind           = step(S.ADMITTED,                           to=S.ADMITTED,   by=CLOCK,    says="续期提醒", takes=DaysLeft)
    expire           = step(S.ADMITTED,                           to=S.EXPIRED,    by=CLOCK,    says="入驻到期")
    ask_renewal      = step(S.ADMITTED, S.EXPIRED,                to=S.TO_RENEW,   by=ADMIN,    says="申请续期", takes=RenewalForm, when=[renewal_is_open, licence_runs])
    extend_admission = step(S.TO_RENEW,                           to=S.ADMITTED,   by=OPERATOR, says="准予续期", takes=Admission)
    return_renewal   = step(S.TO_RENEW,                           to=S.ADMITTED,   by=OPERATOR, says="退回续期", needs_reason=True)
    give_notice      = step(S.ADMITTED, S.EXPIRED, S.TO_RENEW,    to=S.TO_LEAVE,   by=(ADMIN, OPERATOR), says="发起退出", needs_reason=True, grave=True)
    cancel_notice    = step(S.TO_LEAVE,                           to=S.ADMITTED,   by=(ADMIN, OPERATOR), says="撤销退出", needs_reason=True)
    leave            = step(S.TO_LEAVE,                           to=S.LEFT,       by=OPERATOR, says="办理退出", needs_reason=True, grave=True)
# fmt: on
