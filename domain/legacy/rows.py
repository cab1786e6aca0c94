"""One line of the old system's file as a demand, or what is wrong with it. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct

from vocabulary.identifiers import compact_uscc, uscc_problem
from vocabulary.industries import SECTIONS, section_of
from vocabulary.legacy import LEGACY_STATE_LABELS, LegacyState
from vocabulary.lending import TERM_MONTHS_MAX
from vocabulary.money import FEN_MAX
from vocabulary.regions import region_code

NAME_LENGTH_MAX = 120
NUMBER_LENGTH_MAX = 40
TEXT_LENGTH_MAX = 200
STEPS_MAX = 60  # of one demand
FEN_PER_YUAN = 100
_STATES = {label: state for state, label in LEGACY_STATE_LABELS.items()}
_SECTIONS = {name: code for code, name in SECTIONS.items()}


class Step(Struct, frozen=True):
    """What the old system noted on a day."""

    noted_on: date
    note: str


class OldDemand(Struct, frozen=True, kw_only=True):
    """A demand as the old system handed it over."""

    legacy_no: str
    enterprise_name: str
    uscc: str
    region: str
    industry: str
    amount_fen: int
    term_months: int
    purpose: str
    institution_name: str
    state: LegacyState
    published_on: date
    progress: tuple[Step, ...]


class Refused(Struct, frozen=True):
    """A line that was not taken, by its number in the file, and every reason."""

    line: int
    legacy_no: str
    problems: list[str]


def _text(least: int, most: int) -> Callable[[str], str]:
    def read(given: str) -> str:
        if not least <= len(given) <= most:
            raise ValueError(f"应为 {least} 至 {most} 个字")
        return given

    return read


def _uscc(given: str) -> str:
    code = compact_uscc(given)
    if code and (problem := uscc_problem(code)):
        raise ValueError(problem)
    return code


def _region(given: str) -> str:
    code = region_code(given)
    if code is None:
        raise ValueError("不是苏州市的区域")
    return code


def _industry(given: str) -> str:
    code = _SECTIONS.get(given) or section_of(given)
    if code is None:
        raise ValueError("不是国民经济行业分类中的行业")
    return code


def _fen(given: str) -> int:
    try:
        fen = Decimal(given.replace(",", "")) * FEN_PER_YUAN
    except InvalidOperation as problem:
        raise ValueError("不是金额") from problem
    if not fen.is_finite() or fen != int(fen) or not 0 < fen <= FEN_MAX:
        raise ValueError("应为大于零、精确到分的金额，单位：元")
    return int(fen)


def _months(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= TERM_MONTHS_MAX):
        raise ValueError(f"应为 1 至 {TERM_MONTHS_MAX} 个月")
    return int(given)


def _state(given: str) -> LegacyState:
    if given not in _STATES:
        raise ValueError("应为" + "、".join(_STATES))
    return _STATES[given]


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as problem:
        raise ValueError("日期应写作 2023-05-01") from problem


def _progress(given: str) -> tuple[Step, ...]:
    """`2023-05-01 需求发布；2023-05-04 银行受理`, in the order of the days."""
    told = [part.strip() for part in given.replace(";", "；").split("；") if part.strip()]
    if len(told) > STEPS_MAX:
        raise ValueError(f"最多 {STEPS_MAX} 条")
    steps = []
    for part in told:
        day, _, note = part.partition(" ")
        steps.append(Step(_day(day), _text(1, TEXT_LENGTH_MAX)(note.strip())))
    if steps != sorted(steps, key=lambda each: each.noted_on):
        raise ValueError("应按日期先后排列")
    return tuple(steps)


# Every column of the file: its name there, the field it fills, and how it is read.
COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "需求编号": ("legacy_no", _text(1, NUMBER_LENGTH_MAX)),
    "企业名称": ("enterprise_name", _text(2, NAME_LENGTH_MAX)),
    "统一社会信用代码": ("uscc", _uscc),
    "区域": ("region", _region),
    "行业": ("industry", _industry),
    "金额（元）": ("amount_fen", _fen),
    "期限（月）": ("term_months", _months),
    "资金用途": ("purpose", _text(0, TEXT_LENGTH_MAX)),
    "对接机构": ("institution_name", _text(0, NAME_LENGTH_MAX)),
    "状态": ("state", _state),
    "发布日期": ("published_on", _day),
    "办理进度": ("progress", _progress),
}


def demand_of(line: int, cells: Mapping[str, str | None]) -> OldDemand | Refused:
    """Read one line; every cell that is wrong is named."""
    read: dict[str, Any] = {}
    problems = []
    for head, (field, convert) in COLUMNS.items():
        try:
            read[field] = convert((cells.get(head) or "").strip())
        except ValueError as problem:
            problems.append(f"{head}：{problem}")
    if problems:
        return Refused(line, (cells.get("需求编号") or "").strip()[:NUMBER_LENGTH_MAX], problems)
    return OldDemand(**read)
