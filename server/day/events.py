"""The day's guests: a visit from the telephone call to its record, a roadshow up to its debrief."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from domain.kernel import clock
from server.day.cast import CannotPlay, Case, Cast, act
from server.day.notes import ROADSHOWS, VISITS, Notes
from server.day.queue import enrolled
from server.replay.line import Line, Refused
from server.replay.parties import Person
from vocabulary.devices import Zone
from vocabulary.events import RoadshowState, RunItemKind, VisitState

SOON = timedelta(minutes=1)  # what is booked lies ahead, and still today
VISIT, ROADSHOW = timedelta(minutes=40), timedelta(hours=1)
KIOSK = "模拟日·签到终端"
GUESTS = ("周建国", "许文静", "沈国强")
TOUR = ((Zone.FOYER, 10), (Zone.EXHIBITION, 20))
RUN_SHEET = (
    (RunItemKind.OPENING, "主持人开场", 5),
    (RunItemKind.PITCH, "设备更新贷款宣讲", 20),
    (RunItemKind.QUESTIONS, "企业提问", 10),
)


async def receive_a_visit(cast: Cast, notes: Notes, line: Line) -> None:
    """A delegation calls, comes, signs in, is shown round and leaves.

    One of them signs in at a kiosk that has no line.
    """
    begins = _soon()
    booking = {
        "delegation": "常州市工商联考察团",
        "contact_name": GUESTS[0],
        "contact_phone": _phone(0),
        "headcount": len(GUESTS),
        "purpose": "了解企业金融服务超市的运营模式",
        "begins_at": begins.isoformat(),
        "ends_at": (begins + VISIT).isoformat(),
        "is_enterprise": False,
    }
    visit = await act(cast.one, "/visits/book", booking)
    one = f"/visits/{visit['id']}"
    await act(cast.one, f"/events/{visit['id']}/list-guests", {"guests": _guests()})
    guides = [each["id"] for each in (await cast.one.get("/visits/guides"))["items"]]
    route = [{"zone": zone, "minutes": minutes} for zone, minutes in TOUR]
    confirmations = [{"guide_id": guide, "tour_route": route} for guide in guides]
    visit = await _first_that_fits(cast.one, f"{one}/confirm", confirmations)
    await _check_all(cast.one, visit)
    await act(cast.one, f"{one}/prepare")
    await act(cast.one, f"{one}/receive")
    await _sign_in_without_a_line(cast, line, visit)
    await _sign_in(cast.one, visit, _guests()[1:])
    record = {"equipment_returned": True, "notes": "考察团关注政策性贷款的办理流程。"}
    await act(cast.one, f"{one}/wrap-up", record)
    notes.expect(VISITS, visit, state=VisitState.ARCHIVED, attended=len(GUESTS), checks_open=0)


async def hold_a_roadshow(cast: Cast, notes: Notes) -> None:
    """A bank applies; the store finds a room; enterprises come, ask, and say what they need."""
    begins = _soon()
    span = {"begins_at": begins.isoformat(), "ends_at": (begins + ROADSHOW).isoformat()}
    told = {"topic": "设备更新贷款专场", "headcount": len(GUESTS), **span}
    show = await act(cast.presenter, "/roadshows/apply", told)
    one = f"/roadshows/{show['id']}"
    rooms = [each for each in (await cast.other.get("/store-calendar"))["rooms"] if each["in_use"]]
    schedules = [{"room_id": each["id"], **span} for each in rooms]
    show = await _first_that_fits(cast.other, f"{one}/schedule", schedules)
    sheet = [
        {"kind": kind, "title": title, "minutes": minutes} for kind, title, minutes in RUN_SHEET
    ]
    await act(cast.presenter, f"{one}/plan", {"items": sheet})
    await _check_all(cast.other, show)
    await act(cast.other, f"{one}/set-up")
    await act(cast.other, f"{one}/open-entry")
    await _sign_in(cast.other, show, _guests())
    await act(cast.presenter, f"{one}/start")
    await _talk(cast, show)
    done = {"summary": "到场企业提问踊跃，一家有明确意向。", "improvements": "延长提问时间。"}
    await act(cast.presenter, f"{one}/debrief", done)
    await act(cast.other, f"{one}/archive")
    state = RoadshowState.ARCHIVED
    notes.expect(ROADSHOWS, show, state=state, attended=len(GUESTS), checks_open=0)


async def _talk(cast: Cast, show: Case) -> None:
    event = f"/events/{show['id']}"
    question = {"question": "没有抵押物可以申请吗？", "asked_by": "到场企业"}
    book = await act(cast.other, f"{event}/ask-question", question)
    asked = f"{event}/questions/{book['questions'][0]['id']}/answer-question"
    await act(cast.presenter, asked, {"answer": "可以申请信用贷款，参考纳税情况核定额度。"})
    need = {"need": "采购数控设备，需要三年期贷款", "enterprise_name": "到场企业"}
    await act(cast.presenter, f"{event}/note-need", need)


async def _check_all(by: Person, event: Case) -> None:
    for each in event["book"]["checks"]:
        if each["done_at"] is None:
            await act(by, f"/events/{event['id']}/tick", {"item": each["item"]})


async def _sign_in_without_a_line(cast: Cast, line: Line, event: Case) -> None:
    """The first guest, by the list that a kiosk kept; handed in twice, as if an answer was lost."""
    guest = _guests()[0]
    async with enrolled(cast, line, KIOSK) as kiosk:
        kept = await kiosk.get("/kiosk/events/check-ins")
        [listed] = [
            each["attendee_id"]
            for held in kept["items"]
            for each in held["expected"]
            if held["id"] == event["id"] and each["name_masked"][0] == guest["name"][0]
        ]
        came = {
            "id": str(uuid4()),
            "event_id": event["id"],
            "arrived_at": kept["now"],
            "attendee_id": listed,
            "last_four": guest["phone"][-4:],
        }
        path = "/kiosk/events/check-ins/upload"
        first, again = [await kiosk.post(path, {"check_ins": [came]}) for _ in range(2)]
    [taken] = first["items"]
    if first != again or not taken["accepted"] or taken["unclear"]:
        raise CannotPlay(f"a sign-in without a line was answered with {first}, then {again}")


async def _sign_in(by: Person, event: Case, guests: Iterable[Mapping[str, str]]) -> None:
    for guest in guests:
        await act(by, f"/events/{event['id']}/check-in-at-desk", guest)


async def _first_that_fits(by: Person, path: str, bodies: Iterable[Mapping[str, Any]]) -> Case:
    """Guides and rooms may be taken: go through them as a person would."""
    why = "nobody and nothing to choose from"
    for body in bodies:
        try:
            return await act(by, path, body)
        except Refused as refusal:
            why = refusal.detail
    raise CannotPlay(f"{path}: {why}")


def _soon() -> datetime:
    begins = clock.now() + SOON
    if clock.date_of(begins) != clock.today():
        raise CannotPlay("the day is nearly over: play it after midnight, Shanghai time")
    return begins


def _phone(place: int) -> str:
    return f"1380000{place + 1234:04d}"


def _guests() -> list[dict[str, str]]:
    return [
        {"name": name, "phone": _phone(place), "company": "常州市工商联"}
        for place, name in enumerate(GUESTS)
    ]
