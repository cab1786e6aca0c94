"""Finds what a label says: the text beside it along its own direction, and the lines below.

A document is a form: printed labels, and values at their right. A label owns the nearest line
along its own direction; further lines of the same value stand below that one with the same left
edge, unless another label owns them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vision.documents.lines import Line
from vocabulary.printed import plain_width

REACH = 14.0  # how far a value may lie from its label, in heights of the label
BESIDE = 0.75  # how far off the label's own direction, in heights
INDENT = 1.3  # how far the left edges of one value's lines may differ
BELOW = (0.4, 2.3)  # how far the next line of a value lies below, in heights
SPREAD = 8.0  # how far the two signs of 名　称 may stand apart
VALUE_LINES_MAX = 20
TEXT_MAX = 1_000

_SIGNS = str.maketrans("（）：；，", "():;,")
_CHINESE_SIGNS = str.maketrans("():;,", "（）：；，")


@dataclass(frozen=True)
class Value:
    """What a label says, and how sure the least sure of its lines is."""

    text: str
    sure: float


@dataclass(frozen=True)
class _Label:
    field: str
    line: Line
    rest: str  # what follows the label within its own line


def compact(text: str) -> str:
    """A text without spaces and control signs, its punctuation in one way of writing."""
    seen = "".join(sign for sign in text if sign.isprintable())
    return re.sub(r"\s", "", plain_width(seen)).translate(_SIGNS)[:TEXT_MAX]


def as_chinese(text: str) -> str:
    """A text with the punctuation of Chinese: the engine reads now the one kind, now the other."""
    return text.translate(_CHINESE_SIGNS)


def values(
    lines: Sequence[Line], words: Mapping[str, Sequence[str]], single: frozenset[str]
) -> dict[str, Value]:
    """What each field's label says; `single` are the fields that never take a second line."""
    whole = _joined(lines, words)
    labels = _labels(whole, words)
    taken = {id(label.line) for label in labels}
    free = [line for line in whole if id(line) not in taken]
    found: dict[str, Value] = {}
    for label in labels:
        value = _value(label, labels, free, single=label.field in single)
        if value and label.field not in found:
            found[label.field] = value
    return found


def hits(lines: Sequence[Line], words: Sequence[str]) -> int:
    """How many of these words stand somewhere in the text."""
    text = "\n".join(compact(line.text) for line in lines)
    return sum(word in text for word in words)


def _labels(lines: Sequence[Line], words: Mapping[str, Sequence[str]]) -> list[_Label]:
    found = []
    for line in lines:
        text = compact(line.text)
        owned = [(field, word) for field, each in words.items() for word in each]
        fitting = [(field, word) for field, word in owned if text.startswith(word)]
        if fitting:
            field, word = max(fitting, key=lambda pair: len(pair[1]))
            found.append(_Label(field, line, text[len(word) :].lstrip(":")))
    return found


def _joined(lines: Sequence[Line], words: Mapping[str, Sequence[str]]) -> list[Line]:
    """Put labels together again that were set wide and read in two: 名 + 称."""
    pairs = {(word[0], word[1:]) for each in words.values() for word in each if len(word) == 2}  # noqa: PLR2004 -- two signs set wide
    left = list(lines)
    for head in [line for line in lines if len(compact(line.text)) == 1]:
        for tail in left:
            is_tail = any(
                compact(head.text) == first and compact(tail.text).startswith(rest)
                for first, rest in pairs
            )
            if is_tail and _is_beside(head, tail, SPREAD):
                box = np.stack([head.box[0], tail.box[1], tail.box[2], head.box[3]])
                text = compact(head.text) + compact(tail.text)
                whole = Line(text, min(head.sure, tail.sure), box)
                left = [line for line in left if line is not head and line is not tail]
                left.append(whole)
                break
    return left


def _is_beside(label: Line, other: Line, reach: float) -> bool:
    away, off = _place(label, other)
    height = max(label.height, 1.0)
    return -0.6 * height < away < reach * height and off < BESIDE * height + 0.03 * abs(away)


def _place(label: Line, other: Line) -> tuple[float, float]:
    """How far along the label's own direction another line begins, and how far off it lies."""
    gap = other.left - label.right
    across = np.array([-label.along[1], label.along[0]])
    return float(gap @ label.along), abs(float(gap @ across))


def _value(
    label: _Label, labels: Sequence[_Label], free: Sequence[Line], *, single: bool
) -> Value | None:
    if label.rest:
        lines, texts = [label.line], [label.rest]
    else:
        beside = [line for line in free if _is_beside(label.line, line, REACH)]
        if not beside:
            return None
        first = min(beside, key=lambda line: _place(label.line, line)[0])
        if _is_nearer_to_another(label, labels, first):
            return None
        lines, texts = [first], [compact(first.text)]
    while not single and len(lines) < VALUE_LINES_MAX:
        after = _next(lines[-1], free, [each for each in labels if each is not label])
        if after is None:
            break
        lines.append(after)
        texts.append(compact(after.text))
    return Value(as_chinese("".join(texts)[:TEXT_MAX]), min(line.sure for line in lines))


def _is_nearer_to_another(label: _Label, labels: Sequence[_Label], line: Line) -> bool:
    """Does another label stand between this one and the line?"""
    away, _ = _place(label.line, line)
    return any(
        _is_beside(each.line, line, REACH) and _place(each.line, line)[0] < away
        for each in labels
        if each is not label and not each.rest
    )


def _next(line: Line, free: Sequence[Line], others: Sequence[_Label]) -> Line | None:
    """The next line of the same value, if there is one."""
    across = np.array([-line.along[1], line.along[0]])
    below = []
    for other in free:
        step = other.box[0] - line.box[0]
        down, aside = float(step @ across), abs(float(step @ line.along))
        if aside < INDENT * line.height and BELOW[0] < down / line.height < BELOW[1]:
            below.append((down, other))
    if not below:
        return None
    nearest = min(below, key=lambda pair: pair[0])[1]
    is_owned = any(_is_beside(each.line, nearest, REACH) for each in others if not each.rest)
    return None if is_owned else nearest
