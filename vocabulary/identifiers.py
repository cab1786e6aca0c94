"""Codes and names of firms and people: compact form, check, mask."""

import re
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta

NAMES_KEPT_MAX = 10_000  # masked names remembered: lists and walls show the same ones again

INPUT_MAX = 64  # No code is longer, however it is spaced.
NAME_MAX = 100
SERIAL_MAX = 31**6 - 1

Phone = Annotated[str, Meta(min_length=11, max_length=20, description="中国大陆手机号码")]
Uscc = Annotated[str, Meta(min_length=18, max_length=36, description="统一社会信用代码")]
PersonName = Annotated[str, Meta(min_length=1, max_length=50, description="姓名")]
EnterpriseName = Annotated[str, Meta(min_length=2, max_length=NAME_MAX, description="企业名称")]

_STAR = "*"
_DIGITS = frozenset("0123456789")

# Full-width forms become their plain selves, letters become capitals, and what people put
# between the groups disappears. Nothing else changes: an odd sign must fail the check.
_SEPARATORS = " \t\r\n\u00a0\u3000-\u2010\u2011\u2013\u2014\uff0d\u200b\ufeff"
_COMPACT = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}
    | {ord(letter) + 0xFEE0: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}
    | dict.fromkeys(map(ord, _SEPARATORS))
)


def _compact(text: str) -> str:
    """Strip what people add to a code. An overlong text stays as it is and fails every check."""
    return text if len(text) > INPUT_MAX else text.translate(_COMPACT)


# 统一社会信用代码, GB 32100-2015

_USCC_LENGTH = 18
_DIVISION_LENGTH = 6
_REGISTRAR_LENGTH = 2
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def compact_uscc(text: str) -> str:
    """Give a social credit code as it is stored: capitals and digits, no spaces."""
    return _compact(text)


def uscc_problem(text: str) -> str | None:
    """Say what is wrong with a social credit code in any writing; None if it is right."""
    code = compact_uscc(text)
    if not code:
        return "请填写统一社会信用代码"
    if len(code) != _USCC_LENGTH:
        return "统一社会信用代码应为18位"
    if any(sign not in _USCC_ALPHABET for sign in code):
        return "统一社会信用代码只含数字和大写字母，且不使用 I、O、S、V、Z"
    if not _DIGITS.issuperset(code[2:8]):
        return "统一社会信用代码第3至8位应为数字"
    if code[-1] != _uscc_check(code[:-1]):
        return "统一社会信用代码的校验位不正确，请核对"
    return None


def make_uscc(serial: int, *, division: str = "320500", registrar: str = "91") -> str:
    """Build a valid social credit code that no registrar has issued (its body begins XX).

    For demonstrations and replays: the same serial always gives the same code.
    """
    if not 0 <= serial <= SERIAL_MAX:
        raise ValueError(f"serial out of range: {serial}")
    if len(division) != _DIVISION_LENGTH or not _DIGITS.issuperset(division):
        raise ValueError(f"not a division code of GB/T 2260: {division}")
    if len(registrar) != _REGISTRAR_LENGTH or not set(_USCC_ALPHABET).issuperset(registrar):
        raise ValueError(f"not a registrar of GB 32100: {registrar}")
    body = ""
    for _ in range(6):
        serial, digit = divmod(serial, len(_USCC_ALPHABET))
        body = _USCC_ALPHABET[digit] + body
    body = f"XX{body}"
    code = f"{registrar}{division}{body}{_organisation_check(body)}"
    return code + _uscc_check(code)


def mask_uscc(code: str) -> str:
    """Show who registered a firm and how its code ends: 9132**********341L."""
    return _mask_middle(code[:NAME_MAX], head=4, tail=4)


