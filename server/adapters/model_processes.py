"""Processes with models in them, for a web process that must hold none: bytes in, bytes out.

They start when they are first needed and say when they are ready. Whoever asks waits in a short
queue and is given a limit of time; a process that dies, hangs or loses its caller is ended and
replaced. The one who asked then hears so; nothing is asked twice, because the same picture
would kill the next process too.
"""

import asyncio
import contextlib
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from domain.kernel.ports import OutsideError

ROOT = Path(__file__).parent.parent.parent
WAITING_MAX = 16  # beyond those being answered; more are told to come again
START_S_MAX = 60.0  # a busy machine, cold disks
STOP_S_MAX = 3.0
ANSWER_BYTES_MAX = 64 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class ModelError(OutsideError):
    """The models did not answer: busy, too slow, or gone. Says nothing about the picture."""


class ModelProcesses:
    """Some processes of one module of ours: `python -m MODULE …`."""

    def __init__(
        self, module: Sequence[str], count: int = 1, *, waiting_max: int = WAITING_MAX
    ) -> None:
        self._module = tuple(module)
        self._free = asyncio.Semaphore(count)
        self._asked_max = count + waiting_max
        self._asked = 0
        self._idle: list[Process] = []
        self._all: set[Process] = set()

    @property
    def running(self) -> list[Process]:
        """The processes that run now."""
        return [process for process in self._all if process.returncode is None]

    async def ask(self, words: bytes, within_s: float) -> bytes:
        """One question, one answer. Raises ModelError."""
        if self._asked >= self._asked_max:
            raise ModelError("models_busy", "当前识别人数较多，请稍后再试", retry=True)
        self._asked += 1
        try:
            async with self._free:
                process = self._idle.pop() if self._idle else await self._started()
                answer = await self._answered(process, _said(process, words), within_s)
                self._idle.append(process)
                return answer
        finally:
            self._asked -= 1

    async def close(self) -> None:
        """End them all: they go when their input closes, or are made to."""
        ending, self._idle = self.running, []
        for process in ending:
            assert process.stdin is not None, "started with pipes"
            process.stdin.close()
        await asyncio.gather(*map(self._gone, ending))

    async def _started(self) -> Process:
        """A new process that has said it is ready: loading its libraries is no one's time."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *self._module, stdin=PIPE, stdout=PIPE, cwd=ROOT
        )
        self._all.add(process)
        await self._answered(process, _heard(process), START_S_MAX)
        return process

    async def _answered(
        self, process: Process, answer: Coroutine[Any, Any, bytes], within_s: float
    ) -> bytes:
        """An answer in time. Else the process ends: what it still says must reach nobody else."""
        done = False
        try:
            async with asyncio.timeout(within_s):
                found = await answer
            done = True
        except TimeoutError as problem:
            raise ModelError("models_slow", "识别超时，请稍后再试", retry=True) from problem
        except (OSError, asyncio.IncompleteReadError) as problem:
            raise ModelError("models_gone", "识别服务暂时中断，请重试", retry=True) from problem
        finally:
            if not done:
                await self._end(process)
        return found

    async def _gone(self, process: Process) -> None:
        try:
            await asyncio.wait_for(process.wait(), STOP_S_MAX)
        except TimeoutError:
            await self._end(process)
        self._all.discard(process)

    async def _end(self, process: Process) -> None:
        self._all.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _said(process: Process, words: bytes) -> bytes:
    assert process.stdin is not None, "started with pipes"
    process.stdin.write(_LENGTH.pack(len(words)) + words)
    await process.stdin.drain()
    return await _heard(process)


async def _heard(process: Process) -> bytes:
    assert process.stdout is not None, "started with pipes"
    (length,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
    assert length <= ANSWER_BYTES_MAX, "a process of ours keeps to the limits"
    return await process.stdout.readexactly(length)
