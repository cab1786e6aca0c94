"""Draws licences and ID cards of people and firms that do not exist, with what they say."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from vocabulary.documents import DocumentField as F
from vocabulary.identifiers import make_uscc, resident_id_problem
from vocabulary.printed import LONG_TERM
from vocabulary.seeing import DocumentKind

FONTS = Path("/usr/share/fonts")
SERIF, SANS, BOLD = "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"
SIMPLIFIED = 2  # of the faces inside these files
INK = (18, 18, 18)
PAPER = (251, 249, 240)
CARD = (226, 236, 244)
CARD_SIZE = (1012, 638)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志宇浩然子涵轩雨泽欣怡诗琪睿晗"
PEOPLES = ("汉", "汉", "汉", "回", "满", "壮", "蒙古", "土家")
CITIES = ("北京", "上海", "深圳", "杭州", "成都", "武汉", "苏州", "南京")
WORDS = "星辰宏远汇智恒信鼎盛博雅瑞丰天成嘉禾启明融通众诚云帆"
TRADES = (
    "科技",
    "信息技术",
    "供应链管理",
    "精密机械",
    "融资担保",
    "生物医药",
    "新材料",
    "电子商务",
)
SCOPES = (
    "技术开发、技术咨询、技术服务、技术转让；软件开发；企业管理咨询；货物进出口。（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
    "许可项目：食品销售；道路货物运输。一般项目：日用百货销售；包装材料及制品销售；国内贸易代理；市场营销策划。",
    "精密机械零部件的研发、生产、销售；金属材料、五金交电、机电设备的销售；自营和代理各类商品及技术的进出口业务。",
)
CAPITALS = ("壹佰万元整", "伍佰万元整", "叁仟贰佰万元整", "人民币1000万元", "5000.000000万人民币")


@dataclass(frozen=True)
class Paper:
    """A drawn document, and what is printed on it, as a good reader would say it."""

    kind: DocumentKind
    image: Image.Image
    says: dict[str, str]


def font_missing() -> bool:
    """Is there no font in which a licence could be drawn?"""
    return not list(FONTS.rglob(SERIF)) or not list(FONTS.rglob(SANS))


needs_font = pytest.mark.skipif(font_missing(), reason="needs a Chinese font (fonts-noto-cjk)")


@cache
def font(size: int, face: str = SERIF) -> ImageFont.FreeTypeFont:
    """A Chinese font of this machine."""
    path = next(FONTS.rglob(face), None) or next(FONTS.rglob(SERIF))
    return ImageFont.truetype(str(path), size, index=SIMPLIFIED)


def dice_of(what: str, seed: int) -> random.Random:
    """The same dice for the same paper."""
    return random.Random(f"{what} {seed}")  # noqa: S311 -- draws papers, guards nothing


def licence(seed: int, *, broad: bool = True) -> Paper:
    """A licence: of a company, a branch or one person; broad as on a wall, or upright."""
    dice = dice_of("licence", seed)
    says, rows = _firm(dice)
    qr = f"https://www.gsxt.gov.cn/index.html?uniscid={says[F.USCC]}"
    image = _broad(says[F.USCC], rows, qr) if broad else _upright(says[F.USCC], rows, qr)
    return Paper(DocumentKind.BUSINESS_LICENCE, image, says)


def id_card_front(seed: int, face: Image.Image | None = None, name: str = "") -> Paper:
    """The side with the portrait; a drawn one, or the face (and the name) that is given."""
    dice = dice_of("front", seed)
    number, born = resident_id(dice)
    says: dict[str, str] = {
        F.NAME: name or a_name(dice),
        F.SEX: "男" if int(number[16]) % 2 else "女",
        F.ETHNICITY: dice.choice(PEOPLES),
        F.BIRTH_DATE: born.isoformat(),
        F.ADDRESS: an_address(dice),
        F.RESIDENT_ID: number,
    }
    image, pen = _card()
    label, big, text = font(28, SANS), font(40, SANS), font(34, SANS)
    blue = (40, 90, 150)
    for at, word in (((70, 70), "姓 名"), ((70, 145), "性 别"), ((290, 145), "民 族")):
        pen.text(at, word, font=label, fill=blue)
    pen.text((180, 62), says[F.NAME], font=big, fill=INK)
    pen.text((180, 140), says[F.SEX], font=text, fill=INK)
    pen.text((385, 140), says[F.ETHNICITY], font=text, fill=INK)
    for x, word in ((70, "出 生"), (275, "年"), (375, "月"), (475, "日")):
        pen.text((x, 215), word, font=label, fill=blue)
    for x, part in ((180, born.year), (320, born.month), (420, born.day)):
        pen.text((x, 210), str(part), font=text, fill=INK)
    pen.text((70, 290), "住 址", font=label, fill=blue)
    _write(pen, (180, 286), _wrapped(says[F.ADDRESS], 11), text, 48)
    pen.text((70, 545), "公民身份号码", font=label, fill=blue)
    pen.text((330, 538), number, font=font(46, SANS), fill=INK)
    if face is None:
        pen.rectangle([650, 90, 930, 450], fill=(200, 205, 210))
        pen.ellipse([715, 130, 865, 330], fill=(170, 150, 135))
        pen.rectangle([690, 340, 890, 450], fill=(60, 70, 90))
    else:
        image.paste(face.resize((280, 360)), (650, 90))
    return Paper(DocumentKind.ID_CARD_FRONT, image, says)


def id_card_back(seed: int) -> Paper:
    """The side with the emblem."""
    dice = dice_of("back", seed)
    begins = date(2008, 1, 1) + timedelta(days=dice.randrange(6000))
    years = dice.choice((10, 20, 0))
    ends = begins.replace(year=begins.year + years, day=min(begins.day, 28)) if years else None
    bureau = dice.choice(("吴中", "虎丘", "江宁"))
    says: dict[str, str] = {
        F.ISSUING_AUTHORITY: f"{dice.choice(CITIES)}市公安局{bureau}分局",
        F.VALID_FROM: begins.isoformat(),
        F.VALID_UNTIL: ends.isoformat() if ends else LONG_TERM,
    }
    image, pen = _card()
    pen.ellipse([70, 60, 250, 240], fill=(190, 60, 60))
    pen.text((330, 70), "中华人民共和国", font=font(62, SANS), fill=INK)
    pen.text((330, 170), "居 民 身 份 证", font=font(70, SANS), fill=INK)
    until = f"{ends:%Y.%m.%d}" if ends else LONG_TERM
    pen.text((220, 470), "签发机关", font=font(30, SANS), fill=INK)
    pen.text((400, 468), says[F.ISSUING_AUTHORITY], font=font(32, SANS), fill=INK)
    pen.text((220, 550), "有效期限", font=font(30, SANS), fill=INK)
    pen.text((400, 548), f"{begins:%Y.%m.%d}-{until}", font=font(32, SANS), fill=INK)
    return Paper(DocumentKind.ID_CARD_BACK, image, says)


def letter(lines: Sequence[str]) -> Image.Image:
    """A page of text that is none of our documents."""
    image = Image.new("RGB", (1240, 1000), PAPER)
    _write(ImageDraw.Draw(image), (120, 120), lines, font(36), 64)
    return image


def a_name(dice: random.Random) -> str:
    """A person's name."""
    return dice.choice(SURNAMES) + "".join(
        dice.choice(GIVEN) for _ in range(dice.choice((1, 2, 2)))
    )


