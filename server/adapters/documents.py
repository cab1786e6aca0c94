"""Reads documents on this machine, in a process of its own (`vision/documents/`)."""

from typing import TypeVar

import msgspec
from msgspec import Struct

from domain.kernel.seeing import DocumentReading, FieldReading, Unseen
from server.adapters.model_processes import ModelProcesses
from vocabulary.seeing import DocumentKind, Flaw

MODULE = ("vision.worker", "vision.documents.desk")
CLEAN_S_MAX = 20.0  # a slow machine, the largest picture
READ_S_MAX = 45.0  # likewise, with loading the models

T = TypeVar("T")


class _Answer(Struct, array_like=True, frozen=True):
    flaw: Flaw | None
    result: msgspec.Raw


class _Found(Struct, frozen=True):
    kind: DocumentKind
    fields: dict[str, tuple[str, float]]
    portrait: bytes | None
    qr_text: str


class ModelDocuments:
    """The real hand of `Documents`."""

    def __init__(self, processes: ModelProcesses | None = None) -> None:
        self._processes = processes or ModelProcesses(MODULE)

    async def clean(self, photo: bytes) -> bytes:
        """The same picture rebuilt: upright, re-encoded, without metadata."""
        return await asked(self._processes, "clean", photo, of=bytes, within_s=CLEAN_S_MAX)

    async def read(self, photo: bytes, kind: DocumentKind) -> DocumentReading:
        """The document's fields."""
        found = await asked(
            self._processes, "read", photo, kind.value, of=_Found, within_s=READ_S_MAX
        )
        fields = {name: FieldReading(text, sure) for name, (text, sure) in found.fields.items()}
        return DocumentReading(found.kind, fields, found.portrait, found.qr_text)

    async def close(self) -> None:
        """End the process."""
        await self._processes.close()


async def asked(
    processes: ModelProcesses, name: str, *given: bytes | str, of: type[T], within_s: float
) -> T:
    """One piece of work of `vision.worker`. Raises Unseen, or ModelError when nobody answers."""
    body = await processes.ask(msgspec.msgpack.encode((name, given)), within_s)
    answer = msgspec.msgpack.decode(body, type=_Answer)
    if answer.flaw is not None:
        raise Unseen(answer.flaw)
    return msgspec.msgpack.decode(answer.result, type=of)
