"""Problems (RFC 9457) in Chinese: which field, what is wrong, what to do."""

import re

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.refusal import Invalid, Refusal, SecondFactor, StepUp

MEDIA = "application/problem+json"
BASE = "/docs#problem-"


class FieldError(Struct, frozen=True):
    """填写有误的一项。"""

    field: str
    message: str


class Problem(Struct, frozen=True, omit_defaults=True):
    """未能办理的原因（RFC 9457）。"""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: list[FieldError] = []
    operation: str = ""
    ways: list[str] = []
    ticket: str = ""
    phone_masked: str = ""


def of_refusal(refusal: Refusal, request_id: str) -> Problem:
    """A refusal, as the caller reads it."""
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    problem = Problem(
        type=BASE + refusal.code,
        title=refusal.title,
        status=refusal.status,
        code=refusal.code,
        detail=refusal.sentence,
        request_id=request_id,
        errors=[FieldError(field, message) for field, message in errors],
    )
    if isinstance(refusal, StepUp):
        return replace(problem, operation=refusal.operation, ways=list(refusal.ways))
    if isinstance(refusal, SecondFactor):
        return replace(
            problem,
            ways=list(refusal.ways),
            ticket=refusal.ticket,
            phone_masked=refusal.phone_masked,
        )
    return problem


def of_status(status: int, code: str, title: str, detail: str, request_id: str) -> Problem:
    """A problem that is no refusal: no such address, too large, our own fault."""
    return Problem(BASE + code, title, status, code, detail, request_id)


_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"missing required field `(.+?)`", "缺少必填项"),
        (r"unknown field `(.+?)`", "没有这一项，请删除"),
        (r"Expected `\w+(?: \| null)?` >= (\S+)", "不能小于 {0}"),
        (r"Expected `\w+(?: \| null)?` <= (\S+)", "不能大于 {0}"),
        (r"Expected `\w+(?: \| null)?` > (\S+)", "应大于 {0}"),
        (r"of length >= (\d+)", "至少 {0} 个字"),
        (r"of length <= (\d+)", "最多 {0} 个字"),
        (r"matching regex", "格式不正确"),
        (r"Invalid enum value (.+?)(?: -|$)", "没有这个选项：{0}"),
        (r"Invalid UUID", "编号格式不正确"),
        (r"Invalid RFC3339|Invalid (?:date|datetime)", "日期格式应为 2026-11-23"),
        (r"Expected `int.*`", "应为整数"),
        (r"Expected `bool.*`", "应为 true 或 false"),
        (r"Expected `str.*`", "应为文字"),
        (r"Expected `array.*`", "应为列表"),
        (r"Expected `object.*`", "应为对象"),
        (r"Integer value out of range", "数字超出范围"),
    )
)
_PATH = re.compile(r" - at `(?:key in )?\$?\.?(.*?)`$")
_NAMED = re.compile(r"field `(.+?)`")


def of_validation(problem: msgspec.ValidationError) -> Invalid:
    """What msgspec found, as a sentence with its field."""
    text = str(problem)
    place = _PATH.search(text)
    field = place.group(1).strip(".") if place else ""
    if named := _NAMED.search(text):
        field = f"{field}.{named.group(1)}".strip(".")
    for pattern, sentence in _PATTERNS:
        if found := pattern.search(text):
            message = sentence.format(*found.groups())
            return Invalid(f"填写有误：{field or '内容'} {message}", ((field, message),))
    return Invalid("填写有误，请核对后重新提交", ((field, "内容不正确"),))