def an_address(dice: random.Random) -> str:
    """Where somebody could live."""
    road = dice.choice(("科技", "创新", "人民", "中山", "珞喻", "狮山"))
    quarter = dice.choice(("高新", "滨江", "南山", "浦东新", "海淀", "虎丘"))
    return (
        f"{dice.choice(CITIES)}市{quarter}区{road}路{dice.randint(1, 999)}号"
        f"{dice.randint(1, 30)}幢{dice.randint(101, 2805)}室"
    )


def resident_id(dice: random.Random) -> tuple[str, date]:
    """A number that passes its check, and the birthday in it."""
    born = date(1960, 1, 1) + timedelta(days=dice.randrange(15_000))
    place = dice.choice(("110101", "310104", "320505", "330106", "510107"))
    first = f"{place}{born:%Y%m%d}{dice.randint(1, 999):03d}"
    number = next(
        first + last for last in "0123456789X" if resident_id_problem(first + last) is None
    )
    return number, born


Row = tuple[F, str, str]


def _firm(dice: random.Random) -> tuple[dict[str, str], list[Row]]:
    """What a firm's licence says, and its rows as printed: field, label, text."""
    founded = date(1998, 1, 1) + timedelta(days=dice.randrange(9_400))
    own = dice.choice(CITIES) + "".join(dice.sample(WORDS, 2)) + dice.choice(TRADES)
    day = f"{founded.year}年{founded.month:02d}月{founded.day:02d}日"
    alone, branch = dice.random() < 0.2, dice.random() < 0.2
    kind = "有限责任公司（自然人投资或控股）"
    if alone:
        own, kind = own + "商行", "个体工商户"
    elif branch:
        own, kind = own + "有限公司苏州分公司", "有限责任公司分公司"
    else:
        own += dice.choice(("有限公司", "股份有限公司", "有限责任公司"))
    person = "经营者" if alone else "负责人" if branch else "法定代表人"
    place = "经营场所" if alone else "营业场所" if branch else "住　　所"
    says: dict[str, str] = {
        F.USCC: make_uscc(dice.randrange(10**6), registrar="92" if alone else "91"),
        F.NAME: own,
        F.KIND: kind,
        F.LEGAL_REPRESENTATIVE: a_name(dice),
        F.BUSINESS_SCOPE: dice.choice(SCOPES),
        F.ESTABLISHED_ON: founded.isoformat(),
        F.ADDRESS: an_address(dice),
    }
    rows: list[Row] = [
        (F.NAME, "名　　称", own),
        (F.KIND, "类　　型", kind),
        (F.LEGAL_REPRESENTATIVE, person, says[F.LEGAL_REPRESENTATIVE]),
        (F.BUSINESS_SCOPE, "经营范围", says[F.BUSINESS_SCOPE]),
        (F.ESTABLISHED_ON, "成立日期", day),
        (F.ADDRESS, place, says[F.ADDRESS]),
    ]
    if not alone and not branch:
        says[F.REGISTERED_CAPITAL] = dice.choice(CAPITALS)
        says[F.BUSINESS_TERM] = f"{founded.isoformat()}至{LONG_TERM}"
        rows.insert(4, (F.REGISTERED_CAPITAL, "注册资本", says[F.REGISTERED_CAPITAL]))
        rows.insert(6, (F.BUSINESS_TERM, "营业期限", f"{day}至{LONG_TERM}"))
    return says, rows