def _uscc_check(first_17: str) -> str:
    values = (_USCC_ALPHABET.index(sign) for sign in first_17)
    total = sum(value * weight for value, weight in zip(values, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[-total % 31]


def _organisation_check(first_8: str) -> str:
    """GB 11714: the check character of the organisation code inside a social credit code."""
    values = (_ORGANISATION_LETTERS.index(sign) for sign in first_8)
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


# 手机号

_PHONE_LENGTH = 11
_COUNTRY_PREFIXES = ("+86", "0086", "86")


def compact_phone(text: str) -> str:
    """Give a mainland mobile number as eleven digits, without a country code."""
    number = _compact(text)
    for prefix in _COUNTRY_PREFIXES:
        if number.startswith(prefix) and len(number) == len(prefix) + _PHONE_LENGTH:
            return number.removeprefix(prefix)
    return number


def phone_problem(text: str) -> str | None:
    """Say what is wrong with a mobile number in any writing; None if it is right."""
    number = compact_phone(text)
    if not number:
        return "请填写手机号码"
    if len(number) != _PHONE_LENGTH or not _DIGITS.issuperset(number):
        return "手机号码应为11位数字"
    if number[0] != "1" or number[1] not in "3456789":
        return "请填写有效的中国大陆手机号码"
    return None


def mask_phone(number: str) -> str:
    """Show how a number begins and ends: 138****0001."""
    return _mask_middle(number[:NAME_MAX], head=3, tail=4)


# 公民身份号码, GB 11643-1999

_RESIDENT_ID_LENGTH = 18
_RESIDENT_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_ID_CHECKS = "10X98765432"
_BORN_MIN = date(1880, 1, 1)
_PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
_PROVINCES = frozenset(
    str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1)
)


def compact_resident_id(text: str) -> str:
    """Give a resident's number as it is stored: digits, and X as a capital."""
    return _compact(text)


def resident_id_problem(text: str, *, today: date | None = None) -> str | None:
    """Say what is wrong with a resident's number; None if it is right.

    Of the place only the province is checked: counties come and go, and a number stays.
    """
    number = compact_resident_id(text)
    problem = _resident_id_shape_problem(number)
    if problem:
        return problem
    if number[:2] not in _PROVINCES:
        return "身份证号码中的行政区划不存在"
    born = birth_date(number)
    if born is None or born < _BORN_MIN or (today is not None and born > today):
        return "身份证号码中的出生日期不正确"
    if number[-1] != _resident_id_check(number[:-1]):
        return "身份证号码的校验位不正确，请核对"
    return None


def birth_date(resident_id: str) -> date | None:
    """Read the date of birth out of a compact resident's number; None if there is no such day."""
    try:
        return date(int(resident_id[6:10]), int(resident_id[10:12]), int(resident_id[12:14]))
    except ValueError:
        return None


def mask_resident_id(number: str) -> str:
    """Show the province and the end, never the birthday: 320***********1234."""
    return _mask_middle(number[:NAME_MAX], head=3, tail=4)


def _resident_id_shape_problem(number: str) -> str | None:
    if not number:
        return "请填写身份证号码"
    if len(number) != _RESIDENT_ID_LENGTH:
        return "身份证号码应为18位"
    if not _DIGITS.issuperset(number[:-1]) or number[-1] not in _RESIDENT_ID_CHECKS:
        return "身份证号码应为17位数字加一位校验码"
    return None


def _resident_id_check(first_17: str) -> str:
    digits = (int(digit) for digit in first_17)
    total = sum(digit * weight for digit, weight in zip(digits, _RESIDENT_ID_WEIGHTS, strict=True))
    return _RESIDENT_ID_CHECKS[total % 11]


# 姓名与企业名称

_PARTS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "reference" / "name_parts.toml").read_text("utf-8")
)
_COMPOUND_SURNAMES = frozenset(_PARTS["compound_surnames"])
_PLACES = tuple(_PARTS["places"])
_PLACE_KINDS = tuple(_PARTS["place_kinds"])
_ENDINGS = tuple(
    sorted([*_PARTS["places"], *_PARTS["firm_kinds"], *_PARTS["trades"]], key=len, reverse=True)
)
_BRACKETED = frozenset([*_PARTS["places"], *_PARTS["bracketed_kinds"]])
_BRACKET_AT_END = re.compile(r"（([^（）]*)）$")
_COMPOUND_NAME_MIN = 3
_WORDS_MAX = 8  # How many known words a name may carry at either end before we stop looking.


def mask_person(name: str) -> str:
    """Show a surname and nothing of the rest, not even its length: 王*."""
    cleaned = name.strip()[:NAME_MAX]
    if len(cleaned) <= 1:
        return _STAR
    is_compound = cleaned[:2] in _COMPOUND_SURNAMES and len(cleaned) >= _COMPOUND_NAME_MIN
    return cleaned[: 2 if is_compound else 1] + _STAR


@lru_cache(maxsize=NAMES_KEPT_MAX)
def mask_enterprise(name: str) -> str:
    """Show a firm's place, trade and kind, and of its own name one sign: 苏州晨*精密有限公司.

    What is not recognised as place, trade or kind is taken for the firm's own name and hidden.
    """
    whole = name.strip()[:NAME_MAX].replace("(", "（").replace(")", "）")
    own_from = _places_end(whole)
    own_to, ending = _known_ending(whole, own_from)
    own = whole[own_from:own_to]
    first = own[:1] if len(own) > 1 else ""
    return whole[:own_from] + first + _STAR * max(len(own) - len(first), 1) + ending


def _places_end(text: str) -> int:
    """Tell where the places that a name begins with end; something is always left."""
    end = 0
    for _ in range(_WORDS_MAX):
        place = next((place for place in _PLACES if text.startswith(place, end)), "")
        after = end + len(place)
        kind = next((kind for kind in _PLACE_KINDS if text.startswith(kind, after)), "")
        after += len(kind)
        if not place or after >= len(text):
            break
        end = after
    return end


def _known_ending(text: str, start: int) -> tuple[int, str]:
    """Tell where the known words that a name ends with begin, and how to show them."""
    end, shown = len(text), ""
    for _ in range(_WORDS_MAX):
        bracket = _BRACKET_AT_END.search(text, start + 1, end)
        if bracket:
            end, inner = bracket.start(), bracket[1]
            shown = f"（{inner if inner in _BRACKETED else _STAR}）{shown}"
            continue
        word = next((word for word in _ENDINGS if text.endswith(word, start + 1, end)), "")
        if not word:
            break
        end -= len(word)
        shown = word + shown
    return end, shown


def _mask_middle(text: str, *, head: int, tail: int) -> str:
    """Hide what lies between a head and a tail; hide a text whole that is too short for both."""
    hidden = len(text) - head - tail
    if hidden < min(head, tail):
        return _STAR * len(text)
    return text[:head] + _STAR * hidden + text[len(text) - tail :]
