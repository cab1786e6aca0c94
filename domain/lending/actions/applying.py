"""The enterprise's desk: publish, submit, resubmit, withdraw, rate."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec

from domain.guarantee.commitments import release_commitment
from domain.kernel import clock, numbering
from domain.kernel.actor import Actor
from domain.kernel.flow import Flow
from domain.kernel.perform import begin, enact, perform
from domain.kernel.ports import CreditFacts, CreditScore
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotVerified, Unmet
from domain.lending import scoring
from domain.lending.flow import GeneralCreditFlow
from domain.lending.guarantee import forget_guarantee
from domain.lending.policy_flow import POLICY_FLOW_OF, flow_name
from domain.lending.policy_loans import chosen_programme, must_fit, under
from domain.lending.terms import Publication, RatingForm, Resubmission, Submission
from domain.parties.admission import must_take_business
from orm.catalogue import Product
from orm.lending import FinancingRequest, LoanApplication, Rating
from orm.parties import Party
from orm.policy import Programme
from vocabulary.catalogue import channel_of
from vocabulary.lending import LoanKind, LoanState, RequestAim
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

APPLICATION_PREFIX = "DK"
REQUEST_PREFIX = "XQ"
REJECTED_WITHIN = timedelta(days=365)


async def publish(form: Publication, *, by: Actor) -> LoanApplication:
    """Ask for a loan: of one bank, or of whichever bank grabs it first."""
    draft = await drafted(form, by=by)
    async with begin(draft.flow, "publish", draft.application, by=by, terms=form):
        await write_request(draft, form)
    return draft.application


@dataclass(frozen=True, slots=True)
class Draft:
    """An application about to begin with a request: under which table, by which number."""

    application: LoanApplication
    flow: type[Flow]
    request_no: str


async def drafted(form: Publication, *, by: Actor) -> Draft:
    """Make ready what begins with a request."""
    by.needs(Right.REQUEST_PUBLISH)
    enterprise = await _certified_enterprise(by)
    bank = await _addressee(form)
    programme = await chosen_programme(form.programme_id, form.amount_fen, clock.today())
    application = await _application(form, enterprise, aim=form.aim, bank=bank)
    flow = _flow_under(application, programme)
    application.rate_bp_max = form.rate_bp_max
    application.request_id = uuid4()
    return Draft(application, flow, await numbering.draw(REQUEST_PREFIX))


async def write_request(draft: Draft, form: Publication) -> None:
    """Keep what was asked for, word for word, inside the act that begins the application."""
    application = draft.application
    await FinancingRequest.create(
        id=application.request_id,
        request_no=draft.request_no,
        enterprise_id=application.enterprise_id,
        aim=form.aim,
        amount_fen=form.amount_fen,
        term_months=form.term_months,
        purpose=form.purpose,
        security=form.security,
        repayment_method=form.repayment_method,
        rate_bp_max=form.rate_bp_max,
        remarks=form.remarks,
        published_at=application.created_at,
    )


async def submit(form: Submission, *, by: Actor) -> LoanApplication:
    """Apply for a product of one institution."""
    by.needs(Right.REQUEST_PUBLISH)
    enterprise = await _certified_enterprise(by)
    product = await Product.get_or_none(id=form.product_id, listed=True)
    if product is None:
        raise NotFound("该产品已下架或不存在，请重新选择产品")
    if channel_of(product.kind) != LoanApplication.subject:
        raise Unmet("该产品不在线办理贷款申请，请在产品页咨询机构")
    _must_fit(form, product, enterprise.region)
    bank = await Party.get(id=product.institution_id)
    await must_take_business(bank.id)
    programme_id = product.programme_id or form.programme_id
    programme = await chosen_programme(programme_id, form.amount_fen, clock.today())
    application = await _application(form, enterprise, aim=RequestAim.TARGETED, bank=bank)
    application.product_id, application.product_kind = product.id, product.kind
    flow = _flow_under(application, programme)
    application.product_version_no = product.version_no
    async with begin(flow, "submit", application, by=by, terms=form):
        pass
    return application


async def resubmit(application_id: UUID, form: Resubmission, *, by: Actor) -> LoanApplication:
    """Send the amended application back to the bank; it is scored anew, and so is its cover."""
    found = await _score(form, by.party_id)
    async with perform(
        "resubmit", LoanApplication, application_id, by=by, terms=form
    ) as application:
        await must_fit(application, form.amount_fen)
        application.requested_fen = form.amount_fen
        application.term_months = form.term_months
        application.purpose = form.purpose
        application.security = form.security
        application.repayment_method = form.repayment_method
        application.remarks = form.remarks
        bar = application.score_required
        _keep_score(application, found)
        if application.programme_id is not None:  # its own bar, as it was when they applied
            application.score_required = bar
        await forget_guarantee(application, "申请内容已变更")
    return application


async def withdraw(application_id: UUID, reason: str, *, by: Actor) -> LoanApplication:
    """Take the application back, before any money has moved."""
    async with perform(
        "withdraw", LoanApplication, application_id, by=by, reason=reason
    ) as application:
        ended_at = application.updated_at
        await release_commitment(application.id, reason="申请已由企业撤回", at=ended_at)
    return application


async def rate(application_id: UUID, form: RatingForm, *, by: Actor) -> LoanApplication:
    """Give stars for how the case was handled: once, by the enterprise, after completion."""
    facts: dict[str, dict[str, str]] = {}
    async with enact(
        "loan_application.rate",
        LoanApplication.subject,
        application_id,
        by=by,
        terms=form,
        facts=facts,
    ) as outcome:
        application = await LoanApplication.get_or_none(
            id=application_id, enterprise_id=by.party_id
        )
        if application is None:
            raise NotFound("未找到该申请")
        if application.state is not LoanState.COMPLETED or application.bank_id is None:
            raise NotNow("业务办结后才能评价")
        if await Rating.exists(application_id=application_id):
            raise Unmet("您已评价过这笔业务，感谢您的反馈")
        facts["seats"] = {"enterprise": str(by.party_id), "bank": str(application.bank_id)}
        await Rating.create(
            application_id=application.id,
            enterprise_id=by.party_id,
            institution_id=application.bank_id,
            responsiveness=form.responsiveness,
            courtesy=form.courtesy,
            efficiency=form.efficiency,
            expertise=form.expertise,
            comment=form.comment,
            at=outcome.at,
        )
        outcome.subject_no = application.application_no
        outcome.result = application
    return application


def _flow_under(application: LoanApplication, programme: Programme | None) -> type[Flow]:
    """The table by which this application goes, with what its programme asks written on it."""
    if programme is None:
        return GeneralCreditFlow
    under(application, programme)
    return POLICY_FLOW_OF[flow_name(programme.kind, insured=programme.needs_insurer)]


async def _certified_enterprise(by: Actor) -> Party:
    enterprise = await Party.get_or_none(id=by.party_id, kind=PartyKind.ENTERPRISE)
    if enterprise is None or not enterprise.certified:
        raise NotVerified("企业认证通过后才能申请融资，请先完成企业认证")
    return enterprise


async def _addressee(form: Publication) -> Party | None:
    """The bank a targeted request is addressed to; an open one has none."""
    if form.aim is RequestAim.OPEN:
        if form.bank_id is not None:
            raise Invalid("非定向需求不选择银行", (("bank_id", "非定向需求请留空"),))
        return None
    bank = await Party.get_or_none(id=form.bank_id, kind=PartyKind.BANK) if form.bank_id else None
    if bank is None:
        raise Invalid("定向需求请选择一家入驻银行", (("bank_id", "请选择银行"),))
    await must_take_business(bank.id)
    return bank


def _must_fit(form: Submission, product: Product, region: str) -> None:
    """Refuse what the product does not offer, naming the field."""
    errors = []
    if product.eligible_regions and region not in product.eligible_regions:
        errors.append(("product_id", "该产品不面向贵企业所在区域"))
    if not product.amount_fen_min <= form.amount_fen <= product.amount_fen_max:
        errors.append(("amount_fen", "金额不在该产品的额度范围内"))
    if not product.term_months_min <= form.term_months <= product.term_months_max:
        errors.append(("term_months", "期限不在该产品的期限范围内"))
    if form.security.value not in product.securities:
        errors.append(("security", "该产品不接受这种担保方式"))
    if form.repayment_method.value not in product.repayment_methods:
        errors.append(("repayment_method", "该产品不支持这种还款方式"))
    if errors:
        raise Invalid("申请内容与产品要求不符，请按提示修改", tuple(errors))


async def _score(
    form: Publication | Submission | Resubmission, enterprise_id: UUID
) -> tuple[CreditFacts, CreditScore]:
    """The score by what is asked for and by the enterprise's history here, with those facts."""
    own = LoanApplication.filter(enterprise_id=enterprise_id)
    year_ago = clock.now() - REJECTED_WITHIN
    facts = CreditFacts(
        amount_fen=form.amount_fen,
        term_months=form.term_months,
        security=form.security,
        completed=await own.filter(state=LoanState.COMPLETED).count(),
        rejected_in_year=await own.filter(
            state=LoanState.REJECTED, updated_at__gte=year_ago
        ).count(),
    )
    return facts, await scoring.held().score(facts)


