"""The fields of a second-generation ID card, both sides, and the portrait printed on it."""

import re
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image

from vision.documents.codes import find_resident_id
from vision.documents.layout import Value, compact, hits, values
from vision.documents.lines import Line, Page
from vision.pictures import as_jpeg
from vocabulary.printed import LONG_TERM, printed_dates

FRONT_LABELS = {
    "name": ("姓名",),
    "sex": ("性别",),
    "ethnicity": ("民族",),
    "birth_date": ("出生",),
    "address": ("住址",),
    "resident_id": ("公民身份",),
}
BACK_LABELS = {"issuing_authority": ("签发机关",), "valid_until": ("有效期限",)}
FRONT_SINGLE = frozenset({"name", "sex", "ethnicity", "birth_date", "resident_id"})
BACK_SINGLE = frozenset({"valid_until"})
FRONT_NEEDED = ("name", "resident_id")
BACK_NEEDED = ("issuing_authority", "valid_until")
FRONT_MARKS = ("姓名", "性别", "民族", "住址", "公民身份", "出生")
BACK_MARKS = ("签发机关", "有效期限", "居民身份证", "中华人民共和国")

PORTRAIT_HEIGHT = 480
# Where the portrait lies on a card, in shares of its width and height, with a margin around it;
# and where the texts lie by which we know the card's own corners.
_PORTRAIT = (0.60, 0.08, 0.97, 0.80)
_NAME_AT = (0.075, 0.150)
_NUMBER_AT = (0.075, 0.875)
_NUMBER_END_AT = (0.910, 0.875)
_CARD_RATIO = 85.6 / 54.0

_SEX = re.compile(r"性?别?([男女])民?族?")
_ETHNICITY = re.compile(r"民?族([\u4e00-\u9fff]{1,6})")
_TRADITIONAL = str.maketrans("漢滿回壯苗蒙維", "汉满回壮苗蒙维")  # the engine knows both writings
_PEOPLES = frozenset(
    re.findall(
        r"\w+",
        "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 "
        "高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 "
        "塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺",
    )
)
_BORN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})")


def front_fields(lines: Sequence[Line]) -> dict[str, Value]:
    """What the side with the portrait says."""
    found = values(lines, FRONT_LABELS, FRONT_SINGLE)
    number = find_resident_id([compact(line.text) for line in lines])
    given = found.pop("resident_id", None)
    if number is not None:
        found["resident_id"] = Value(number, given.sure if given else 0.5)
    rows = _rows(lines)
    for name in ("sex", "ethnicity", "birth_date"):
        found.pop(name, None)
    for row in rows:
        _row_fields(row, found)
    return found


def _row_fields(row: Line, found: dict[str, Value]) -> None:
    """What stands several to a row, between its labels: 性别 男 民族 汉, 出生 1990 年 1 月 2 日."""
    if "性别" in row.text or "民族" in row.text:
        if sex := _SEX.search(row.text):
            found.setdefault("sex", Value(sex[1], row.sure))
        people = _ETHNICITY.search(row.text)
        said = people[1].translate(_TRADITIONAL).removesuffix("族") if people else ""
        if said in _PEOPLES:
            found.setdefault("ethnicity", Value(said, row.sure))
    if _BORN.search(row.text) and (dates := printed_dates(row.text)):
        found.setdefault("birth_date", Value(dates[0].isoformat(), row.sure))


def back_fields(lines: Sequence[Line]) -> dict[str, Value]:
    """What the side with the emblem says."""
    found = values(lines, BACK_LABELS, BACK_SINGLE)
    given = found.pop("valid_until", None)
    if given is None:
        return found
    dates = printed_dates(given.text)
    if dates:
        found["valid_from"] = Value(dates[0].isoformat(), given.sure)
    if LONG_TERM in given.text:
        found["valid_until"] = Value(LONG_TERM, given.sure)
    elif len(dates) > 1:
        found["valid_until"] = Value(dates[1].isoformat(), given.sure)
    return found


def is_front(lines: Sequence[Line]) -> int:
    """How many of the front's own words are there."""
    return hits(_rows(lines), FRONT_MARKS)


def is_back(lines: Sequence[Line]) -> int:
    """How many of the back's own words are there."""
    return hits(lines, BACK_MARKS)


def portrait(page: Page) -> bytes | None:
    """The printed portrait, upright, as JPEG: the card's plane is known from three of its texts."""
    name = _begins(page.lines, "姓")
    number = _begins(page.lines, "公民身份")
    if name is None or number is None:
        return None
    end = _number_end(page.lines, number)
    seen = page.in_picture(np.stack([name.left, number.left, end]))
    known = np.array([_NAME_AT, _NUMBER_AT, _NUMBER_END_AT], np.float32)
    left, top, right, bottom = _PORTRAIT
    height = PORTRAIT_HEIGHT
    width = round(height * (right - left) * _CARD_RATIO / (bottom - top))
    scaled = (known - (left, top)) / (right - left, bottom - top) * (width, height)
    way = cv2.getAffineTransform(seen, scaled.astype(np.float32))
    cut = cv2.warpAffine(
        page.pixels, way, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return as_jpeg(Image.fromarray(np.asarray(cut, np.uint8)))


def _begins(lines: Sequence[Line], word: str) -> Line | None:
    return next((line for line in lines if compact(line.text).startswith(word)), None)


def _number_end(lines: Sequence[Line], label: Line) -> np.ndarray:
    """Where the number's row ends; the number may be read in one with its label."""
    row = [line for line in lines if _same_row(label, line)]
    far: Line = max(row, key=lambda line: float(line.right @ label.along))
    return far.right


def _same_row(one: Line, other: Line) -> bool:
    across = np.array([-one.along[1], one.along[0]])
    step = other.middle - one.middle
    slack = 0.6 * max(one.height, other.height) + 0.03 * abs(float(step @ one.along))
    return abs(float(step @ across)) < slack


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Lines that stand in one row, joined from left to right: 性别 男 民族 汉 become one text."""
    left, rows = list(lines), []
    while left:
        row = [line for line in left if _same_row(left[0], line)]
        left = [line for line in left if not any(line is each for each in row)]
        row.sort(key=lambda line: float(line.left[0]))
        text = "".join(compact(line.text) for line in row)
        rows.append(Line(text, min(line.sure for line in row), row[0].box))
    return rows
