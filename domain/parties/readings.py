"""What a document says, in the form in which it can be compared; pure."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from domain.kernel.seeing import FieldReading
from vocabulary.identifiers import compact_uscc, resident_id_problem, uscc_problem
from vocabulary.regions import ALSO_KNOWN, REGIONS
from vocabulary.seeing import DocumentKind

SURE_MIN = 0.85  # below it a person should look at the field
TEXT_SHOWN_MAX = 300
FEN_PER_YUAN = 100
LONG_TERM = "长期"

FIELD_LABELS: dict[DocumentKind, dict[str, str]] = {
    DocumentKind.BUSINESS_LICENCE: {
        "name": "企业名称",
        "uscc": "统一社会信用代码",
        "legal_representative": "法定代表人",
        "registered_capital": "注册资本",
        "established_on": "成立日期",
        "valid_until": "营业期限至",
        "address": "住所",
        "business_scope": "经营范围",
    },
    DocumentKind.ID_CARD_FRONT: {
        "name": "姓名",
        "id_number": "身份证号码",
        "birth_date": "出生日期",
        "address": "住址",
    },
    DocumentKind.ID_CARD_BACK: {
        "issuing_authority": "签发机关",
        "valid_from": "有效期自",
        "valid_until": "有效期至",
    },
}

_DATE = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(亿|万)?")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLAIN_DIGITS = "〇一二三四五六七八九"
_UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
_GROUPED = re.compile(r"(?<=\d)[,，](?=\d{3})")


def plain(text: str) -> str:
    """The text without what only looks different: widths, blanks, kinds of brackets."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if not sign.isspace()).upper()


def shown(text: str) -> str:
    """A text read from a picture, as a screen may show it: no control signs, not endless."""
    seen = (sign if sign.isprintable() else " " for sign in text)
    return " ".join("".join(seen).split())[:TEXT_SHOWN_MAX]


def day_of(text: str) -> date | None:
    """The first day that a text names; None if it names none."""
    match = _DATE.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_long_term(text: str) -> bool:
    """Does a term never end?"""
    return LONG_TERM in plain(text)


def fen_of(text: str) -> int | None:
    """An amount of money as licences print it, in fen: 500万元, 伍佰万元整, 5,000,000元.

    None when it is not understood, and for foreign money, whose rate no licence tells.
    """
    whole = _GROUPED.sub("", plain(text))
    if any(sign in whole for sign in ("美元", "港元", "欧元", "日元", "USD", "HKD", "EUR")):
        return None
    match = _AMOUNT.search(whole)
    if match:
        number, group = match.groups()
        return round(Decimal(number) * _GROUPS.get(group or "", 1) * FEN_PER_YUAN)
    return _fen_of_words(whole.removeprefix("人民币"))


def _fen_of_words(text: str) -> int | None:
    total, section, digit, seen = 0, 0, 0, False
    for sign in text:
        if sign in _DIGITS or sign in _PLAIN_DIGITS:
            digit, seen = (_DIGITS if sign in _DIGITS else _PLAIN_DIGITS).index(sign), True
        elif sign in _UNITS:
            section, digit, seen = section + (digit or 1) * _UNITS[sign], 0, True
        elif sign == "万":
            total, section, digit = total + (section + digit) * _GROUPS[sign], 0, 0
        elif sign == "亿":
            total, section, digit = (total + section + digit) * _GROUPS[sign], 0, 0
        elif sign in "元圆":
            break
        else:
            return None
    return (total + section + digit) * FEN_PER_YUAN if seen else None


def problem_of(kind: DocumentKind, name: str, text: str, today: date) -> str | None:
    """What is wrong with one field as read, for whoever fills in the form; None if nothing is."""
    if kind is DocumentKind.BUSINESS_LICENCE and name == "uscc":
        return uscc_problem(text)
    if name == "id_number":
        return resident_id_problem(text, today=today)
    if name == "valid_until" and not is_long_term(text):
        until = day_of(text)
        if until is None:
            return "未能看清期限，请核对"
        return "证照已过有效期，请更换新证照后办理" if until < today else None
    return None


def value_of(kind: DocumentKind, name: str, text: str) -> str:
    """A field as the form wants it: compact codes, capital in fen, the region of an address."""
    if kind is DocumentKind.BUSINESS_LICENCE and name == "uscc":
        return compact_uscc(text)
    if name == "registered_capital":
        fen = fen_of(text)
        return "" if fen is None else str(fen)
    if kind is DocumentKind.BUSINESS_LICENCE and name == "address":
        return region_of(text)
    return text


def region_of(address: str) -> str:
    """The code of the one region that an address names; empty when it names none, or several."""
    words = plain(address)
    named = {code for code, name in REGIONS.items() if name in words}
    named |= {code for name, code in ALSO_KNOWN.items() if name in words}
    return named.pop() if len(named) == 1 else ""


def is_doubtful(reading: FieldReading) -> bool:
    """Should a person look at this field?"""
    return reading.sure < SURE_MIN


def text_of(fields: Mapping[str, FieldReading], name: str) -> str:
    """The text of a field; empty when it was not found."""
    return fields[name].text if name in fields else ""
