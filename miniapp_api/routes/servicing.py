"""/tools, /loans, /repayments: what anybody may work out, and the doors to live loans."""

from uuid import UUID

from domain.kernel.actor import Actor, Call
from domain.kernel.exporting import Sheet
from domain.lending.actions import renewing
from domain.servicing import ledger, loans, queries, views
from domain.servicing.actions import minding, repaying
from domain.servicing.ledger import RepaymentFilter, RepaymentPage
from domain.servicing.loans import LoanFilter, LoanPage, LoanVersion
from domain.servicing.queries import ScheduleView
from domain.servicing.terms import (
    CollectionForm,
    PauseForm,
    Payment,
    Prepayment,
    RenewalForm,
    Rescheduling,
    ScheduleRequest,
)
from domain.servicing.views import LoanCase
from miniapp_api.routing import Reason, Route, get, post

SHEET_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def repayment_schedule(body: ScheduleRequest, call: Call) -> ScheduleView:
    """还款试算：等额本息、等额本金、先息后本、到期一次还本付息；每期利息四舍五入到分。"""
    return await queries.repayment_schedule(body, call=call)


async def all_loans(query: LoanFilter, actor: Actor) -> LoanPage:
    """贷后管理：企业看自己的贷款，银行和担保、保险机构看本机构的，附合计和逾期天数档。"""
    return await loans.page(query, to=actor)


async def loan(loan_id: UUID, query: LoanVersion, actor: Actor) -> LoanCase:
    """贷款详情：还款计划（可看以前的版本）、还款、逾期、催收和办理进展。"""
    return await loans.one(loan_id, query, to=actor)


async def repay(loan_id: UUID, body: Payment, actor: Actor) -> object:
    """银行登记还款：先罚息、再利息、后本金；超过应还金额不予登记。"""
    return await repaying.repay(loan_id, body, by=actor)


async def prepay(loan_id: UUID, body: Prepayment, actor: Actor) -> object:
    """银行登记提前还款：余下各期重新计算，原计划保留。"""
    return await repaying.prepay(loan_id, body, by=actor)


async def reschedule(loan_id: UUID, body: Rescheduling, actor: Actor) -> object:
    """银行按约定调整还款计划，原计划保留。"""
    return await repaying.reschedule(loan_id, body, by=actor)


async def renew(loan_id: UUID, body: RenewalForm, actor: Actor) -> object:
    """企业申请续贷：向原贷款银行提交一笔新的申请，注明原借款编号。"""
    return await renewing.renew(loan_id, body, by=actor)


async def mark_overdue(loan_id: UUID, actor: Actor) -> object:
    """银行登记逾期；平台每天也会自动登记。"""
    return await minding.mark_overdue(loan_id, by=actor)


async def pause(loan_id: UUID, body: PauseForm, actor: Actor) -> object:
    """银行暂停计算逾期天数，罚息照常。"""
    return await minding.pause(loan_id, body, by=actor)


async def resume(loan_id: UUID, actor: Actor) -> object:
    """银行恢复计算逾期天数。"""
    return await minding.resume(loan_id, by=actor)


async def collect(loan_id: UUID, body: CollectionForm, actor: Actor) -> object:
    """银行或担保、保险机构登记催收，双方都能看到。"""
    return await minding.collect(loan_id, body, by=actor)


async def settle(loan_id: UUID, actor: Actor) -> object:
    """银行办理结清。"""
    return await minding.settle(loan_id, by=actor)


async def propose_write_off(loan_id: UUID, body: Reason, actor: Actor) -> object:
    """银行经办申请核销。"""
    return await minding.propose_write_off(loan_id, body.reason, by=actor)


async def write_off(loan_id: UUID, actor: Actor) -> object:
    """银行审批人核销；申请人不能审批。"""
    return await minding.write_off(loan_id, by=actor)


async def return_write_off(loan_id: UUID, body: Reason, actor: Actor) -> object:
    """银行审批人退回核销申请。"""
    return await minding.return_write_off(loan_id, body.reason, by=actor)


async def archive(loan_id: UUID, actor: Actor) -> object:
    """银行归档。"""
    return await minding.archive(loan_id, by=actor)


async def repayments(query: RepaymentFilter, actor: Actor) -> RepaymentPage:
    """还款台账：每笔还款一行，附合计。"""
    return await ledger.page(query, to=actor)


async def export_repayments(query: RepaymentFilter, actor: Actor) -> Sheet:
    """导出还款台账（Excel）；导出行为留痕。"""
    return await ledger.export(query, by=actor)


ONE = "/loans/{loan_id}"
CASE, SHOWN = LoanCase, views.case

ROUTES: tuple[Route, ...] = (
    post(
        "/tools/repayment-schedule",
        repayment_schedule,
        ScheduleView,
        body=ScheduleRequest,
        public=True,
    ),
    get("/loans", all_loans, LoanPage, query=LoanFilter),
    get(ONE, loan, CASE, query=LoanVersion),
    post(f"{ONE}/repay", repay, CASE, body=Payment, renders=SHOWN),
    post(f"{ONE}/prepay", prepay, CASE, body=Prepayment, renders=SHOWN),
    post(f"{ONE}/reschedule", reschedule, CASE, body=Rescheduling, renders=SHOWN),
    post(f"{ONE}/renew", renew, CASE, body=RenewalForm, renders=SHOWN),
    post(f"{ONE}/mark-overdue", mark_overdue, CASE, renders=SHOWN),
    post(f"{ONE}/pause", pause, CASE, body=PauseForm, renders=SHOWN),
    post(f"{ONE}/resume", resume, CASE, renders=SHOWN),
    post(f"{ONE}/collect", collect, CASE, body=CollectionForm, renders=SHOWN),
    post(f"{ONE}/settle", settle, CASE, renders=SHOWN),
    post(f"{ONE}/propose-write-off", propose_write_off, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/write-off", write_off, CASE, renders=SHOWN),
    post(f"{ONE}/return-write-off", return_write_off, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/archive", archive, CASE, renders=SHOWN),
    get("/repayments", repayments, RepaymentPage, query=RepaymentFilter),
    get(
        "/repayments/export",
        export_repayments,
        None,
        query=RepaymentFilter,
        media=SHEET_MEDIA,
    ),
)
