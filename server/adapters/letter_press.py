"""Typesets documents with typst: fonts inside the file, users' text as text, nothing fetched."""

import asyncio
import threading
from pathlib import Path

import msgspec
import pylopdf_fonts_zh_cn
import typst

from domain.kernel.letters import LetterText, ReportText
from domain.kernel.ports import OutsideError
from server.qr import rows_of

OWN_SEAL = "本文件由平台的试用证书签名，仅供演示和测试，不具有法律效力。"
TEMPLATES: dict[type, str] = {LetterText: "letter.typ", ReportText: "report.typ"}


class PressError(OutsideError):
    """A document could not be typeset."""

    def __init__(self) -> None:
        super().__init__("press_failed", "文件排版失败", retry=False)


class TypstPress:
    """The real hand of `Press`. One document at a time: it takes eight milliseconds."""

    def __init__(self, origin: str, notice: str = "") -> None:
        self._origin, self._notice = origin, notice
        self._lock = threading.Lock()
        self._compilers: dict[type, typst.Compiler] = {}

    async def typeset(self, text: LetterText | ReportText) -> bytes:
        """The document as a PDF."""
        return await asyncio.to_thread(self._typeset, text)

    def _typeset(self, text: LetterText | ReportText) -> bytes:
        given = self._letter(text) if isinstance(text, LetterText) else _report(text)
        with self._lock:
            try:
                made = self._compiler(type(text)).compile(
                    format="pdf", sys_inputs=given, pdf_tags=False
                )
            except typst.TypstError as problem:
                raise PressError from problem
        assert isinstance(made, bytes), "one document, one file"
        return made

    def _letter(self, text: LetterText) -> dict[str, str]:
        address = f"{self._origin}{text.verify_path}"
        told = msgspec.to_builtins(text) | {"verify_address": address, "notice": self._notice}
        return {"letter": msgspec.json.encode(told).decode(), "qr": _svg(rows_of(address))}

    def _compiler(self, kind: type) -> typst.Compiler:
        if kind not in self._compilers:
            fonts = Path(pylopdf_fonts_zh_cn.serif_path()).parent
            template = Path(__file__).parent / TEMPLATES[kind]
            self._compilers[kind] = typst.Compiler(
                template, font_paths=[fonts], ignore_system_fonts=True
            )
        return self._compilers[kind]


def _report(text: ReportText) -> dict[str, str]:
    return {"report": msgspec.json.encode(text).decode()}


class RememberingPress:
    """Remembers what it was to print; for tests that are not about paper."""

    def __init__(self) -> None:
        self.letters: list[LetterText] = []
        self.reports: list[ReportText] = []

    async def typeset(self, text: LetterText | ReportText) -> bytes:
        """A file that says the same in JSON."""
        if isinstance(text, LetterText):
            self.letters.append(text)
        else:
            self.reports.append(text)
        return b"%PDF-1.7\n%" + msgspec.json.encode(text) + b"\n%%EOF\n"


def _svg(rows: list[str]) -> str:
    """A QR code as a drawing, with its quiet zone."""
    size = len(rows) + 8
    squares = "".join(
        f"M{column + 4} {line + 4}h1v1h-1z"
        for line, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell == "1"
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
    return f'{head}<rect width="{size}" height="{size}" fill="#fff"/><path d="{squares}"/></svg>'
