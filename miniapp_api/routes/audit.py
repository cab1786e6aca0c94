"""/journal, /operations: the operator's doors to the journal and the machinery."""

from domain.audit import queries
from domain.audit.queries import JournalFilter, JournalView, Operations
from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.supervision import queries as supervision
from domain.supervision.queries import Reconciliation
from miniapp_api.routing import Route, get


async def journal(query: JournalFilter, actor: Actor) -> Page[JournalView]:
    """操作日志：谁在何时对哪笔业务做了什么。"""
    return await queries.journal(query, to=actor)


async def operations(actor: Actor) -> Operations:
    """运行情况：日志封存进度、待重试记录、待发送消息、定时任务。"""
    return await queries.operations(to=actor)


async def reconciliation(actor: Actor) -> Reconciliation:
    """监管台账与业务台账逐笔核对：合计、差异（平台运营）。"""
    return await supervision.reconciliation(to=actor)


ROUTES: tuple[Route, ...] = (
    get("/journal", journal, Page[JournalView], query=JournalFilter),
    get("/operations", operations, Operations),
    get("/supervisory-ledger/reconciliation", reconciliation, Reconciliation),
)
