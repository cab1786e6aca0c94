"""The service at the store and the calls after it, as tables."""

from domain.kernel.flow import Flow, step
from domain.store.service.rules import (
    next_call_lies_ahead,
    something_was_done,
    unreached_is_called_again,
)
from domain.store.service.terms import (
    CallPlan,
    CallRecord,
    Diagnosis,
    Greeting,
    Informing,
    Outcome,
    SelfService,
)
from vocabulary.parties import Role
from vocabulary.store_service import FOLLOW_UP_STATE_LABELS, SERVICE_STATE_LABELS
from vocabulary.store_service import FollowUpState as F
from vocabulary.store_service import ServiceState as S

STAFF = (Role.STORE_STAFF @ "platform", Role.PLATFORM_OPERATOR @ "platform")
CLERK = Role.ENTERPRISE_CLERK @ "enterprise"
PLATFORM = Role.SYSTEM @ "platform"


# fmt: off
class ServiceFlow(
    Flow, subject="service_record", name="service", version=1, title="到店服务",
    labels=SERVICE_STATE_LABELS,
    states=S,
    final={S.SERVED},
    needs_certified=False,
):
    """Clause 6.2.3 b to e: diagnosed, filed for or filing alone, told, and seen off."""

    greet       = step(                      to=S.SERVING, by=STAFF,    says="到店登记", takes=Greeting)
    serve_alone = step(                      to=S.IN_HAND, by=CLERK,    says="自助办理", takes=SelfService)
    diagnose    = step(S.SERVING,            to=S.SERVING, by=STAFF,    says="需求诊断", takes=Diagnosis)
    inform      = step(S.SERVING, S.IN_HAND, to=S.IN_HAND, by=STAFF,    says="进度告知", takes=Informing)
    finish      = step(S.SERVING, S.IN_HAND, to=S.SERVED,  by=STAFF,    says="结束服务", takes=Outcome, when=[something_was_done], grave=True)
    see_off     = step(S.IN_HAND,            to=S.SERVED,  by=PLATFORM, says="办结归档", takes=Outcome)


class FollowUpFlow(
    Flow, subject="follow_up_call", name="follow_up", version=1, title="回访",
    labels=FOLLOW_UP_STATE_LABELS,
    states=F,
    final={F.CALLED},
    needs_certified=False,
):
    """Clause 6.2.3 e: whoever was served is called, and what they say is kept."""

    plan_call   = step(           to=F.TO_CALL, by=(*STAFF, PLATFORM), says="安排回访", takes=CallPlan)
    record_call = step(F.TO_CALL, to=F.CALLED,  by=STAFF,              says="登记回访", takes=CallRecord, when=[unreached_is_called_again, next_call_lies_ahead])
# fmt: on
