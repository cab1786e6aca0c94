"""A store of two counters on a working morning, and a clock that is put forward by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.store.queue.actions import calling, keeping
from domain.store.queue.terms import ServiceClassForm, ServiceCounterForm, StoreSiteForm
from orm.devices import Device
from orm.store_queue import ServiceClass, ServiceCounter
from tests import world
from tests.remembered import hold_hands
from vocabulary.devices import DeviceKind, DeviceState, Zone
from vocabulary.identity import Terminal
from vocabulary.parties import Role
from vocabulary.store_queue import TicketPriority

MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, ten o'clock in Shanghai
SITE = StoreSiteForm(
    latitude_e6=31_320_000, longitude_e6=120_710_000, radius_m=500, opens_at="09:00",
    closes_at="17:00",
)  # fmt: skip


class Hands:
    """The clock of a test."""

    def __init__(self) -> None:
        self.at = MORNING

    def now(self) -> datetime:
        return self.at

    def forward(self, **span: int) -> None:
        self.at += timedelta(**span)


@pytest.fixture(autouse=True)
def _outside() -> None:
    hold_hands()


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    found = Hands()
    monkeypatch.setattr(clock, "now", found.now)
    return found


class Store:
    """The store of a test: its classes, counters, people and kiosks."""

    operator: Actor
    staff: tuple[Actor, Actor]
    loans: ServiceClass
    major: ServiceClass
    first: ServiceCounter
    second: ServiceCounter


def a_class(prefix: str, name: str, **differing: object) -> ServiceClassForm:
    told: dict[str, object] = {"typical_minutes": 10, "slot_capacity": 1, "return_minutes": 15}
    return ServiceClassForm(prefix=prefix, name=name, **told | differing)  # type: ignore[arg-type]  # as told


@pytest.fixture
async def store(db: None, hands: Hands) -> Store:
    party = await world.an_operator()
    found = Store()
    found.operator = by = world.operator_of(party)
    found.staff = (world.someone(party, Role.STORE_STAFF), world.someone(party, Role.STORE_STAFF))
    found.loans = await keeping.set_class(a_class("A", "融资咨询"), by=by)
    found.major = await keeping.set_class(
        a_class("V", "重大项目", priority=TicketPriority.PREFERRED), by=by
    )
    for number, skills in ((1, ["A", "V"]), (2, ["A"])):
        body = ServiceCounterForm(counter_no=number, name=f"{number}号窗口", skills=skills)
        counter = await keeping.set_counter(body, by=by)
        if number == 1:
            found.first = counter
        else:
            found.second = counter
    await keeping.set_site(SITE, by=by)
    return found


@pytest.fixture
async def both_open(store: Store) -> Store:
    await calling.open_counter(store.first.id, by=store.staff[0])
    await calling.open_counter(store.second.id, by=store.staff[1])
    return store


async def a_kiosk(name: str = "一号终端") -> Call:
    device = await Device.create(
        kind=DeviceKind.KIOSK, name=name, zone=Zone.SERVICE, custodian="钱工",
        state=DeviceState.IN_USE, created_at=clock.now(),
    )  # fmt: skip
    return Call("r", "10.9.9.9", Terminal.KIOSK, kiosk_id=device.id)