def _keep_score(application: LoanApplication, found: tuple[CreditFacts, CreditScore]) -> None:
    """What the score is, by which version, from which facts and why, as it was on that day."""
    facts, score = found
    application.credit_score, application.score_required = score.points, score.required
    application.score_version = score.version
    application.score_inputs = msgspec.to_builtins(facts)
    application.score_codes = [{"code": each.code, "points": each.points} for each in score.reasons]
    application.score_reasons = [each.sentence for each in score.reasons]


async def _application(
    form: Publication | Submission, enterprise: Party, *, aim: RequestAim, bank: Party | None
) -> LoanApplication:
    found = await _score(form, enterprise.id)
    application = LoanApplication(
        application_no=await numbering.draw(APPLICATION_PREFIX),
        kind=LoanKind.GENERAL,
        aim=aim,
        enterprise_id=enterprise.id,
        enterprise_name=enterprise.name,
        bank_id=bank.id if bank else None,
        bank_name=bank.name if bank else "",
        region=enterprise.region,
        industry=enterprise.industry,
        requested_fen=form.amount_fen,
        term_months=form.term_months,
        purpose=form.purpose,
        security=form.security,
        repayment_method=form.repayment_method,
        remarks=form.remarks,
    )
    _keep_score(application, found)
    return application
