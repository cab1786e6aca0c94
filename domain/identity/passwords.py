"""Passwords: hashed and checked with argon2id, off the event loop, a bounded number at a time."""

import asyncio
import base64
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from domain.kernel.refusal import Unavailable

MEMORY_KIB = 19 * 1024
ROUNDS = 2
LANES = 1
SALT_BYTES = 16
HASH_BYTES = 32
THREADS_MAX = 2  # one hash keeps a core busy for 40 ms
WAITING_MAX = 64  # at 40 ms a hash nobody in the queue waits longer than a second and a half
RETRY_AFTER_S = 3

T = TypeVar("T")

_hasher = PasswordHasher(
    time_cost=ROUNDS,
    memory_cost=MEMORY_KIB,
    parallelism=LANES,
    hash_len=HASH_BYTES,
    salt_len=SALT_BYTES,
)
_threads = ThreadPoolExecutor(THREADS_MAX, thread_name_prefix="password")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


# No password has this hash. Checking one against it costs what checking a real one costs.
NOBODYS_HASH = (
    f"$argon2id$v=19$m={MEMORY_KIB},t={ROUNDS},p={LANES}"
    f"${_base64(bytes(SALT_BYTES))}${_base64(bytes(HASH_BYTES))}"
)


class _Queue:
    """How many hashes of this process are being made or waiting."""

    length = 0


async def make_hash(password: str) -> str:
    """Hash a new password. Raises `Unavailable` when too many are waiting."""
    return await _off_the_loop(lambda: _hasher.hash(_spelled(password)))


async def fits(stored: str | None, password: str) -> bool:
    """Check a password. Nobody's (None) takes the same work and never fits."""
    return await _off_the_loop(lambda: _verified(stored or NOBODYS_HASH, _spelled(password)))


def is_outdated(stored: str) -> bool:
    """Was this hash made with other parameters than today's?"""
    return _hasher.check_needs_rehash(stored)


def _verified(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except VerifyMismatchError:
        return False


def _spelled(password: str) -> str:
    """One spelling: a Chinese keyboard may send full-width letters for the same keys."""
    return unicodedata.normalize("NFKC", password)


async def _off_the_loop(work: Callable[[], T]) -> T:
    if _Queue.length >= WAITING_MAX:
        raise Unavailable("当前登录人数较多，请稍后再试", retry_after_s=RETRY_AFTER_S)
    _Queue.length += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _Queue.length -= 1
