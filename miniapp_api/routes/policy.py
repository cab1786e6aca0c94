"""/programmes, and the steps that policy loans have beside those of all loans."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.lending.actions import insuring, paying
from domain.lending.policy_terms import PayoutCheck, PayoutRequestForm, Underwriting
from domain.lending.queries import cases
from domain.lending.queries.views import ApplicationCase
from domain.policy import actions, queries
from domain.policy.queries import ProgrammeHistory, ProgrammeView
from domain.policy.terms import ProgrammeRevision, ProgrammeTerms
from miniapp_api.routing import Reason, Route, get, post


async def programmes(actor: Actor) -> Page[ProgrammeView]:
    """政策项目：分担比例、门槛和额度；机构和运营方另见使用情况。"""
    return await queries.programmes(actor)


async def programme(programme_id: UUID, actor: Actor) -> ProgrammeHistory:
    """一个政策项目及其全部变更。"""
    return await queries.programme(programme_id, actor)


async def open_programme(body: ProgrammeTerms, actor: Actor) -> object:
    """运营方开通政策项目。"""
    return await actions.open_programme(body, by=actor)


async def revise(programme_id: UUID, body: ProgrammeRevision, actor: Actor) -> object:
    """运营方修订政策项目；已授信的贷款仍按原比例分担。"""
    return await actions.revise(programme_id, body, by=actor)


async def end(programme_id: UUID, body: Reason, actor: Actor) -> object:
    """运营方停办政策项目；在办的贷款继续办理。"""
    return await actions.end(programme_id, body.reason, by=actor)


async def underwrite(application_id: UUID, body: Underwriting, actor: Actor) -> object:
    """保险机构审核并承保：意见、承保比例、反担保措施和承保期限。"""
    return await insuring.underwrite(application_id, body, by=actor)


async def return_to_bank(application_id: UUID, body: Reason, actor: Actor) -> object:
    """保险机构退回银行。"""
    return await insuring.return_to_bank(application_id, body.reason, by=actor)


async def request_payout(application_id: UUID, body: PayoutRequestForm, actor: Actor) -> object:
    """银行申请放款。"""
    return await paying.request_payout(application_id, body, by=actor)


async def cancel_payout(application_id: UUID, body: Reason, actor: Actor) -> object:
    """银行在放款前撤销放款申请。"""
    return await paying.cancel_payout(application_id, body.reason, by=actor)


async def confirm_payout(application_id: UUID, body: PayoutCheck, actor: Actor) -> object:
    """保险机构逐项核对后确认放款申请。"""
    return await insuring.confirm_payout(application_id, body, by=actor)


async def refuse_payout(application_id: UUID, body: Reason, actor: Actor) -> object:
    """保险机构拒绝放款申请，退回银行。"""
    return await insuring.refuse_payout(application_id, body.reason, by=actor)


async def file(application_id: UUID, actor: Actor) -> object:
    """银行就刚登记的放款备案。"""
    return await paying.file(application_id, by=actor)


CASE, CASE_SHOWN = ApplicationCase, cases.case
LOAN = "/loan-applications/{application_id}"
VIEW, SHOWN = ProgrammeView, queries.view
ONE = "/programmes/{programme_id}"

ROUTES: tuple[Route, ...] = (
    get("/programmes", programmes, Page[ProgrammeView], assisted=True),
    get(ONE, programme, ProgrammeHistory),
    post("/programmes/open", open_programme, VIEW, body=ProgrammeTerms, renders=SHOWN, status=201),
    post(f"{ONE}/revise", revise, VIEW, body=ProgrammeRevision, renders=SHOWN),
    post(f"{ONE}/end", end, VIEW, body=Reason, renders=SHOWN),
    post(f"{LOAN}/underwrite", underwrite, CASE, body=Underwriting, renders=CASE_SHOWN),
    post(f"{LOAN}/return-to-bank", return_to_bank, CASE, body=Reason, renders=CASE_SHOWN),
    post(
        f"{LOAN}/request-payout", request_payout, CASE, body=PayoutRequestForm, renders=CASE_SHOWN
    ),
    post(f"{LOAN}/cancel-payout", cancel_payout, CASE, body=Reason, renders=CASE_SHOWN),
    post(f"{LOAN}/confirm-payout", confirm_payout, CASE, body=PayoutCheck, renders=CASE_SHOWN),
    post(f"{LOAN}/refuse-payout", refuse_payout, CASE, body=Reason, renders=CASE_SHOWN),
    post(f"{LOAN}/file", file, CASE, renders=CASE_SHOWN),
)
