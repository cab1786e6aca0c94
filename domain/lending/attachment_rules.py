"""上传材料: who may attach, what kinds of files are taken, and under which names; pure."""

import struct
import unicodedata
import zipfile
from io import BytesIO
from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.flow import Flow, Subject
from domain.kernel.refusal import Invalid, NotNow, NotYourPost, TooLarge
from domain.lending.flow import APPROVER, CLERK, GUARANTOR, OFFICER
from domain.lending.guarantor_steps import SIGNATORY
from domain.lending.policy_flow import UNDERWRITER

ATTACH_CODE = "loan_application.attach"
READ_CODE = "loan_application.read_attachment"
ATTACHERS = (CLERK, OFFICER, APPROVER, GUARANTOR, SIGNATORY, UNDERWRITER)

ATTACHMENT_BYTES_MAX = 10 * 1024 * 1024
ATTACHMENTS_MAX = 30  # of one case
NAME_LENGTH_MAX = 120
PARTS_BYTES_MAX = 1024 * 1024  # of a ZIP's list of parts; an office document has a few dozen

_PDF = "application/pdf"
_PNG = "image/png"
_JPEG = "image/jpeg"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_XLSX = f"{_OFFICE}.spreadsheetml.sheet"
_DOCX = f"{_OFFICE}.wordprocessingml.document"
_MEDIA = {"pdf": _PDF, "png": _PNG, "jpg": _JPEG, "jpeg": _JPEG, "xlsx": _XLSX, "docx": _DOCX}
ATTACHMENT_MEDIA = tuple(dict.fromkeys(_MEDIA.values()))
_BEGINS = {_PDF: b"%PDF-", _PNG: b"\x89PNG\r\n\x1a\n", _JPEG: b"\xff\xd8\xff"}
_BEGINS |= dict.fromkeys((_XLSX, _DOCX), b"PK\x03\x04")
_MAIN_PART = {_XLSX: "xl/workbook.xml", _DOCX: "word/document.xml"}
_ZIP_END = struct.Struct("<4s4H2LH")  # the last record of a ZIP without a comment

TAKEN = "只能上传 PDF、PNG、JPEG 图片、XLSX 表格或 DOCX 文档"


def may_attach(flow: type[Flow], row: Subject, by: Actor) -> bool:
    """Is the case still open, and does the actor hold a post at one of its seats?"""
    return row.state not in flow.final and _holds_post(row, by)


def must_be_open(flow: type[Flow], row: Subject, by: Actor) -> None:
    """Refuse the wrong post, then the wrong moment."""
    if not _holds_post(row, by):
        raise NotYourPost("只有申请企业、经办银行、担保机构和保险机构的经办人员可以上传材料")
    if row.state in flow.final:
        raise NotNow("业务已结束，不能再上传材料")


def _holds_post(row: Subject, by: Actor) -> bool:
    seats = row.seats()
    return any(post.role in by.roles and seats.get(post.seat) == by.party_id for post in ATTACHERS)


def place_of(attachment_id: UUID) -> str:
    """Where a file's bytes belong: they open nowhere else."""
    return f"attachment.{attachment_id}"


def clean_name(given: str) -> str:
    """A file's own name: no path, nothing invisible, one way to write each character."""
    last = given.replace("\\", "/").rpartition("/")[2]
    seen = (sign for sign in last if unicodedata.category(sign)[0] != "C")
    name = " ".join(unicodedata.normalize("NFC", "".join(seen)).split())
    stem, dot, _ = name.rpartition(".")
    if not (dot and stem.strip(" .")):
        raise _wrong("name", "请提供带扩展名的文件名，例如“营业执照.pdf”")
    if len(name) > NAME_LENGTH_MAX:
        raise _wrong("name", f"文件名最多 {NAME_LENGTH_MAX} 个字，请改短后重新上传")
    return name


def media_of(name: str, content: bytes) -> str:
    """What the file is, by its own bytes; its name must say the same."""
    if not content:
        raise _wrong("file", "文件是空的，请重新选择")
    if len(content) > ATTACHMENT_BYTES_MAX:
        raise TooLarge(ATTACHMENT_BYTES_MAX)
    media = _MEDIA.get(name.rpartition(".")[2].lower())
    if media is None:
        raise _wrong("name", TAKEN)
    if not content.startswith(_BEGINS[media]):
        raise _wrong("file", f"文件内容与扩展名不符。{TAKEN}，请上传原始文件，不要只改扩展名")
    if media in _MAIN_PART:
        _must_be_office(content, _MAIN_PART[media])
    return media


def _must_be_office(content: bytes, main_part: str) -> None:
    """A ZIP from its first byte to its last, with the document's main part and without macros.

    Only its list of parts is read; nothing is unpacked.
    """
    parts = _parts(content)
    if main_part not in parts or "[Content_Types].xml" not in parts:
        raise _wrong("file", f"文件已损坏，或内容与扩展名不符。{TAKEN}")
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise _wrong("file", "文件中含有宏，请另存为不含宏的文件后重新上传")


def _parts(content: bytes) -> frozenset[str]:
    if len(content) < _ZIP_END.size:
        return frozenset()
    sign, *_, length, begins, comment = _ZIP_END.unpack(content[-_ZIP_END.size :])
    is_whole = begins + length + _ZIP_END.size == len(content) and comment == 0
    if sign != b"PK\x05\x06" or not is_whole or length > PARTS_BYTES_MAX:
        return frozenset()
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            return frozenset(book.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        return frozenset()


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, ((field, sentence),))
