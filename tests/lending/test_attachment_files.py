"""Which files are taken, under which names, and how their bytes are kept."""

from pathlib import Path

import pytest

from domain.kernel.refusal import Invalid, TooLarge
from domain.lending import attachment_rules
from domain.lending.attachment_rules import ATTACHMENT_BYTES_MAX, clean_name, media_of
from server.adapters.object_store import FolderObjectStore, ObjectLostError
from tests.lending.papers import DOCX, JPEG, PDF, PNG, XLSX, office


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "content", "media"),
        [
            ("a.pdf", PDF, "application/pdf"),
            ("a.PNG", PNG, "image/png"),
            ("a.jpeg", JPEG, "image/jpeg"),
            ("a.xlsx", XLSX, attachment_rules.ATTACHMENT_MEDIA[3]),
            ("a.docx", DOCX, attachment_rules.ATTACHMENT_MEDIA[4]),
        ],
    )
    def test_five_kinds_are_taken(self, name: str, content: bytes, media: str) -> None:
        assert media_of(name, content) == media

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("empty.pdf", b""),
            ("picture.pdf", PNG),
            ("later.pdf", b"<script>alert(1)</script>" + PDF),
            ("one-byte-late.pdf", b"\n" + PDF),
            ("script.png", b"<?php system($_GET['c']); ?>"),
            ("page.jpg", b"<html><script>alert(1)</script></html>"),
            ("shell.pdf", b"#!/bin/sh\nrm -rf /\n"),
            ("program.docx", b"MZ\x90\x00"),
            ("archive.xlsx", office("readme.txt")),
            ("text.xlsx", DOCX),
            ("macro.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin")),
            ("tail.docx", DOCX + b"#!/bin/sh"),
            ("front.docx", b"#!/bin/sh\n" + DOCX),
            ("cut.docx", DOCX[:-30]),
            ("only-the-magic.xlsx", b"PK\x03\x04"),
            ("drawing.svg", b"<svg onload='alert(1)'/>"),
            ("page.html", b"<html>"),
            ("old.doc", b"\xd0\xcf\x11\xe0"),
            ("report.pdf.exe", PDF),
        ],
    )
    def test_nothing_else_is(self, name: str, content: bytes) -> None:
        with pytest.raises(Invalid) as refusal:
            media_of(name, content)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in refusal.value.sentence)

    def test_size_is_limited(self) -> None:
        full = PDF + bytes(ATTACHMENT_BYTES_MAX - len(PDF))
        assert media_of("a.pdf", full) == "application/pdf"
        with pytest.raises(TooLarge):
            media_of("a.pdf", full + b"\0")

    def test_a_list_of_parts_without_end_is_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(attachment_rules, "PARTS_BYTES_MAX", 200)
        with pytest.raises(Invalid):
            media_of("a.xlsx", office("xl/workbook.xml", *(f"{n}.xml" for n in range(20))))

    @pytest.mark.parametrize(
        ("given", "name"),
        [
            ("营业执照.pdf", "营业执照.pdf"),
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\Users\\张三\\照片.jpg", "照片.jpg"),
            ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
            ("账单\u202efdp.pdf", "账单fdp.pdf"),
            ("nul\0l.pdf", "null.pdf"),
            ("  两  个 空格 .pdf", "两 个 空格 .pdf"),
            ("e\u0301.pdf", "\u00e9.pdf"),
        ],
    )
    def test_a_name_is_cleaned(self, given: str, name: str) -> None:
        assert clean_name(given) == name

    @pytest.mark.parametrize(
        "given", ["", ".pdf", "..pdf", "folder/", "无扩展名", "长" * 117 + ".pdf"]
    )
    def test_a_name_that_says_nothing_is_refused(self, given: str) -> None:
        with pytest.raises(Invalid):
            clean_name(given)


class TestFolder:
    async def test_bytes_are_kept_once_under_their_hash(self, tmp_path: Path) -> None:
        store = FolderObjectStore(tmp_path / "objects")
        key = await store.put(PDF)
        assert await store.put(PDF) == key
        kept = files_in(tmp_path / "objects")
        assert [path.parent.name + path.name for path in kept] == [key]
        assert kept[0].stat().st_mode & 0o777 == 0o600
        assert b"".join([piece async for piece in await store.open(key)]) == PDF

    async def test_what_is_lost_or_changed_is_never_handed_out(self, tmp_path: Path) -> None:
        store = FolderObjectStore(tmp_path / "objects")
        key = await store.put(PDF)
        (kept,) = files_in(tmp_path / "objects")
        kept.write_bytes(PDF + b" ")
        with pytest.raises(ObjectLostError):
            await store.open(key)
        assert await store.put(PDF) == key, "handed in again, it is whole again"
        assert kept.read_bytes() == PDF
        kept.unlink()
        with pytest.raises(ObjectLostError):
            await store.open(key)

    async def test_a_failed_write_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            await FolderObjectStore(tmp_path).put(PDF)
        assert files_in(tmp_path) == []
