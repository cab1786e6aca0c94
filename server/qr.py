"""/kiosk/qr-code, /events/…/qr-code, /events/…/pass/qr-code: codes as pictures, for screens."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import numpy as np
import zxingcpp
from msgspec import Meta, Struct

from domain.kernel.actor import Actor
from domain.kernel.routing import Route, get
from domain.store.events import at_door

TEXT_LENGTH_MAX = 300
CORRECTION = "M"


class QrText(Struct, frozen=True, forbid_unknown_fields=True):
    """要画成二维码的网址。"""

    text: Annotated[
        str, Meta(min_length=1, max_length=TEXT_LENGTH_MAX, pattern=r"^https?://[!-~]+$")
    ]


class QrPicture(Struct, frozen=True):
    """二维码：若干行，每行每格为 1（黑）或 0（白），四周没有留白。"""

    rows: list[str]


class PassPicture(QrPicture, frozen=True):
    """本人的签到码，画成二维码；到期前须重新获取。"""

    expires_at: datetime


def rows_of(text: str) -> list[str]:
    """The modules of the code of a text."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=CORRECTION)
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    return ["".join("0" if cell else "1" for cell in row) for row in np.asarray(image).tolist()]


async def qr_code(query: QrText) -> QrPicture:
    """把一个网址画成二维码。"""
    return QrPicture(rows_of(query.text))


async def event_qr_code(event_id: UUID, query: QrText, actor: Actor) -> QrPicture:
    """把一场活动的签到网址画成二维码，由工作人员的屏幕展示。"""
    await at_door.entry_code(event_id, to=actor)
    return QrPicture(rows_of(query.text))


async def pass_qr_code(event_id: UUID, actor: Actor) -> PassPicture:
    """把本人的签到码画成二维码，在智能终端前出示。"""
    code = await at_door.own_pass(event_id, to=actor)
    return PassPicture(rows_of(code.code), code.expires_at)


ROUTES: tuple[Route, ...] = (
    get("/events/{event_id}/qr-code", event_qr_code, QrPicture, query=QrText),
    get("/events/{event_id}/pass/qr-code", pass_qr_code, PassPicture),
    get("/kiosk/qr-code", qr_code, QrPicture, query=QrText, public=True, device=True),
)
