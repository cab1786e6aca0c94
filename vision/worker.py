"""`python -m vision.worker MODULE`: does a module's work in a process of its own.

Asked over its input, answering over its output: each message is a length and a msgpack body.
`OFFERS` of the module says what may be asked. A picture that cannot be used is an answer; an
error of ours ends the process, and whoever asked starts another. When the input closes, it goes.
"""

import importlib
import os
import resource
import struct
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

import msgspec

from vision.flawed import Flawed
from vocabulary.seeing import Flaw

MEMORY_MAX = 6 * 1024**3  # of addresses: a bomb that slips through ends here, not the machine
NICE = 10  # the web process goes first: people wait for it, and only one for us
HEAD = struct.Struct(">I")
MESSAGE_MAX = 64 * 1024 * 1024


class Asked(msgspec.Struct, array_like=True, frozen=True):
    """What to do, and with what."""

    name: str
    given: list[Any]


class Answer(msgspec.Struct, array_like=True, frozen=True):
    """What came of it: a flaw, or the encoded result."""

    flaw: Flaw | None
    result: msgspec.Raw = msgspec.Raw(b"\xc0")


def main(module: str) -> int:
    """Answer until the input closes."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    offers: Mapping[str, Callable[..., Any]] = importlib.import_module(module).OFFERS
    while (body := _read(inward)) is not None:
        asked = msgspec.msgpack.decode(body, type=Asked)
        answer = msgspec.msgpack.encode(_answer(offers[asked.name], asked.given))
        outward.write(HEAD.pack(len(answer)) + answer)
        outward.flush()
    return 0


def _answer(work: Callable[..., Any], given: list[Any]) -> Answer:
    try:
        return Answer(None, msgspec.Raw(msgspec.msgpack.encode(work(*given))))
    except Flawed as problem:
        return Answer(problem.flaw)


def _read(inward: BinaryIO) -> bytes | None:
    head = inward.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    assert length <= MESSAGE_MAX
    body = inward.read(length)
    return body if len(body) == length else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
