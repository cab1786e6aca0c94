"""The service itself: greeted, diagnosed, told, ended; begun alone at a kiosk; rated."""

from typing import Any
from uuid import UUID, uuid4

import msgspec

from domain.kernel import clock, numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import begin, begin_beside, enact, perform
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.matching.queries import Match, ranked
from domain.matching.terms import FinancingWish
from domain.parties.rules import is_clerk
from domain.store.service import rules
from domain.store.service.assisting import end_grants
from domain.store.service.calls import drawn_call, is_called
from domain.store.service.flow import FollowUpFlow, ServiceFlow
from domain.store.service.terms import (
    CallPlan,
    Diagnosis,
    Feedback,
    Greeting,
    Informing,
    Outcome,
    SelfService,
)
from orm.lending import LoanApplication
from orm.parties import Party
from orm.store_service import Recommendation, ServiceRecord
from vocabulary.regions import REGIONS
from vocabulary.store_service import ServiceState

NUMBER_PREFIX = "FW"
RECOMMENDED_MAX = 5
ENDED = "到店服务已结束，了解企业的意见和后续需求"


async def greet(form: Greeting, *, by: Actor) -> ServiceRecord:
    """Begin to serve whoever has come to the counter."""
    row = ServiceRecord(
        id=uuid4(),
        service_no=await numbering.draw(NUMBER_PREFIX),
        staff_id=by.account_id,
        staff_name=by.name,
        visitor=form.visitor.strip() or None,
        ticket_id=form.ticket_id,
        needs=form.needs.strip(),
    )
    async with begin(ServiceFlow, "greet", row, by=by, terms=form):
        pass
    return row


async def serve_alone(form: SelfService, *, by: Actor) -> ServiceRecord:
    """Note, once, that an enterprise filed at a kiosk without staff: it may rate that."""
    if not is_clerk(by):
        raise NotYourPost("只有企业经办人可以在终端自助办理")
    application = await LoanApplication.get_or_none(
        id=form.application_id, enterprise_id=by.party_id
    )
    if application is None:
        raise NotFound(NOT_FOUND)
    if before := await ServiceRecord.get_or_none(application_id=application.id):
        raise Unmet(f"这笔申请已登记为到店服务 {before.service_no}，请勿重复登记")
    row = ServiceRecord(
        id=uuid4(),
        service_no=await numbering.draw(NUMBER_PREFIX),
        enterprise_id=by.party_id,
        enterprise_name=by.party_name,
        contact_id=by.account_id,
        kiosk_id=by.call.kiosk_id,
        application_id=application.id,
        region=application.region,
        industry=application.industry,
        amount_fen=application.requested_fen,
        term_months=application.term_months,
        purpose=application.purpose,
    )
    async with begin(ServiceFlow, "serve_alone", row, by=by, terms=form):
        row.informed_at = row.created_at
        row.told = f"已在智能终端自助提交 {application.application_no}，可随时查询办理进度"
    return row


async def diagnose(service_id: UUID, form: Diagnosis, *, by: Actor) -> ServiceRecord:
    """Write down what the enterprise needs and is, and recommend what fits from the shelf."""
    if form.region not in REGIONS:
        raise Invalid("请选择企业所在区域", (("region", "请选择区域"),))
    matches = (await ranked(_wish(form), form.region))[:RECOMMENDED_MAX]
    async with perform("diagnose", ServiceRecord, service_id, by=by, terms=form) as row:
        for name, value in msgspec.structs.asdict(form).items():
            setattr(row, name, value)
        row.diagnosed_at = row.updated_at
        await Recommendation.filter(service_id=row.id).delete()
        await Recommendation.bulk_create(
            [_recommended(row.id, place, each) for place, each in enumerate(matches, 1)]
        )
    return row


async def inform(service_id: UUID, form: Informing, *, by: Actor) -> ServiceRecord:
    """Tell the enterprise where its matters stand and what follows."""
    async with perform("inform", ServiceRecord, service_id, by=by, terms=form) as row:
        row.told, row.informed_at = form.told.strip(), row.updated_at
        if row.enterprise_id is not None:  # it may have been certified since it came
            row.enterprise_name = (await Party.get(id=row.enterprise_id)).name
    return row


async def finish(service_id: UUID, form: Outcome, *, by: Actor) -> ServiceRecord:
    """End the service: nobody types for the enterprise any more, and it is called some days on."""
    call = await drawn_call()
    async with perform("finish", ServiceRecord, service_id, by=by, terms=form) as row:
        row.outcome, row.ended_at = form.outcome.strip(), row.updated_at
        await end_grants(row.id, at=row.updated_at)
        if row.enterprise_id is not None and not await is_called(row.id):
            plan = CallPlan(ENDED, rules.call_due_on(clock.date_of(row.updated_at)))
            await begin_beside(FollowUpFlow, "plan_call", call.of(row, plan), by=by, terms=plan)
    return row


async def rate(service_id: UUID, form: Feedback, *, by: Actor) -> ServiceRecord:
    """Give the service its stars: once, by the enterprise that was served."""
    if not is_clerk(by):
        raise NotYourPost("只有到店的企业可以评价服务")
    facts: dict[str, Any] = {}
    async with enact(
        "service_record.rate", ServiceRecord.subject, service_id, by=by, terms=form, facts=facts
    ) as outcome:
        visible = ServiceRecord.visible_to(by.party_id, by.party_kind).select_for_update()
        row = await visible.get_or_none(id=service_id)
        if row is None:
            raise NotFound(NOT_FOUND)
        if row.state is ServiceState.SERVING:
            raise NotNow("服务还在进行，结束后即可评价")
        if row.stars is not None:
            raise Unmet("这次服务您已评价过，感谢您的反馈")
        row.stars, row.comment = form.stars, form.comment.strip()
        row.rated_at, row.rated_from = outcome.at, by.call.terminal
        row.updated_at = outcome.at
        await row.save(update_fields=["stars", "comment", "rated_at", "rated_from", "updated_at"])
        facts |= {"stars": form.stars, "staff_id": str(row.staff_id) if row.staff_id else None}
        outcome.subject_no, outcome.result = row.number(), row
    return row


def _wish(form: Diagnosis) -> FinancingWish:
    return FinancingWish(
        amount_fen=form.amount_fen,
        term_months=form.term_months,
        security=form.security,
        repayment_method=form.repayment_method,
        purpose=form.purpose,
        rate_bp_max=form.rate_bp_max,
    )


def _recommended(service_id: UUID, place: int, match: Match) -> Recommendation:
    return Recommendation(
        service_id=service_id,
        place=place,
        product_id=match.product.id,
        product_name=match.product.name,
        institution_name=match.product.institution_name,
        score=match.score,
        reasons=match.reasons,
    )
