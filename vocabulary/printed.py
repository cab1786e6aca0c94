"""Reads what documents print: Chinese dates, terms and sums of registered capital."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from vocabulary.money import FEN_MAX

PRINTED_MAX = 200  # no date or sum is longer
LONG_TERM = "长期"

_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_SUM = re.compile(r"(\d+(?:\.\d{1,6})?)(亿|万|)(?:元|人民币|$)")
_DIGITS = {
    sign: value
    for value, signs in enumerate(
        ("零〇", "壹一", "贰二两", "叁三", "肆四", "伍五", "陆六", "柒七", "捌八", "玖九")
    )
    for sign in signs
}
_TENS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1_000, "千": 1_000}
_GROUPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
_FOREIGN = ("美元", "欧元", "港", "日元", "英镑", "澳元", "加元", "新加坡")


def plain_width(text: str) -> str:
    """Full-width signs as their plain selves; nothing else changes."""
    return text.translate(_FULL_WIDTH)


def printed_dates(text: str) -> tuple[date, ...]:
    """Every date of a text in the order printed: 2001年2月3日, 2001.02.03, 2001-2-3."""
    found = []
    for year, month, day in _DATE.findall(plain_width(text[:PRINTED_MAX])):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(found)


def capital_fen(text: str) -> int | None:
    """Registered capital in fen: 壹仟万元整, 人民币1000万元, 5000.000000万人民币.

    None when it is in another currency, or cannot be told.
    """
    plain = re.sub(r"[\s,]", "", plain_width(text[:PRINTED_MAX]))
    if any(word in plain for word in _FOREIGN):
        return None
    found = _SUM.search(plain)
    yuan = _in_figures(found) if found else _in_words(plain)
    if yuan is None or yuan <= 0 or yuan * 100 > FEN_MAX or yuan * 100 % 1:
        return None
    return int(yuan * 100)


def _in_figures(found: re.Match[str]) -> Decimal | None:
    try:
        return Decimal(found[1]) * _GROUPS.get(found[2], 1)
    except InvalidOperation:
        return None


def _in_words(text: str) -> Decimal | None:
    """Read 叁仟贰佰万元整: digits, then tens, then groups of ten thousand."""
    said = text.removeprefix("人民币").partition("元")[0].partition("圆")[0]
    total = group = digit = 0
    if not said:
        return None
    for sign in said:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _TENS:
            group += (digit or 1) * _TENS[sign]
            digit = 0
        elif sign in _GROUPS:
            counts = group + digit
            # 亿 multiplies all that stands before it, 万 only what stands after the last 亿.
            total = (total + counts) * _GROUPS[sign] if sign == "亿" else total + counts * 10_000
            group = digit = 0
        else:
            return None
    return Decimal(total + group + digit)
