"""Files on their way in and out: read up to a limit, few at once; sent in pieces, never shown."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from sanic import Request
from sanic.exceptions import RequestTimeout
from sanic.response import ResponseStream

from domain.kernel.actor import Call
from domain.kernel.download import Download
from domain.kernel.refusal import Invalid, TooLarge, Unavailable
from domain.kernel.routing import Upload

READING_MAX = 12  # files in this process's memory at once
READING_OF_ONE_MAX = 2  # of one account, or of one address
READING_S = 60.0
DRAIN_S = 5.0
RETRY_AFTER_S = 5


class _Reading:
    """Who is sending a file to this process now."""

    by: Counter[str] = Counter()


class SentFile:
    """The body of a request as a file. It is read when asked for, and no further than allowed."""

    def __init__(self, request: Request, call: Call, who: str, upload: Upload) -> None:
        self._request = request
        self._call = call
        self._who = who
        self._bytes_max = upload.bytes_max
        self.name = _name_of(request)

    async def read(self) -> bytes:
        """All its bytes. Their hash stands in for the body where an answer is looked up."""
        declared = self._request.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._bytes_max:
            raise TooLarge(self._bytes_max)
        content = bytearray()
        with _turn_of(self._who):
            async with _deadline(READING_S):
                async for piece in _pieces(self._request):
                    content += piece
                    if len(content) > self._bytes_max:
                        raise TooLarge(self._bytes_max)
        found = bytes(content)
        said = f"{self._request.path}\n{self.name}\n{sha256(found).hexdigest()}"
        self._call.body_hash = sha256(said.encode()).hexdigest()
        return found

    async def drain(self) -> None:
        """Let what is left of a refused file pass by, so that its sender hears the refusal."""
        stream: Any = self._request.stream
        if stream.expecting_continue:
            return  # nothing has been sent, and nothing is asked for
        passed = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                async for piece in _pieces(self._request):
                    passed += len(piece)
                    if passed > self._bytes_max:
                        return


def send(file: Download) -> ResponseStream:
    """A file for the disk, never for the page: no browser is to open it here."""

    async def pour(response: Any) -> None:
        async for piece in file.chunks:
            await response.write(piece)

    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Length": str(file.size_bytes),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return ResponseStream(pour, headers=headers, content_type=file.media)


def _name_of(request: Request) -> str:
    given = request.headers.get("x-file-name", "")
    try:
        return unquote_to_bytes(given).decode()
    except UnicodeDecodeError as problem:
        sentence = "文件名应以 UTF-8 百分号编码写在 X-File-Name 中"
        raise Invalid(sentence, (("X-File-Name", sentence),)) from problem


@contextlib.contextmanager
def _turn_of(who: str) -> Any:
    """A place among those who may send at the same time: memory has an end."""
    if _Reading.by.total() >= READING_MAX or _Reading.by[who] >= READING_OF_ONE_MAX:
        raise Unavailable("正在上传的文件较多，请稍后重试", retry_after_s=RETRY_AFTER_S)
    _Reading.by[who] += 1
    try:
        yield
    finally:
        _Reading.by[who] -= 1
        _Reading.by += Counter()  # forgets whoever has nothing under way


@contextlib.asynccontextmanager
async def _deadline(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as problem:
        raise RequestTimeout("the file did not come in time") from problem


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    stream: Any = request.stream
    while piece := await stream.read():
        yield piece
