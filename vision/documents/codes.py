"""Finds codes with a check digit in what was read, and mends what only a check digit can prove.

O for 0 or I for 1 is a misreading wherever the code's alphabet has no such letter; it is mended
when the whole code then passes its check, and never otherwise.
"""

import re
from collections.abc import Callable, Sequence

from vocabulary.identifiers import (
    compact_resident_id,
    compact_uscc,
    resident_id_problem,
    uscc_problem,
)

DIGITS_MIN = 8  # fewer is a word

_USCC_LIKE = re.compile(r"[0-9A-Z]{18}")
_RESIDENT_ID_LIKE = re.compile(r"[0-9OQDILZSB]{17}[0-9XOQDILZSB]")
_MISREAD_USCC = str.maketrans("OISZ", "0152")  # GB 32100 has no I, O, S, V, Z
_MISREAD_ID = str.maketrans("OQDILZSB", "00011258")  # digits alone, but for a last X


def find_uscc(texts: Sequence[str]) -> str | None:
    """The social credit code in these texts: one that passes its check before one that does not."""
    return _find(texts, _USCC_LIKE, _MISREAD_USCC, compact_uscc, uscc_problem)


def find_resident_id(texts: Sequence[str]) -> str | None:
    """The resident's number in these texts, likewise."""
    return _find(texts, _RESIDENT_ID_LIKE, _MISREAD_ID, compact_resident_id, resident_id_problem)


def _find(
    texts: Sequence[str],
    like: re.Pattern[str],
    misread: dict[int, int],
    compacted: Callable[[str], str],
    problem_of: Callable[[str], str | None],
) -> str | None:
    seen = [code for text in texts for code in _overlapping(like, compacted(text))]
    for code in seen:
        if problem_of(code) is None:
            return code
    for code in seen:
        if problem_of(mended := code.translate(misread)) is None:
            return mended
    return seen[0] if seen else None


def _overlapping(like: re.Pattern[str], text: str) -> list[str]:
    """Every place where such a code could begin: other digits may stand right before it."""
    ahead = re.compile(f"(?=({like.pattern}))")
    return [code for code in ahead.findall(text) if sum(map(str.isdigit, code)) >= DIGITS_MIN]
