"""People with faces, before eyes that remember them by their names."""

from uuid import UUID

from domain.devices.actions import terminals
from domain.devices.terms import Activation, DeviceOpening
from domain.faces import actions, log_in
from domain.faces.frames import joined
from domain.faces.terms import Asking, Consenting
from domain.identity.accounts import actor_of
from domain.identity.sessions import Begun
from domain.kernel.actor import Actor, Call
from orm.devices import Device
from orm.faces import FaceChallenge
from orm.identity import Account
from orm.parties import Party
from tests.identity.people import an_operator
from vocabulary.devices import Zone
from vocabulary.faces import FacePurpose, consent_text
from vocabulary.identity import Terminal


class Frames:
    """A file on its way in, of frames."""

    name = ""

    def __init__(self, *frames: str) -> None:
        self._content = joined([frame.encode() for frame in frames])

    async def read(self) -> bytes:
        return self._content


async def a_kiosk(name: str = "一号终端") -> Device:
    """A terminal in use."""
    opened = await terminals.open_device(
        DeviceOpening(name, Zone.SERVICE, "钱工"), by=await an_operator()
    )
    activated = await terminals.activate(Activation(opened.code), call=Call(address="10.9.9.9"))
    return activated.device


def at(kiosk: Device) -> Call:
    """A call through a terminal."""
    return Call("r1", "10.9.9.9", Terminal.KIOSK, kiosk_id=kiosk.id)


async def of(account: Account, call: Call | None = None) -> Actor:
    return actor_of(account, await Party.get(id=account.party_id), call or Call("r2", "10.1.1.1"))


async def consents(by: Actor, purpose: FacePurpose = FacePurpose.LOG_IN) -> None:
    await actions.consent(Consenting(purpose, consent_text(purpose).hash), by=by)


async def asked_of(challenge_id: UUID) -> list[str]:
    return list((await FaceChallenge.get(id=challenge_id)).asked)


async def doing(name: str, challenge_id: UUID) -> Frames:
    """The frames of somebody who does what was asked."""
    return Frames(name, *[f"{name} {each}" for each in await asked_of(challenge_id)])


async def enrols(by: Actor, name: str) -> None:
    """Consent and enrol."""
    await consents(by)
    issued = await actions.ask_to_enrol(by=by)
    await actions.enrol(issued.id, await doing(name, issued.id), by=by)


async def enters(kiosk: Device, name: str, phone: str | None = None) -> Begun:
    """Log in by face."""
    issued = await log_in.ask(Asking(phone), call=at(kiosk))
    return await log_in.by_face(issued.id, await doing(name, issued.id), call=at(kiosk))
