"""A plain text as blocks: headings, paragraphs, lists. Pure; there is no other markup to obey."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from vocabulary.notices import BlockKind

HEADING = "# "
ITEM = "- "
SUMMARY_LENGTH_MAX = 120


class Block(Struct, frozen=True):
    """正文的一段：小标题、段落或列表（列表的各项在 lines 中）。"""

    kind: BlockKind
    lines: list[str]


def _kind_of(line: str) -> BlockKind | None:
    if not line:
        return None
    if line.startswith(HEADING):
        return BlockKind.HEADING
    return BlockKind.LISTING if line.startswith(ITEM) else BlockKind.PARAGRAPH


def blocks(body: str) -> list[Block]:
    """Cut a text up: lines of one kind that stand together are one block; a heading is alone."""
    return list(_blocks(line.strip() for line in body.split("\n")))


def _blocks(lines: Iterator[str]) -> Iterator[Block]:
    for kind, some in groupby(lines, _kind_of):
        if kind is BlockKind.HEADING:
            yield from (Block(kind, [line.removeprefix(HEADING).strip()]) for line in some)
        elif kind is BlockKind.LISTING:
            yield Block(kind, [line.removeprefix(ITEM).strip() for line in some])
        elif kind is BlockKind.PARAGRAPH:
            yield Block(kind, list(some))


def summary(body: str) -> str:
    """The beginning of the first paragraph."""
    told = next((each.lines for each in blocks(body) if each.kind is not BlockKind.HEADING), [])
    text = "".join(told)
    return text if len(text) <= SUMMARY_LENGTH_MAX else f"{text[:SUMMARY_LENGTH_MAX]}…"
