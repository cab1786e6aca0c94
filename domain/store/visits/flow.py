"""参观接待: booked, confirmed, prepared, received, wrapped up and archived, as a table."""

from domain.kernel.flow import Flow, step
from domain.store.visits.rules import (
    all_checked,
    is_only_booked,
    on_the_day,
    store_moves_confirmed,
)
from domain.store.visits.terms import VisitBooking, VisitConfirmation, VisitMove, WrapUp
from vocabulary.events import VISIT_STATE_LABELS
from vocabulary.events import VisitState as S
from vocabulary.parties import INSTITUTION_KINDS, ROLES_OF, Role

STORE = (Role.PLATFORM_OPERATOR @ "platform", Role.STORE_STAFF @ "platform")
PRESENTERS = tuple(
    role @ "institution"
    for role in sorted(frozenset().union(*(ROLES_OF[kind] for kind in INSTITUTION_KINDS)))
)
BOOKERS = (Role.ENTERPRISE_CLERK @ "enterprise", *PRESENTERS)


# fmt: off
class VisitFlow(
    Flow, subject="visit", name="visit", version=1, title="参观接待",
    labels=VISIT_STATE_LABELS,
    states=S,
    final={S.ARCHIVED, S.DECLINED, S.CANCELLED},
    workdays={S.BOOKED: 1},
):
    """Clause 6.2.1 of the standard, as a table."""

    book    = step(                                   to=S.BOOKED,    by=(*BOOKERS, *STORE), says="预约参观", takes=VisitBooking)
    confirm = step(S.BOOKED,                          to=S.CONFIRMED, by=STORE,              says="预约确认", takes=VisitConfirmation)
    decline = step(S.BOOKED,                          to=S.DECLINED,  by=STORE,              says="不予接待", needs_reason=True, grave=True)
    move    = step(S.BOOKED, S.CONFIRMED, S.PREPARED, to=S.CONFIRMED, by=(*BOOKERS, *STORE), says="改期", takes=VisitMove, needs_reason=True, when=[store_moves_confirmed], stays=is_only_booked)
    prepare = step(S.CONFIRMED,                       to=S.PREPARED,  by=STORE,              says="完成前置准备", when=[all_checked])
    receive = step(S.PREPARED,                        to=S.RECEIVING, by=STORE,              says="开始现场接待", when=[on_the_day])
    wrap_up = step(S.RECEIVING,                       to=S.ARCHIVED,  by=STORE,              says="收尾归档", takes=WrapUp)
    cancel  = step(S.BOOKED, S.CONFIRMED, S.PREPARED, to=S.CANCELLED, by=(*BOOKERS, *STORE), says="取消参观", needs_reason=True, grave=True)
# fmt: on
