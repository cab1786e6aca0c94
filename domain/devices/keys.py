"""The key pairs of devices: made on the device, only the public half is ever known here."""

from base64 import b64decode
from binascii import Error as NotBase64
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEYS_CACHED_MAX = 20_000


@lru_cache(maxsize=KEYS_CACHED_MAX)
def _read(public_key: str) -> Ed25519PublicKey | None:
    try:
        return Ed25519PublicKey.from_public_bytes(b64decode(public_key, validate=True))
    except (NotBase64, ValueError):
        return None


def is_signed(public_key: str, message: bytes, signature: str) -> bool:
    """Did the holder of the private half sign exactly this?"""
    key = _read(public_key)
    if key is None:
        return False
    try:
        key.verify(b64decode(signature, validate=True), message)
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True
