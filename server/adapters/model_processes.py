"""Processes that hold models, asked through their stdin: bounded, timed, replaced when they die.

They start at the first question, so a process that asks none pays for none. A web process never
imports a model: it sends bytes and reads bytes.
"""

import asyncio
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

from domain.kernel.ports import OutsideError

WAITING_MAX = 32  # questions of this process that may wait for a free one
LENGTH = struct.Struct(">I")
TROUBLE = (TimeoutError, asyncio.IncompleteReadError, OSError)


class ModelProcesses:
    """Some processes of one module of ours."""

    def __init__(self, module: Sequence[str], count: int, waiting_max: int = WAITING_MAX) -> None:
        self._module = module
        self._free = asyncio.Semaphore(count)
        self._waiting_max = waiting_max + count
        self._asked = 0
        self._idle: list[Process] = []
        self._all: set[Process] = set()

    async def ask(self, words: bytes, timeout_s: float) -> bytes:
        """One question, one answer. Raises OutsideError: busy, too slow, or died."""
        if self._asked >= self._waiting_max:
            raise OutsideError("eyes_busy", "识别服务繁忙，请稍后再试", retry=True)
        self._asked += 1
        try:
            async with asyncio.timeout(timeout_s), self._free:
                return await self._exchange(words)
        except TROUBLE as problem:
            raise OutsideError(
                "eyes_failed", "识别服务暂时不可用，请稍后再试", retry=True
            ) from problem
        finally:
            self._asked -= 1

    async def _exchange(self, words: bytes) -> bytes:
        process = self._idle.pop() if self._idle else await self._start()
        try:
            answer = await _told(process, words)
        except BaseException:  # also when cancelled: its answer would be read by the next one
            self._end(process)
            raise
        self._idle.append(process)
        return answer

    async def _start(self) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *self._module, stdin=PIPE, stdout=PIPE, start_new_session=True
        )
        self._all.add(process)
        return process

    def _end(self, process: Process) -> None:
        self._all.discard(process)
        if process.returncode is None:
            process.kill()

    async def close(self) -> None:
        """End them all, and wait until they are gone."""
        ending = list(self._all)
        self._idle.clear()
        for process in ending:
            self._end(process)
        for process in ending:
            await process.wait()


async def _told(process: Process, words: bytes) -> bytes:
    assert process.stdin is not None, "started with pipes"
    assert process.stdout is not None, "started with pipes"
    process.stdin.write(LENGTH.pack(len(words)) + words)
    await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    return await process.stdout.readexactly(length)
