"""What the operator does with time limits."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.deadlines.terms import StateLimitSetting
from domain.kernel import clock, limits
from domain.kernel.actor import Actor
from domain.kernel.flow import Flow, every_flow
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid
from orm.deadlines import StateLimit
from vocabulary.deadlines import EFFECTIVE_AHEAD_DAYS_MAX
from vocabulary.rights import Right

LIMITS = UUID("6a0f7f5c-3a1b-4f26-8a55-2b9d3f1c7e40")  # from which the id of each limit is made


async def set_state_limit(form: StateLimitSetting, *, by: Actor) -> StateLimit:
    """Say how long a state may last from a day on. What is in it already keeps its date."""
    by.needs(Right.DEADLINE_MANAGE)
    flow = _flow(form)
    state = next((each for each in flow.workdays if each.value == form.state), None)
    if state is None:
        raise Invalid("请选择有办理时限的环节", (("state", "该环节没有办理时限"),))
    today = clock.today()
    if not today <= form.effective_on <= today + timedelta(days=EFFECTIVE_AHEAD_DAYS_MAX):
        raise Invalid(
            "执行日期应在今天至一年以内", (("effective_on", "应不早于今天，且在一年以内"),)
        )
    place = f"{form.subject}.{form.flow}.{form.state}"
    facts: dict[str, Any] = {}
    async with enact(
        "state_limit.set",
        "state_limit",
        uuid5(LIMITS, place),
        by=by,
        terms=form,
        reason=form.reason,
        facts=facts,
    ) as outcome:
        facts["before"] = await limits.workdays(flow, state, form.effective_on)
        facts["after"] = form.workdays
        outcome.subject_no = f"{flow.title}·{flow.labels[state]}"
        outcome.result = await StateLimit.create(
            subject=form.subject,
            flow=form.flow,
            state=form.state,
            workdays=form.workdays,
            effective_on=form.effective_on,
            reason=form.reason,
            set_at=outcome.at,
            set_by=by.name,
        )
        limits.forget()
        row: StateLimit = outcome.result
    limits.forget()
    return row


def _flow(form: StateLimitSetting) -> type[Flow]:
    for flow in every_flow():
        if (flow.subject, flow.name) == (form.subject, form.flow):
            return flow
    raise Invalid("没有这个流程，请刷新页面后重新选择", (("flow", "没有这个流程"),))
