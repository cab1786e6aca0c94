"""/tools: what anybody may work out without logging in."""

from domain.kernel.actor import Call
from domain.servicing import queries
from domain.servicing.queries import ScheduleView
from domain.servicing.terms import ScheduleRequest
from miniapp_api.routing import Route, post


async def repayment_schedule(body: ScheduleRequest, call: Call) -> ScheduleView:
    """还款试算：等额本息、等额本金、先息后本、到期一次还本付息；每期利息四舍五入到分。"""
    return await queries.repayment_schedule(body, call=call)


ROUTES: tuple[Route, ...] = (
    post(
        "/tools/repayment-schedule",
        repayment_schedule,
        ScheduleView,
        body=ScheduleRequest,
        public=True,
    ),
)
