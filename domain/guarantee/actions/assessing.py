"""The guarantor's officer: look at the borrower, then judge."""

from uuid import UUID

from domain.guarantee.terms import DueDiligenceForm, RiskAssessmentForm
from domain.kernel.actor import Actor
from domain.kernel.perform import perform
from domain.kernel.refusal import Invalid
from orm.attachments import Attachment
from orm.guarantee import CounterGuarantee, DueDiligence, RiskAssessment
from orm.lending import LoanApplication


async def investigate(
    application_id: UUID, form: DueDiligenceForm, *, by: Actor
) -> LoanApplication:
    """Write down a visit, with the files that were handed in at the case."""
    async with perform(
        "investigate", LoanApplication, application_id, by=by, terms=form
    ) as application:
        await _must_be_own_files(application, form, by)
        await DueDiligence.create(
            application_id=application.id,
            guarantor_id=by.party_id,
            visited_on=form.visited_on,
            people=form.people,
            place=form.place,
            findings=form.findings,
            attachment_ids=[str(each) for each in dict.fromkeys(form.attachment_ids)],
            account_id=by.account_id,
            account_name=by.name,
            at=application.updated_at,
        )
        application.investigated_at = application.updated_at
    return application


async def _must_be_own_files(
    application: LoanApplication, form: DueDiligenceForm, by: Actor
) -> None:
    wanted = set(form.attachment_ids)
    found = await Attachment.filter(
        id__in=list(wanted),
        application_id=application.id,
        party_id=by.party_id,
        removed_at__isnull=True,
    ).count()
    if found != len(wanted):
        sentence = "只能引用本机构在该业务中上传的材料"
        raise Invalid(sentence, (("attachment_ids", sentence),))


async def assess_risk(
    application_id: UUID, form: RiskAssessmentForm, *, by: Actor
) -> LoanApplication:
    """Judge: the newest assessment counts; the letter is written by its conditions."""
    async with perform(
        "assess_risk", LoanApplication, application_id, by=by, terms=form
    ) as application:
        assessment = await RiskAssessment.create(
            application_id=application.id,
            guarantor_id=by.party_id,
            statements_on=form.statements_on,
            revenue_fen=form.revenue_fen,
            profit_fen=form.profit_fen,
            assets_fen=form.assets_fen,
            liabilities_fen=form.liabilities_fen,
            operations=form.operations,
            credit_report=form.credit_report,
            fee_bp=form.fee_bp,
            coverage_bp=form.coverage_bp,
            claim_liability=form.claim_liability,
            term_months=form.term_months,
            opinion=form.opinion,
            account_id=by.account_id,
            account_name=by.name,
            at=application.updated_at,
        )
        for line, each in enumerate(form.counter_guarantees):
            await CounterGuarantee.create(
                assessment_id=assessment.id,
                line=line,
                kind=each.kind,
                what=each.what,
                value_fen=each.value_fen,
            )
        application.assessed_at = application.updated_at
        application.assessed_by_id = by.account_id
        application.coverage_bp = form.coverage_bp
    return application
