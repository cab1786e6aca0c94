"""Reads documents on this machine, in a process of its own (`vision/documents/`)."""

from msgspec import Struct

from domain.kernel.seeing import DocumentReading, FieldReading
from server.adapters.model_process import ModelProcess
from vocabulary.seeing import DocumentKind

CLEAN_S_MAX = 20.0  # a slow machine, the largest picture
READ_S_MAX = 45.0  # likewise, with loading the models


class _Found(Struct, frozen=True):
    kind: DocumentKind
    fields: dict[str, tuple[str, float]]
    portrait: bytes | None
    qr_text: str


class ModelDocuments:
    """The real hand of `Documents`."""

    def __init__(self, process: ModelProcess | None = None) -> None:
        self._process = process or ModelProcess("vision.documents.desk")

    async def clean(self, photo: bytes) -> bytes:
        """The same picture rebuilt: upright, re-encoded, without metadata."""
        return await self._process.ask("clean", photo, of=bytes, within_s=CLEAN_S_MAX)

    async def read(self, photo: bytes, kind: DocumentKind) -> DocumentReading:
        """The document's fields."""
        found = await self._process.ask("read", photo, kind.value, of=_Found, within_s=READ_S_MAX)
        fields = {name: FieldReading(text, sure) for name, (text, sure) in found.fields.items()}
        return DocumentReading(found.kind, fields, found.portrait, found.qr_text)

    async def close(self) -> None:
        """End the process."""
        await self._process.close()
