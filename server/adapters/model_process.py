"""A process with models in it, for a web process that must hold none: asked one thing at a time.

It starts when it is first needed, waits in a short queue, is given a limit of time for every
answer, and is replaced when it dies or hangs. The one who asked then hears so; nothing is asked
twice, because the same picture would kill the next process too.
"""

import asyncio
import contextlib
import struct
import sys
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path
from subprocess import PIPE
from typing import TypeVar

import msgspec

from domain.kernel.ports import OutsideError
from domain.kernel.seeing import Unseen
from vocabulary.seeing import Flaw

ROOT = Path(__file__).parent.parent.parent
QUEUE_MAX = 16  # waiting at once; more are told to come again
STOP_S_MAX = 3.0
ANSWER_MAX = 64 * 1024 * 1024
_HEAD = struct.Struct(">I")

T = TypeVar("T")


class ModelError(OutsideError):
    """The models' process did not answer. Says nothing about the picture."""


class _Answer(msgspec.Struct, array_like=True, frozen=True):
    flaw: Flaw | None
    result: msgspec.Raw


class ModelProcess:
    """One process of `vision.worker`, kept as long as it behaves."""

    def __init__(self, module: str, *, queue_max: int = QUEUE_MAX) -> None:
        self._module = module
        self._queue_max = queue_max
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        """The process that runs now, if one does."""
        process = self._process
        return process.pid if process and process.returncode is None else None

    async def ask(
        self, name: str, *given: bytes | str | Sequence[bytes], of: type[T], within_s: float
    ) -> T:
        """One piece of work. Raises Unseen, or ModelError when there is no answer in time."""
        if self._waiting >= self._queue_max:
            raise ModelError("models_busy", "当前识别人数较多，请稍后再试", retry=True)
        self._waiting += 1
        try:
            async with self._turn:
                body = await self._asked(msgspec.msgpack.encode((name, given)), within_s)
        finally:
            self._waiting -= 1
        answer = msgspec.msgpack.decode(body, type=_Answer)
        if answer.flaw is not None:
            raise Unseen(answer.flaw)
        return msgspec.msgpack.decode(answer.result, type=of)

    async def close(self) -> None:
        """End the process: it goes when its input closes, or is made to."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), STOP_S_MAX)
        except TimeoutError:
            await _end(process)

    async def _asked(self, message: bytes, within_s: float) -> bytes:
        process = await self._running()
        done = False
        try:
            async with asyncio.timeout(within_s):
                answer = await _exchange(process, message)
            done = True
        except TimeoutError as problem:
            raise ModelError("models_slow", "识别超时，请稍后再试", retry=True) from problem
        except (OSError, asyncio.IncompleteReadError) as problem:
            raise ModelError("models_gone", "识别服务暂时中断，请重试", retry=True) from problem
        finally:
            if not done:  # also when nobody waits any more: its answer must reach nobody else
                self._process = None
                await _end(process)
        return answer

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "vision.worker",
                self._module,
                stdin=PIPE,
                stdout=PIPE,
                cwd=ROOT,
            )
        return self._process


async def _exchange(process: Process, message: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(_HEAD.pack(len(message)) + message)
    await process.stdin.drain()
    (length,) = _HEAD.unpack(await process.stdout.readexactly(_HEAD.size))
    assert length <= ANSWER_MAX
    return await process.stdout.readexactly(length)


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()
