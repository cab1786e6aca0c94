"""Reads what a scanner or a hardening check has written: a CSV whose columns are named."""

import csv
from io import StringIO

from msgspec import Struct

from domain.kernel.refusal import Invalid
from domain.store.upkeep.terms import (
    REFERENCE_LENGTH_MAX,
    TEXT_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    FaultReport,
)
from vocabulary.upkeep import FaultGrade, FaultSource

CSV_MEDIA = ("text/csv",)
CSV_BYTES_MAX = 512 * 1024
FINDINGS_MAX = 500  # of one file
UNREADABLE = "文件不是规范的 CSV，请另存为 UTF-8 编码的 CSV 后再导入"
WRONG_NAMED_MAX = 5  # lines named in a refusal
HEADS = ("资产", "编号", "名称", "等级", "类型", "说明")
# Scanners say it in their own words; by CVSS 高危 is 7.0 and above.
SEVERITIES: dict[str, FaultGrade] = {
    "超危": FaultGrade.URGENT,
    "危急": FaultGrade.URGENT,
    "紧急": FaultGrade.URGENT,
    "高危": FaultGrade.SERIOUS,
    "严重": FaultGrade.SERIOUS,
    "中危": FaultGrade.GENERAL,
    "中等": FaultGrade.GENERAL,
    "一般": FaultGrade.GENERAL,
    "低危": FaultGrade.SLIGHT,
    "轻微": FaultGrade.SLIGHT,
}
SOURCES: dict[str, FaultSource] = {
    "漏洞扫描": FaultSource.VULNERABILITY_SCAN,
    "加固检查": FaultSource.HARDENING_CHECK,
}


class Imported(Struct, frozen=True):
    """导入结果：文件中的行数、新登记的安全隐患、已在处理而未重复登记的行数。"""

    lines: int
    opened: int
    left: int
    fault_nos: list[str]


def read(content: bytes) -> list[FaultReport]:
    """The findings of a file. Raises Invalid, naming the lines that cannot be read."""
    try:
        return _findings(csv.DictReader(StringIO(_text(content))))
    except csv.Error as problem:
        raise _wrong(UNREADABLE) from problem


def _findings(reader: "csv.DictReader[str]") -> list[FaultReport]:
    heads = [head.strip() for head in reader.fieldnames or []]
    if missing := [head for head in HEADS if head not in heads]:
        raise _wrong(f"文件缺少列：{'、'.join(missing)}。第一行应为：{'、'.join(HEADS)}")
    reader.fieldnames = heads
    found: list[FaultReport] = []
    wrong: list[str] = []
    for line in reader:
        if len(found) + len(wrong) >= FINDINGS_MAX:
            raise _wrong(f"一次最多导入 {FINDINGS_MAX} 行，请拆分后导入")
        said = {head: (line.get(head) or "").strip() for head in HEADS}
        report = _report(said)
        if report is None:
            wrong.append(str(reader.line_num))
        else:
            found.append(report)
    if wrong:
        named = "、".join(wrong[:WRONG_NAMED_MAX])
        raise _wrong(
            f"第 {named} 行有误：资产、名称必填，等级为{'、'.join(SEVERITIES)}之一，"
            f"类型为{'、'.join(SOURCES)}之一。没有导入任何内容"
        )
    if not found:
        raise _wrong("文件中没有内容，请核对后重新导入")
    return found


def _text(content: bytes) -> str:
    if b"\0" in content:
        raise _wrong(UNREADABLE)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong("无法读取文件的文字编码，请另存为 UTF-8 编码的 CSV")


def _report(said: dict[str, str]) -> FaultReport | None:
    severity, source = SEVERITIES.get(said["等级"]), SOURCES.get(said["类型"])
    fits = (
        severity is not None
        and source is not None
        and 0 < len(said["资产"]) <= TITLE_LENGTH_MAX
        and 1 < len(said["名称"]) <= TITLE_LENGTH_MAX
        and len(said["编号"]) <= REFERENCE_LENGTH_MAX
        and len(said["说明"]) <= TEXT_LENGTH_MAX
    )
    if not fits or severity is None or source is None:
        return None
    return FaultReport(
        title=said["名称"],
        severity=severity,
        source=source,
        detail=said["说明"],
        asset=said["资产"],
        reference=said["编号"],
    )


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, (("file", sentence),))
