"""`python -m vision.faces.worker ENGINE`: a process that sees faces, asked through its stdin.

It ends when its stdin ends, so it cannot outlive whoever started it. What it cannot cope with
ends it too: whoever asked is told, and starts another.
"""

import os
import signal
import sys
from typing import BinaryIO

from vision.faces.eyes import Eyes
from vision.faces.measured import ENGINES
from vision.faces.wire import (
    LENGTH,
    MESSAGE_BYTES_MAX,
    Answer,
    Embed,
    LookAhead,
    LookAt,
    Request,
    Watch,
    decode_request,
    encode,
)

THREADS_MAX = 2  # somebody stands and waits: most of an answer is vectors, one after the other


def serve(eyes: Eyes, asking: BinaryIO, telling: BinaryIO) -> None:
    """Say that one is ready; then answer one after the other until nobody asks any more."""
    telling.write(LENGTH.pack(0))
    telling.flush()
    while head := asking.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        assert length <= MESSAGE_BYTES_MAX, "whoever asks keeps to the limits"
        words = encode(_answer(eyes, decode_request(asking.read(length))))
        telling.write(LENGTH.pack(len(words)) + words)
        telling.flush()


def _answer(eyes: Eyes, request: Request) -> Answer:
    match request:
        case LookAt(frame):
            return eyes.glance(frame)
        case LookAhead(frame):
            return eyes.look_ahead(frame)
        case Embed(photo):
            return eyes.embed(photo)
        case Watch(frames, asked):
            return eyes.watch(frames, asked)


def main(engine: str) -> None:
    """Keep stdout for answers alone, whatever a library prints."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end of stdin is the end
    telling = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    threads = min(THREADS_MAX, os.cpu_count() or 1)
    serve(Eyes(ENGINES[engine].name, threads), sys.stdin.buffer, telling)


if __name__ == "__main__":
    main(sys.argv[1])
