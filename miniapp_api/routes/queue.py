"""/tickets, /service-classes, /service-counters: the doors to the store's queue."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.exporting import Sheet
from domain.store.queue.actions import calling, keeping, taking
from domain.store.queue.queries import desks, statistics, visitors
from domain.store.queue.queries.desks import (
    CounterDisplay,
    CounterView,
    DeskView,
    QueueSettings,
    TicketCase,
)
from domain.store.queue.queries.statistics import Period, QueueStatistics
from domain.store.queue.queries.visitors import (
    MyTicket,
    MyTickets,
    SlotList,
    StoreQueueView,
    TicketProgress,
)
from domain.store.queue.terms import (
    Booking,
    CheckIn,
    Completion,
    DayAsked,
    ServiceClassForm,
    ServiceCounterForm,
    StoreSiteForm,
    TicketByPhone,
    TicketForSomebody,
    Transfer,
)
from miniapp_api.routing import Route, get, post

SHEET_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def store_queue() -> StoreQueueView:
    """门店排队情况：各类业务几人等候、预计等多久；无需登录。"""
    return await visitors.store_queue()


async def follow(ticket_id: UUID) -> TicketProgress:
    """凭号上的二维码查看进展：前面几人、预计等多久；不含个人信息。"""
    return await visitors.follow(ticket_id)


async def counter_display(counter_no: str) -> CounterDisplay:
    """窗口屏：该窗口现在办理的号。"""
    return await desks.counter_display(counter_no)


async def slots(class_id: UUID, query: DayAsked, actor: Actor) -> SlotList:
    """某类业务某一天的预约时段与余号。"""
    return await visitors.slots_of(class_id, query.day)


async def take_ticket(body: TicketByPhone, actor: Actor) -> object:
    """在小程序取号：须在门店附近，或扫描门店屏幕上的二维码。"""
    return await taking.take_ticket(body, by=actor)


async def book(body: Booking, actor: Actor) -> object:
    """预约某一天的一个时段，到店签到后排队。"""
    return await taking.book(body, by=actor)


async def check_in(ticket_id: UUID, body: CheckIn, actor: Actor) -> object:
    """到店签到：预约变为当日的号。"""
    return await taking.check_in(ticket_id, body, by=actor)


async def step_aside(ticket_id: UUID, actor: Actor) -> object:
    """暂缓叫号，让后面的人先办。"""
    return await calling.step_aside(ticket_id, by=actor)


async def rejoin(ticket_id: UUID, actor: Actor) -> object:
    """重新排队：过号后须在规定时间内。"""
    return await calling.rejoin(ticket_id, by=actor)


async def cancel(ticket_id: UUID, actor: Actor) -> object:
    """取消取号或预约。"""
    return await calling.cancel(ticket_id, by=actor)


async def mine(actor: Actor) -> MyTickets:
    """我的号：未办结的在前。"""
    return await visitors.mine(actor)


async def my_ticket(ticket_id: UUID, actor: Actor) -> MyTicket:
    """我的一个号：前面几人、预计等多久、可办理的操作。"""
    return await visitors.one_of_mine(ticket_id, actor)


async def desk(actor: Actor) -> DeskView:
    """叫号台：各类等候、各窗口、等候的号（门店人员）。"""
    return await desks.desk(actor)


async def take_for_somebody(body: TicketForSomebody, actor: Actor) -> object:
    """门店人员代取号。"""
    return await taking.take_for_somebody(body, by=actor)


async def open_counter(counter_id: UUID, actor: Actor) -> object:
    """开窗值守；一人只值守一个窗口。"""
    return await calling.open_counter(counter_id, by=actor)


async def close_counter(counter_id: UUID, actor: Actor) -> object:
    """关窗；须先结束正在办理的号。"""
    return await calling.close_counter(counter_id, by=actor)


async def call(counter_id: UUID, actor: Actor) -> object:
    """叫下一个号到本窗口。"""
    return await calling.call(counter_id, by=actor)


async def ticket(ticket_id: UUID, actor: Actor) -> TicketCase:
    """一个号的全部经过（门店人员）。"""
    return await desks.one(ticket_id, actor)


async def check_in_for(ticket_id: UUID, actor: Actor) -> object:
    """门店人员为到店的预约者签到。"""
    return await taking.check_in_for(ticket_id, by=actor)


async def recall(ticket_id: UUID, actor: Actor) -> object:
    """再次叫号。"""
    return await calling.recall(ticket_id, by=actor)


async def start(ticket_id: UUID, actor: Actor) -> object:
    """来访者已到窗口，开始办理。"""
    return await calling.start(ticket_id, by=actor)


async def no_show(ticket_id: UUID, actor: Actor) -> object:
    """过号：叫号后无人前来。"""
    return await calling.no_show(ticket_id, by=actor)


async def park(ticket_id: UUID, actor: Actor) -> object:
    """挂起：等来访者补齐材料，窗口先办下一个。"""
    return await calling.park(ticket_id, by=actor)


async def transfer(ticket_id: UUID, body: Transfer, actor: Actor) -> object:
    """转办到其他业务或窗口，号码与次序不变。"""
    return await calling.transfer(ticket_id, body, by=actor)


async def complete(ticket_id: UUID, body: Completion, actor: Actor) -> object:
    """办结，记录结果。"""
    return await calling.complete(ticket_id, body, by=actor)


async def queue_statistics(query: Period, actor: Actor) -> QueueStatistics:
    """排队统计：等候与办理时长，按业务、窗口、时段；放弃比例。"""
    return await statistics.statistics(query, actor)


async def export_tickets(query: Period, actor: Actor) -> Sheet:
    """导出取号台账（Excel）；导出行为留痕。"""
    return await statistics.export(query, by=actor)


async def settings(actor: Actor) -> QueueSettings:
    """排队设置：门店位置与营业时间、业务类别、窗口（平台运营）。"""
    return await desks.settings(actor)


async def set_class(body: ServiceClassForm, actor: Actor) -> object:
    """新增或修改一类业务，以号码字母为准（平台运营）。"""
    return await keeping.set_class(body, by=actor)


async def set_counter(body: ServiceCounterForm, actor: Actor) -> object:
    """新增或修改一个窗口，以窗口号为准（平台运营）。"""
    return await keeping.set_counter(body, by=actor)


async def set_site(body: StoreSiteForm, actor: Actor) -> object:
    """设置门店位置、取号范围与营业时间（平台运营）。"""
    return await keeping.set_site(body, by=actor)


ONE, MINE, COUNTER = "/tickets/{ticket_id}", "/my-tickets/{ticket_id}", "/service-counters"
CASE, SHOWN = TicketCase, desks.case
OWN, OWN_SHOWN = MyTicket, visitors.my_ticket
SET = desks.settings_after

ROUTES: tuple[Route, ...] = (
    get("/store-queue", store_queue, StoreQueueView, public=True),
    get(f"{ONE}/progress", follow, TicketProgress, public=True),
    get("/counter-displays/{counter_no}", counter_display, CounterDisplay, public=True),
    get("/service-classes/{class_id}/slots", slots, SlotList, query=DayAsked),
    post(
        "/my-tickets/take-ticket",
        take_ticket,
        OWN,
        body=TicketByPhone,
        renders=OWN_SHOWN,
        status=201,
    ),
    post("/my-tickets/book", book, OWN, body=Booking, renders=OWN_SHOWN, status=201),
    get("/my-tickets", mine, MyTickets),
    get(MINE, my_ticket, OWN),
    post(f"{MINE}/check-in", check_in, OWN, body=CheckIn, renders=OWN_SHOWN),
    post(f"{MINE}/step-aside", step_aside, OWN, renders=OWN_SHOWN),
    post(f"{MINE}/rejoin", rejoin, OWN, renders=OWN_SHOWN),
    post(f"{MINE}/cancel", cancel, OWN, renders=OWN_SHOWN),
    get("/counter-desk", desk, DeskView),
    post(
        f"{COUNTER}/{{counter_id}}/open-counter",
        open_counter,
        CounterView,
        renders=desks.counter_after,
    ),
    post(
        f"{COUNTER}/{{counter_id}}/close-counter",
        close_counter,
        CounterView,
        renders=desks.counter_after,
    ),
    post(f"{COUNTER}/{{counter_id}}/call", call, CASE, renders=SHOWN),
    post(
        "/tickets/take-ticket",
        take_for_somebody,
        CASE,
        body=TicketForSomebody,
        renders=SHOWN,
        status=201,
    ),
    get("/tickets/export", export_tickets, None, query=Period, media=SHEET_MEDIA),
    get(ONE, ticket, CASE),
    post(f"{ONE}/check-in", check_in_for, CASE, renders=SHOWN),
    post(f"{ONE}/recall", recall, CASE, renders=SHOWN),
    post(f"{ONE}/start", start, CASE, renders=SHOWN),
    post(f"{ONE}/no-show", no_show, CASE, renders=SHOWN),
    post(f"{ONE}/step-aside", step_aside, CASE, renders=SHOWN),
    post(f"{ONE}/park", park, CASE, renders=SHOWN),
    post(f"{ONE}/rejoin", rejoin, CASE, renders=SHOWN),
    post(f"{ONE}/transfer", transfer, CASE, body=Transfer, renders=SHOWN),
    post(f"{ONE}/complete", complete, CASE, body=Completion, renders=SHOWN),
    post(f"{ONE}/cancel", cancel, CASE, renders=SHOWN),
    get("/queue-statistics", queue_statistics, QueueStatistics, query=Period),
    get("/queue-settings", settings, QueueSettings),
    post(
        "/queue-settings/service-class",
        set_class,
        QueueSettings,
        body=ServiceClassForm,
        renders=SET,
    ),
    post(
        "/queue-settings/service-counter",
        set_counter,
        QueueSettings,
        body=ServiceCounterForm,
        renders=SET,
    ),
    post("/queue-settings/store-site", set_site, QueueSettings, body=StoreSiteForm, renders=SET),
)
