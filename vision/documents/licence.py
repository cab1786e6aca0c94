"""The fields of a business licence (营业执照), upright or broad, of every kind of firm."""

from collections.abc import Sequence

from vision.documents.codes import find_uscc
from vision.documents.layout import Value, compact, hits, values
from vision.documents.lines import Line
from vocabulary.printed import LONG_TERM, printed_dates

LABELS = {
    "name": ("名称", "字号名称"),
    "kind": ("类型", "公司类型", "主体类型"),
    "legal_representative": (
        "法定代表人",
        "法定代表人姓名",
        "负责人",
        "经营者",
        "经营者姓名",
        "投资人",
        "执行事务合伙人",
    ),
    "registered_capital": ("注册资本", "注册资金", "出资额", "成员出资总额"),
    "established_on": ("成立日期", "注册日期"),
    "business_term": ("营业期限", "合伙期限", "经营期限"),
    "address": ("住所", "经营场所", "营业场所", "主要经营场所"),
    "business_scope": ("经营范围", "业务范围"),
    "": ("组成形式", "登记机关", "统一社会信用代码", "注册号", "证照编号", "登记日期"),
}
SINGLE = frozenset({"established_on", "", "legal_representative"})
NEEDED = ("uscc", "name", "legal_representative")
MARKS = (
    "营业执照",
    "统一社会信用代码",
    "法定代表人",
    "经营范围",
    "注册资本",
    "成立日期",
    "登记机关",
    "市场监督管理",
)
_ENDS = ("http", "国家市场监督", "国家企业信用", "市场主体应当", "登记机关")


def licence_fields(lines: Sequence[Line]) -> dict[str, Value]:
    """What the licence says; dates as 2001-02-03, everything else as printed."""
    found = values([line for line in lines if not _is_margin(line)], LABELS, SINGLE)
    found.pop("", None)
    if (code := find_uscc([compact(line.text) for line in lines])) is not None:
        found["uscc"] = Value(code, _sure_of(code, lines))
    _date(found)
    _term(found)
    return found


def is_licence(lines: Sequence[Line]) -> int:
    """How many of a licence's own words are there."""
    return hits(lines, MARKS)


def _is_margin(line: Line) -> bool:
    """The small print around the form belongs to no field."""
    return compact(line.text).startswith(_ENDS[:-1])


def _sure_of(code: str, lines: Sequence[Line]) -> float:
    sure = [line.sure for line in lines if code[:6] in compact(line.text).upper()]
    return max(sure, default=0.5)


def _date(found: dict[str, Value]) -> None:
    given = found.pop("established_on", None)
    dates = printed_dates(given.text) if given else ()
    if given and dates:
        found["established_on"] = Value(dates[0].isoformat(), given.sure)


def _term(found: dict[str, Value]) -> None:
    """2001-02-03至长期, 长期, or 2001-02-03至2031-02-02; anything else stays as printed."""
    given = found.get("business_term")
    if given is None:
        return
    ends = [day.isoformat() for day in printed_dates(given.text)]
    if any(word in given.text for word in (LONG_TERM, "不约定", "无固定")):
        ends.append(LONG_TERM)
    if ends:
        found["business_term"] = Value("至".join(ends[:2]), given.sure)
