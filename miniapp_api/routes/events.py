"""/events: what people do at a visit or a roadshow alike: sign in, ask, need, rate, keep."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.ports import IncomingFile
from domain.lending.queries import cases
from domain.lending.queries.views import ApplicationCase
from domain.lending.terms import Publication
from domain.store.events import at_door, queries
from domain.store.events.actions import arriving, asking, checks, needing, recording, signing_in
from domain.store.events.at_door import EntryCode, Welcome
from domain.store.events.media import RECORDING_BYTES_MAX, RECORDING_MEDIA
from domain.store.events.queries import EventBook
from domain.store.events.terms import (
    AnswerForm,
    EventRating,
    Guest,
    GuestList,
    NeedForm,
    Question,
    Scanned,
    Ticked,
)
from miniapp_api.routing import Reason, Route, Upload, get, post, take


async def entry_code(event_id: UUID, actor: Actor) -> EntryCode:
    """现场签到码，约一分钟内有效，由工作人员的屏幕展示。"""
    return await at_door.entry_code(event_id, to=actor)


async def own_pass(event_id: UUID, actor: Actor) -> EntryCode:
    """本人的签到码，在智能终端前出示。"""
    return await at_door.own_pass(event_id, to=actor)


async def check_in(event_id: UUID, body: Scanned, actor: Actor) -> object:
    """扫现场屏幕上的签到码签到；路演同时分配座位。过期、转发或其他活动的签到码不能使用。"""
    return await signing_in.check_in(event_id, body, by=actor)


async def check_in_at_desk(event_id: UUID, body: Guest, actor: Actor) -> object:
    """工作人员为没有手机或账号的来宾代签。"""
    return await signing_in.check_in_at_desk(event_id, body, by=actor)


async def list_guests(event_id: UUID, body: GuestList, actor: Actor) -> object:
    """登记来访名单，来宾可在智能终端凭名单和手机号码后四位签到。"""
    return await signing_in.list_guests(event_id, body, by=actor)


async def confirm_arrival(event_id: UUID, arrival_id: UUID, actor: Actor) -> object:
    """核实一条存疑的离线签到：来宾确已到场，按到场时间登记（旗舰店工作人员）。"""
    return await arriving.confirm_arrival(event_id, arrival_id, by=actor)


async def dismiss_arrival(event_id: UUID, arrival_id: UUID, body: Reason, actor: Actor) -> object:
    """核实一条存疑的离线签到：不予登记，写明原因（旗舰店工作人员）。"""
    return await arriving.dismiss_arrival(event_id, arrival_id, body.reason, by=actor)


async def tick(event_id: UUID, body: Ticked, actor: Actor) -> object:
    """检查清单中的一项检查完成（旗舰店工作人员）。"""
    return await checks.tick(event_id, body, by=actor)


async def ask_question(event_id: UUID, body: Question, actor: Actor) -> object:
    """现场提问；工作人员可代为登记。"""
    return await asking.ask_question(event_id, body, by=actor)


async def answer_question(
    event_id: UUID, question_id: UUID, body: AnswerForm, actor: Actor
) -> object:
    """答复提问（旗舰店工作人员或路演机构）。"""
    return await asking.answer_question(event_id, question_id, body, by=actor)


async def note_need(event_id: UUID, body: NeedForm, actor: Actor) -> object:
    """登记一条需求，记入台账。"""
    return await needing.note_need(event_id, body, by=actor)


async def publish_need(event_id: UUID, need_id: UUID, body: Publication, actor: Actor) -> object:
    """企业把一条需求一步发布为融资需求，双方互相关联；只能发布一次。"""
    return await needing.publish_need(event_id, need_id, body, by=actor)


async def rate_event(event_id: UUID, body: EventRating, actor: Actor) -> object:
    """评价活动，签到的人每人一次。"""
    return await asking.rate_event(event_id, body, by=actor)


async def keep_recording(event_id: UUID, file: IncomingFile, actor: Actor) -> object:
    """上传影像资料，加密保存。"""
    return await recording.keep_recording(event_id, file, by=actor)


async def read_recording(event_id: UUID, file_id: UUID, actor: Actor) -> Download:
    """下载一份影像资料；下载行为留痕。"""
    return await recording.read_recording(event_id, file_id, by=actor)


ONE = "/events/{event_id}"
ARRIVAL = f"{ONE}/arrivals/{{arrival_id}}"
BOOK, SHOWN = EventBook, queries.book
IN = {"renders": at_door.welcome}
TAKEN = Upload(RECORDING_MEDIA, RECORDING_BYTES_MAX)

ROUTES: tuple[Route, ...] = (
    get(f"{ONE}/entry-code", entry_code, EntryCode),
    get(f"{ONE}/pass", own_pass, EntryCode),
    post(f"{ONE}/check-in", check_in, Welcome, body=Scanned, **IN),
    post(f"{ONE}/check-in-at-desk", check_in_at_desk, Welcome, body=Guest, **IN),
    post(f"{ONE}/list-guests", list_guests, BOOK, body=GuestList, renders=SHOWN),
    post(f"{ARRIVAL}/confirm-arrival", confirm_arrival, BOOK, renders=SHOWN),
    post(f"{ARRIVAL}/dismiss-arrival", dismiss_arrival, BOOK, body=Reason, renders=SHOWN),
    post(f"{ONE}/tick", tick, BOOK, body=Ticked, renders=SHOWN),
    post(f"{ONE}/ask-question", ask_question, BOOK, body=Question, renders=SHOWN),
    post(
        f"{ONE}/questions/{{question_id}}/answer-question",
        answer_question,
        BOOK,
        body=AnswerForm,
        renders=SHOWN,
    ),
    post(f"{ONE}/note-need", note_need, BOOK, body=NeedForm, renders=SHOWN),
    post(
        f"{ONE}/needs/{{need_id}}/publish",
        publish_need,
        ApplicationCase,
        body=Publication,
        renders=cases.case,
        status=201,
    ),
    post(f"{ONE}/rate-event", rate_event, BOOK, body=EventRating, renders=SHOWN),
    take(f"{ONE}/keep-recording", keep_recording, BOOK, upload=TAKEN, renders=SHOWN),
    get(f"{ONE}/recordings/{{file_id}}", read_recording, None, download=RECORDING_MEDIA),
)
