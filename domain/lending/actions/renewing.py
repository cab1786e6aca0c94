"""续贷: a new application to the same bank, that names the loan it follows."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.perform import begin_beside, perform
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, Unmet
from domain.lending.actions.applying import drafted, write_request
from domain.lending.flow import GeneralCreditFlow
from domain.lending.terms import Publication
from domain.servicing.terms import RenewalForm
from orm.lending import LoanApplication
from orm.servicing import Loan
from vocabulary.lending import RequestAim

ENDED = tuple(GeneralCreditFlow.final)


async def renew(loan_id: UUID, form: RenewalForm, *, by: Actor) -> Loan:
    """Ask the bank of a loan to lend again; the new application goes to its inbox."""
    loan = await Loan.visible_to(by.party_id, by.party_kind).get_or_none(id=loan_id)
    if loan is None:
        raise NotFound(NOT_FOUND)
    if form.amount_fen > loan.principal_fen:
        sentence = "续贷金额不能超过原贷款金额，需要更多请另行发布需求"
        raise Invalid(sentence, (("amount_fen", sentence),))
    old = await LoanApplication.get(id=loan.application_id)
    asked = Publication(
        amount_fen=form.amount_fen,
        term_months=form.term_months,
        purpose=form.purpose,
        security=old.security,
        repayment_method=form.repayment_method,
        aim=RequestAim.TARGETED,
        bank_id=loan.bank_id,
        remarks=f"续贷，原借款编号 {loan.loan_no}",
    )
    draft = await drafted(asked, by=by)
    application = draft.application
    application.renews_loan_id = loan.id
    async with perform("renew", Loan, loan_id, by=by, terms=form) as kept:
        earlier = LoanApplication.filter(renews_loan_id=loan_id).exclude(state__in=ENDED)
        if await earlier.exists():
            raise Unmet("这笔贷款已有办理中的续贷申请，请在“我的申请”中查看进度")
        await begin_beside(draft.flow, "publish", application, by=by, terms=asked)
        await write_request(draft, asked)
    return kept
