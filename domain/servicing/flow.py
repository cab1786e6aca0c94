"""贷后 (servicing): the life of one loan from its payout to the archive, as a table."""

from domain.kernel.flow import Flow, step
from domain.servicing.rules import (
    after_the_last,
    another_person,
    behind,
    collected_lately,
    in_default,
    is_covered,
    not_behind,
    not_in_future,
    not_long_ago,
    not_paused,
    nothing_owed,
    pause_is_short,
    paused,
    something_owed,
    still_behind,
    unmoved,
)
from domain.servicing.terms import (
    CollectionForm,
    DrawDown,
    PauseForm,
    Payment,
    Prepayment,
    RenewalForm,
    Rescheduling,
)
from vocabulary.parties import Role
from vocabulary.servicing import SERVICING_LABELS
from vocabulary.servicing import ServicingState as S

CLERK = Role.ENTERPRISE_CLERK @ "enterprise"
OFFICER = Role.BANK_OFFICER @ "bank"
APPROVER = Role.BANK_APPROVER @ "bank"
GUARANTOR = Role.GUARANTEE_OFFICER @ "guarantor"
INSURER = Role.UNDERWRITER @ "insurer"
FUND = Role.PLATFORM_OPERATOR @ "platform"  # keeps the books of the programmes' funds
SYSTEM = Role.SYSTEM @ "platform"
DATES = (not_in_future, not_long_ago, after_the_last)


# fmt: off
class ServicingFlow(
    Flow, subject="loan", name="servicing", version=1, title="贷后",
    labels=SERVICING_LABELS,
    states=(S.CURRENT, S.OVERDUE, S.CLAIMED, S.TO_WRITE_OFF, S.SETTLED, S.WRITTEN_OFF, S.ARCHIVED),
    final=(S.ARCHIVED,),
    workdays={S.TO_WRITE_OFF: 5},
):
    """Clauses 6.1.2.3 e and 6.1.4.5 of the standard, as a table."""

    draw_down  = step(                                   to=S.CURRENT,      by=(OFFICER, SYSTEM),  says="提款",         takes=DrawDown)
    repay      = step(S.CURRENT, S.OVERDUE, S.CLAIMED,   to=S.CURRENT,      by=OFFICER,            says="登记还款",     takes=Payment, when=DATES, stays=still_behind)
    prepay     = step(S.CURRENT,                         to=S.CURRENT,      by=OFFICER,            says="提前还款",     takes=Prepayment, when=[not_behind, *DATES])
    reschedule = step(S.CURRENT,                         to=S.CURRENT,      by=APPROVER,           says="调整还款计划", takes=Rescheduling, needs_reason=True, when=[something_owed, not_behind])
    renew      = step(S.CURRENT,                         to=S.CURRENT,      by=CLERK,              says="申请续贷",     takes=RenewalForm, when=[something_owed, not_behind])
    mark_overdue = step(S.CURRENT,                       to=S.OVERDUE,      by=(OFFICER, SYSTEM),  says="逾期登记",     when=[behind])
    pause      = step(S.OVERDUE,                         to=S.OVERDUE,      by=OFFICER,            says="暂停计逾期",   takes=PauseForm, needs_reason=True, when=[not_paused, pause_is_short])
    resume     = step(S.OVERDUE,                         to=S.OVERDUE,      by=(OFFICER, SYSTEM),  says="恢复计逾期",   when=[paused])
    collect    = step(S.OVERDUE, S.CLAIMED,              to=S.OVERDUE,      by=(OFFICER, GUARANTOR, INSURER), says="登记催收", takes=CollectionForm, when=[collected_lately], stays=unmoved)
    file_claim = step(S.CURRENT, S.OVERDUE,              to=S.CLAIMED,      by=OFFICER,            says="申请代偿",     when=[in_default, is_covered, something_owed])
    end_claim  = step(S.CLAIMED,                         to=S.CURRENT,      by=(OFFICER, GUARANTOR, INSURER, FUND), says="代偿结束", stays=behind, stays_in=S.OVERDUE)
    settle     = step(S.CURRENT, S.OVERDUE,              to=S.SETTLED,      by=OFFICER,            says="结清",         when=[nothing_owed])
    propose_write_off = step(S.OVERDUE,                  to=S.TO_WRITE_OFF, by=OFFICER,            says="申请核销",     needs_reason=True, grave=True, when=[something_owed])
    write_off  = step(S.TO_WRITE_OFF,                    to=S.WRITTEN_OFF,  by=APPROVER,           says="核销",         grave=True, when=[another_person])
    return_write_off = step(S.TO_WRITE_OFF,              to=S.OVERDUE,      by=APPROVER,           says="退回核销",     needs_reason=True, when=[another_person])
    archive    = step(S.SETTLED, S.WRITTEN_OFF,          to=S.ARCHIVED,     by=OFFICER,            says="归档")
# fmt: on
