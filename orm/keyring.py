"""The keys of the data: field encryption with named keys, rotation, and blind indexes.

Ciphertext layout: one byte profile, one byte length of the key's name, the name, a 12-byte
nonce, then ciphertext and 16-byte tag. The table and column are authenticated with it, so a
value moved to another column does not open.
"""

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from hashlib import sha256
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
SM4_KEY_BYTES = 16
CIPHERS_MAX = 64


class Profile(IntEnum):
    """Which cipher sealed a value. A software SM4 is no certified module."""

    AES_256_GCM = 1
    SM4_GCM = 2


class UnknownKeyError(Exception):
    """The value names a key this process does not hold."""


class _Cipher(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated: bytes) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated: bytes) -> bytes: ...


class _Sm4Gcm:
    """SM4 in GCM mode behind the shape of cryptography's AESGCM."""

    def __init__(self, key: bytes) -> None:
        self._key = algorithms.SM4(key[:SM4_KEY_BYTES])

    def encrypt(self, nonce: bytes, data: bytes, associated: bytes) -> bytes:
        sealing = Cipher(self._key, modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(associated)
        return sealing.update(data) + sealing.finalize() + sealing.tag

    def decrypt(self, nonce: bytes, data: bytes, associated: bytes) -> bytes:
        body, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
        opening = Cipher(self._key, modes.GCM(nonce, tag)).decryptor()
        opening.authenticate_additional_data(associated)
        return opening.update(body) + opening.finalize()


@lru_cache(maxsize=CIPHERS_MAX)
def _cipher(profile: Profile, key: bytes) -> _Cipher:
    return _Sm4Gcm(key) if profile is Profile.SM4_GCM else AESGCM(key)


@dataclass(frozen=True)
class Keyring:
    """Named keys of 32 bytes; `current` seals, every key opens; `index_key` blinds look-ups."""

    keys: Mapping[str, bytes]
    current: str
    index_key: bytes
    profile: Profile = Profile.AES_256_GCM

    def __post_init__(self) -> None:
        assert self.current in self.keys, "the current key must be in the ring"
        assert all(len(key) == KEY_BYTES for key in self.keys.values()), "keys have 32 bytes"
        assert len(self.index_key) == KEY_BYTES, "the index key has 32 bytes"

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt for one place (`table.column`)."""
        return self.seal_bytes(text.encode(), place)

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt; raises `UnknownKeyError`, or `cryptography.exceptions.InvalidTag`."""
        return self.open_bytes(sealed, place).decode()

    def seal_bytes(self, content: bytes, place: str) -> bytes:
        """Encrypt a file for one place."""
        name = self.current.encode()
        nonce = os.urandom(NONCE_BYTES)
        cipher = _cipher(self.profile, self.keys[self.current])
        head = bytes((self.profile, len(name))) + name + nonce
        return head + cipher.encrypt(nonce, content, place.encode())

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        """Decrypt a file; raises as `open` does."""
        name_end = 2 + sealed[1]
        name = sealed[2:name_end].decode()
        if name not in self.keys:
            raise UnknownKeyError(name)
        nonce_end = name_end + NONCE_BYTES
        cipher = _cipher(Profile(sealed[0]), self.keys[name])
        return cipher.decrypt(sealed[name_end:nonce_end], sealed[nonce_end:], place.encode())

    def is_current(self, sealed: bytes) -> bool:
        """Was this sealed with today's key and profile? Rotation rewrites what was not."""
        return sealed[0] == self.profile and sealed[2 : 2 + sealed[1]].decode() == self.current

    def blind(self, text: str, place: str) -> str:
        """A keyed digest by which an encrypted value can be looked up, never read."""
        return hmac.new(self.index_key, f"{place}\0{text}".encode(), sha256).hexdigest()


def read_keys(text: str, profile: Profile = Profile.AES_256_GCM) -> Keyring:
    """Read `index:BASE64,k2:BASE64,k1:BASE64`: the first key after the index is current."""
    pairs = [item.strip().split(":", 1) for item in text.split(",") if item.strip()]
    keys = {name: b64decode(value, validate=True) for name, value in pairs}
    index_key = keys.pop("index")
    return Keyring(keys, next(iter(keys)), index_key, profile)


def make_keys(name: str = "k1") -> str:
    """Fresh keys in the form `read_keys` reads."""
    return ",".join(f"{key}:{b64encode(os.urandom(KEY_BYTES)).decode()}" for key in ("index", name))


class _Held:
    """The ring of this process; set once by whoever puts the process together."""

    ring: Keyring | None = None


def hold(ring: Keyring) -> None:
    """Give this process its keys."""
    _Held.ring = ring


def held() -> Keyring:
    """The keys of this process."""
    assert _Held.ring is not None, "no keys: call orm.keyring.hold first"
    return _Held.ring
