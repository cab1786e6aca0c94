"""Which terminal holds a token: asked of the database every time, so that a retired one is out."""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from domain.kernel import clock
from orm.devices import Device
from vocabulary.devices import DeviceState

TOKEN_BYTES = 32
TOKEN_LENGTH = 43  # what 32 bytes make in base64url
SEEN_EVERY = timedelta(minutes=1)


def new_token() -> str:
    """A fresh token; only its digest is kept."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is stored of a token. It is random, so a plain digest cannot be guessed back."""
    return sha256(token.encode()).hexdigest()


async def which_device(token: str) -> UUID | None:
    """The terminal in use that holds this token; None for any other."""
    if len(token) != TOKEN_LENGTH:
        return None
    device = await Device.get_or_none(token_digest=digest_of(token), state=DeviceState.IN_USE)
    if device is None:
        return None
    now = clock.now()
    if device.seen_at is None or now - device.seen_at > SEEN_EVERY:
        await Device.filter(id=device.id).update(seen_at=now)
    return device.id
