"""A ticket, from being taken to the end of the service, as a table."""

from domain.kernel.flow import Flow, step
from domain.store.queue.rules import (
    after_a_pause,
    at_own_counter,
    not_called_for_ever,
    not_too_early,
    on_its_day,
    within_return,
)
from domain.store.queue.terms import Completion, Transfer
from vocabulary.parties import Role
from vocabulary.store_queue import TICKET_STATE_LABELS
from vocabulary.store_queue import TicketState as S

VISITOR = Role.ENTERPRISE_CLERK @ "enterprise"
STAFF = (Role.STORE_STAFF @ "platform", Role.PLATFORM_OPERATOR @ "platform")
KIOSK = Role.SYSTEM @ "platform"  # the terminal itself, for whoever stands before it
GONE = "该号已被处理，请刷新后查看"


# fmt: off
class TicketFlow(
    Flow, subject="ticket", name="ticket", version=1, title="门店排队",
    labels=TICKET_STATE_LABELS,
    states=(S.BOOKED, S.WAITING, S.CALLED, S.SERVING, S.PARKED, S.NO_SHOW, S.COMPLETED, S.CANCELLED, S.LAPSED),
    final=(S.COMPLETED, S.CANCELLED, S.LAPSED),
    needs_certified=False, bars_held=False,  # whoever is not certified yet, or frozen, may come and ask
):
    """Clause 6.2.3 a of the standard: the queue in the store, as a table."""

    take_ticket = step(                                     to=S.WAITING,   by=(VISITOR, *STAFF, KIOSK), says="取号")
    book        = step(                                     to=S.BOOKED,    by=(VISITOR, *STAFF),        says="预约取号")
    check_in    = step(S.BOOKED,                            to=S.WAITING,   by=(VISITOR, *STAFF),        says="到店签到", when=[on_its_day, not_too_early])
    call        = step(S.WAITING,                           to=S.CALLED,    by=STAFF, says="叫号",       late=GONE)
    recall      = step(S.CALLED,                            to=S.CALLED,    by=STAFF, says="再次叫号",   when=[at_own_counter, not_called_for_ever, after_a_pause], late=GONE)
    start       = step(S.CALLED,                            to=S.SERVING,   by=STAFF, says="开始办理",   when=[at_own_counter], late=GONE)
    no_show     = step(S.CALLED,                            to=S.NO_SHOW,   by=STAFF, says="过号",       when=[at_own_counter], late=GONE)
    step_aside  = step(S.WAITING,                           to=S.PARKED,    by=(VISITOR, *STAFF),        says="暂缓叫号")
    park        = step(S.SERVING,                           to=S.PARKED,    by=STAFF, says="挂起",       when=[at_own_counter], late=GONE)
    rejoin      = step(S.NO_SHOW, S.PARKED,                 to=S.WAITING,   by=(VISITOR, *STAFF),        says="重新排队", when=[within_return])
    transfer    = step(S.WAITING, S.CALLED, S.SERVING, S.PARKED, to=S.WAITING, by=STAFF, says="转办",    takes=Transfer, late=GONE)
    complete    = step(S.SERVING,                           to=S.COMPLETED, by=STAFF, says="办结",       takes=Completion, when=[at_own_counter], late=GONE)
    cancel      = step(S.BOOKED, S.WAITING, S.PARKED, S.NO_SHOW, to=S.CANCELLED, by=(VISITOR, *STAFF),   says="取消取号", grave=True)
    lapse       = step(S.BOOKED, S.WAITING, S.CALLED, S.SERVING, S.PARKED, S.NO_SHOW, to=S.LAPSED, by=KIOSK, says="号码失效")
# fmt: on
