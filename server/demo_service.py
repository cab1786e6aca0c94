"""What the demo store has served: at the counter and alone, and whom it owes a call.

Written by the very acts that people use, so that the journal tells it; once.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from domain.kernel import clock
from domain.kernel.refusal import NotNow, Unmet
from domain.lending.actions import applying
from domain.lending.terms import Publication
from domain.store.service.actions import calling, consenting, serving
from domain.store.service.assisting import stand_in
from domain.store.service.terms import (
    CallRecord,
    Diagnosis,
    Feedback,
    Greeting,
    Informing,
    NumberConsent,
    Outcome,
)
from orm.store_service import FollowUp, ServiceRecord
from server.seed import FEN_PER_WAN, actor_named
from vocabulary.lending import RepaymentMethod, RequestAim, SecurityKind
from vocabulary.store_service import CallResult, TaxCredit

NEXT_CALL_DAYS = 14
WISH: dict[str, Any] = {
    "amount_fen": 300 * FEN_PER_WAN,
    "term_months": 24,
    "purpose": "采购数控机床两台，扩大精密零件产能",
    "security": SecurityKind.CREDIT,
    "repayment_method": RepaymentMethod.EQUAL_INSTALMENT,
}
FIRM: dict[str, Any] = {
    "industry": "C",
    "region": "320583",
    "revenue_fen": 5_600 * FEN_PER_WAN,
    "assets_fen": 3_200 * FEN_PER_WAN,
    "employees": 86,
    "tax_credit": TaxCredit.TAX_A,
    "has_collateral": False,
}


async def write() -> None:
    """Serve three times; another process that starts just now may have done it."""
    if await ServiceRecord.exists():
        return
    with suppress(Unmet, NotNow):
        await _filed_for("chenxi")
        await _advised("yunqi")
        await serving.greet(
            Greeting("想了解富民创业贷的条件", "周先生"), by=await actor_named("store-2")
        )


async def _filed_for(log_in_name: str) -> None:
    """Diagnosed, a request typed for it, told; waits for a bank."""
    staff, clerk = await actor_named("store-1"), await actor_named(log_in_name)
    service = await serving.greet(Greeting("购置设备，缺三百万", "陆先生"), by=staff)
    await serving.diagnose(service.id, Diagnosis(**FIRM, **WISH), by=staff)
    asked = await consenting.ask_to_assist(service.id, by=staff)
    await consenting.consent_by_number(NumberConsent(asked.open_number), by=clerk)
    instead = await stand_in(asked.id, staff)
    await applying.publish(Publication(aim=RequestAim.OPEN, **WISH), by=instead)
    told = "需求已发布，三个工作日内由银行受理，受理后十个工作日内审批"
    await serving.inform(service.id, Informing(told), by=staff)


async def _advised(log_in_name: str) -> None:
    """Advised and seen off with five stars; called once, and to be called again."""
    staff, clerk = await actor_named("store-2"), await actor_named(log_in_name)
    service = await serving.greet(Greeting("了解知识产权质押", "沈女士"), by=staff)
    asked = await consenting.ask_to_assist(service.id, by=staff)
    await consenting.consent_by_number(NumberConsent(asked.open_number), by=clerk)
    await serving.diagnose(
        service.id, Diagnosis(**FIRM | {"industry": "I", "region": "320571"}, **WISH), by=staff
    )
    outcome = Outcome("已推荐信用类产品，企业备齐专利证书后再来办理")
    await serving.finish(service.id, outcome, by=staff)
    await serving.rate(service.id, Feedback(5, "讲解清楚；耐心细致"), by=clerk)
    call = await FollowUp.get(service_id=service.id)
    again = clock.today() + timedelta(days=NEXT_CALL_DAYS)
    record = CallRecord(CallResult.CONTENT, "建议把材料清单发到手机", "备齐专利证书后申请", again)
    await calling.record_call(call.id, record, by=staff)