def _broad(code: str, rows: Sequence[Row], qr: str) -> Image.Image:
    image, pen = _framed((1754, 1240))
    pen.text((877, 190), "营 业 执 照", font=font(104, BOLD), fill=INK, anchor="mm")
    pen.text((897, 290), "（副 本）", font=font(40), fill=INK, anchor="mm")
    pen.text((150, 180), "统一社会信用代码", font=font(30), fill=INK)
    pen.text((150, 225), code, font=font(36, SANS), fill=INK)
    image.paste(_qr(qr, 190), (1440, 150))
    left = (F.NAME, F.KIND, F.LEGAL_REPRESENTATIVE, F.BUSINESS_SCOPE)
    for x, wide, is_here in ((150, 17, True), (960, 14, False)):
        y = 380
        for field, label, text in rows:
            if (field in left) is is_here:
                y = _row(pen, (x, y), label, _wrapped(text, wide), 32)
    _signed(pen, (1120, 900))
    return image


def _upright(code: str, rows: Sequence[Row], qr: str) -> Image.Image:
    image, pen = _framed((1240, 1754))
    pen.text((620, 260), "营 业 执 照", font=font(96, BOLD), fill=INK, anchor="mm")
    pen.text((620, 360), f"统一社会信用代码　{code}", font=font(32), fill=INK, anchor="mm")
    image.paste(_qr(qr, 180), (960, 420))
    y = 450
    for _field, label, text in rows:
        y = _row(pen, (140, y), label, _wrapped(text, 15 if y < 620 else 22), 34)
    _signed(pen, (640, 1330))
    pen.text((140, 1660), "国家市场监督管理总局监制", font=font(24), fill=INK)
    return image


def _framed(size: tuple[int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(image)
    for step in range(12):
        box = [30 + step, 30 + step, size[0] - 30 - step, size[1] - 30 - step]
        pen.rectangle(box, outline=(190, 170 - step * 3, 110))
    for y in range(80, size[1] - 80, 26):
        pen.line([(80, y), (size[0] - 80, y + 8)], fill=(244, 238, 222))
    return image, pen


def _card() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", CARD_SIZE, CARD)
    pen = ImageDraw.Draw(image)
    for y in range(0, CARD_SIZE[1], 9):
        pen.line([(0, y), (CARD_SIZE[0], y + 30)], fill=(214, 228, 238))
    return image, pen


def _row(
    pen: ImageDraw.ImageDraw, at: tuple[int, int], label: str, lines: Sequence[str], size: int
) -> int:
    x, y = at
    pen.text((x, y), label, font=font(size, BOLD), fill=(40, 30, 20))
    _write(pen, (x + 215, y), lines, font(size), size + 14)
    return y + (size + 14) * len(lines) + 34


def _signed(pen: ImageDraw.ImageDraw, at: tuple[int, int]) -> None:
    x, y = at
    pen.text((x, y), "登 记 机 关", font=font(34), fill=INK)
    pen.ellipse([x + 140, y - 40, x + 380, y + 200], outline=(205, 30, 30), width=7)
    pen.text((x + 260, y + 80), "★", font=font(70), fill=(205, 30, 30), anchor="mm")
    pen.text((x + 60, y + 160), "2023 年 06 月 18 日", font=font(30), fill=INK)


def _write(
    pen: ImageDraw.ImageDraw,
    at: tuple[int, int],
    lines: Sequence[str],
    face: ImageFont.FreeTypeFont,
    step: int,
) -> None:
    for index, line in enumerate(lines):
        pen.text((at[0], at[1] + index * step), line, font=face, fill=INK)


def _wrapped(text: str, wide: int) -> list[str]:
    """Break a text as a printer does: no line begins with a sign that closes something."""
    lines = [text[at : at + wide] for at in range(0, len(text), wide)]
    for index in range(1, len(lines)):
        while lines[index][:1] and lines[index][0] in "）。，；、：":
            lines[index - 1] += lines[index][0]
            lines[index] = lines[index][1:]
    return [line for line in lines if line]


def _qr(text: str, side: int) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    drawn = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=5)))
    return drawn.convert("RGB").resize((side, side), Image.Resampling.NEAREST)
