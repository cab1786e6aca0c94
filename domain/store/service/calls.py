"""A follow-up call about to be planned: its number is drawn before the act that plans it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from domain.kernel import numbering
from domain.store.service.terms import CallPlan
from orm.store_service import FollowUp, ServiceRecord
from vocabulary.store_service import FollowUpState

NUMBER_PREFIX = "HF"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number that a call may take."""

    follow_up_no: str

    def of(self, service: ServiceRecord, plan: CallPlan) -> FollowUp:
        """The call that this service owes."""
        assert service.enterprise_id is not None, "nobody to call"
        return self._row(service.id, service.service_no, service.enterprise_id, plan)

    def after(self, call: FollowUp, plan: CallPlan) -> FollowUp:
        """The next call after one that was made."""
        return self._row(call.service_id, call.service_no, call.enterprise_id, plan)

    def _row(self, service_id: UUID, no: str, enterprise_id: UUID, plan: CallPlan) -> FollowUp:
        return FollowUp(
            id=uuid4(),
            follow_up_no=self.follow_up_no,
            service_id=service_id,
            service_no=no,
            enterprise_id=enterprise_id,
            cause=plan.cause,
            due_on=plan.due_on,
            open_as=str(service_id),
        )


async def drawn_call() -> Drawn:
    """Draw a number. Before the act, never inside one."""
    return Drawn(await numbering.draw(NUMBER_PREFIX))


async def is_called(service_id: UUID) -> bool:
    """Is a call of this service still to be made?"""
    return await FollowUp.exists(service_id=service_id, state=FollowUpState.TO_CALL)
