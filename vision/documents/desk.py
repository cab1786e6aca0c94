"""What the process of documents does when it is asked (`vision/worker.py`)."""

from vision import pictures
from vision.documents import reading
from vision.documents.reading import Found
from vocabulary.seeing import DocumentKind


def clean(content: bytes) -> bytes:
    """A picture rebuilt from its pixels."""
    return pictures.clean(content)


def read(content: bytes, kind: str) -> Found:
    """A document's fields."""
    return reading.read(content, DocumentKind(kind))


def warm() -> bool:
    """Load the models, so that the first document waits for nothing."""
    return reading.reader() is not None


OFFERS = {"clean": clean, "read": read, "warm": warm}
