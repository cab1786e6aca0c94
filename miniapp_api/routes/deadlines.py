"""/state-limits: how long each state may last."""

from domain.deadlines import actions, queries
from domain.deadlines.queries import LimitsView
from domain.deadlines.terms import StateLimitSetting
from domain.kernel.actor import Actor
from miniapp_api.routing import Route, get, post


async def state_limits(actor: Actor) -> LimitsView:
    """各流程各环节的办理时限，以及目前的在办、临期、超期笔数（平台运营）。"""
    return await queries.state_limits(to=actor)


async def set_state_limit(body: StateLimitSetting, actor: Actor) -> object:
    """设置一个环节的办理时限，自指定日期起对新进入该环节的业务执行（平台运营）。"""
    return await actions.set_state_limit(body, by=actor)


ROUTES: tuple[Route, ...] = (
    get("/state-limits", state_limits, LimitsView),
    post(
        "/state-limits/set",
        set_state_limit,
        LimitsView,
        body=StateLimitSetting,
        renders=queries.view,
    ),
)
