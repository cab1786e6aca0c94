"""Files as people hand them in, and as somebody with bad intentions would."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


def office(*parts: str) -> bytes:
    """A ZIP with these parts, as an office program writes it."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        for part in ("[Content_Types].xml", *parts):
            book.writestr(part, "<xml/>")
    return content.getvalue()


XLSX = office("xl/workbook.xml")
DOCX = office("word/document.xml")


@dataclass
class Paper:
    """A file in somebody's hand; it tells whether anybody wanted its bytes."""

    name: str = "营业执照.pdf"
    content: bytes = PDF
    was_read: bool = False

    async def read(self) -> bytes:
        self.was_read = True
        return self.content
