"""What the file does not say, derived from the loan number: the same number, the same values."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from msgspec import Struct

from server.replay.rows import RecordedLoan
from vocabulary.identifiers import SERIAL_MAX, make_uscc
from vocabulary.industries import section_of_naics
from vocabulary.lending import RepaymentMethod, SecurityKind
from vocabulary.money import half_up, split_fen
from vocabulary.regions import REGIONS

# Number segments that no operator has been given: nobody's telephone begins like this. The first
# digit of a loan number chooses the segment, the eight after it are the rest of the phone.
SEGMENTS = ("142", "143", "154", "160", "161", "163", "164", "168", "169")
SERIAL_DIGITS = 9  # The tenth digit of a loan number checks the nine.

# An enterprise's own name: four signs, a number written in a system with this many digits.
SIGNS = (
    "安宝邦博昌长超辰成诚驰楚川春纯慈聪达大德登鼎东敦恩发帆方芳飞丰风峰福富刚高格耕公谷冠光广桂"
    "国海汉航豪好浩合和禾恒弘宏洪鸿厚湖华欢辉汇惠慧火基吉佳嘉建江杰捷金津锦晋京晶景靖久巨骏开"
    "凯康科坤拓兰朗乐力立利连良亮林岭龙隆鲁路绿伦茂梅美民明铭木能宁欧鹏平普谦千乾侨勤青清庆全"
    "群仁荣融如瑞润赛三山尚绍升生盛胜世顺硕思松泰腾天添田通同图旺维文沃希锡喜先贤祥翔欣新鑫信兴"
)
SHIFT = 618_033_989  # Shares no factor with how many there are: mixes, and loses nothing.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚玲辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢佳"
TRADES = {
    "A": "农业",
    "B": "材料",
    "C": "精密制造",
    "D": "能源",
    "E": "建筑工程",
    "F": "商贸",
    "G": "物流",
    "H": "餐饮管理",
    "I": "信息技术",
    "J": "投资",
    "K": "房地产",
    "L": "咨询服务",
    "M": "检测技术",
    "N": "环境工程",
    "O": "服务",
    "P": "教育咨询",
    "Q": "医疗服务",
    "R": "文化传媒",
    "S": "管理服务",
}
# Loans of before 2000 carry no industry code: for them the number chooses among these sections.
UNCLASSIFIED = ("C", "E", "F", "G", "H", "I", "L", "M", "O", "Q")
PURPOSES = (
    "采购原材料",
    "补充流动资金",
    "购置设备",
    "扩建厂房",
    "支付货款",
    "门店装修",
    "技术改造",
)
RATE_BP_MIN, RATE_BP_STEPS, RATE_BP_STEP = 300, 41, 5
SHARE_MIN, SHARE_STEPS = 30, 41  # The first of two parts is 30 % to 70 %.
TWO_PARTS_EVERY = 3
WHOLE_BP, WHOLE_PERCENT = 10_000, 100


class Enterprise(Struct, frozen=True, kw_only=True):
    """Who applies: everything it says of itself."""

    phone: str
    password: str
    name: str
    uscc: str
    region: str
    industry: str
    legal_representative: str
    contact_name: str


class Part(Struct, frozen=True):
    """One payout, and what becomes of it: when it falls due, and what of it does not come back."""

    contract_no: str
    amount_fen: int
    paid_on: date
    due_on: date | None = None  # None: as is usual; nothing is said of its end
    lost_fen: int = 0  # principal that is charged off
    claimed_fen: int = 0  # what of that the guarantor pays

    @property
    def repaid_fen(self) -> int:
        """The principal that the borrower pays back."""
        return self.amount_fen - self.lost_fen

    @property
    def written_off_fen(self) -> int:
        """The principal that the bank writes off."""
        return self.lost_fen - self.claimed_fen


class Plan(Struct, frozen=True, kw_only=True):
    """One loan as it is to be replayed: who asks whom for what, and what becomes of it."""

    number: str
    enterprise: Enterprise
    bank: str
    asked_fen: int
    line_fen: int
    term_months: int
    purpose: str
    security: SecurityKind
    repayment_method: RepaymentMethod
    rate_bp: int
    decided_on: date | None
    parts: tuple[Part, ...]
    coverage_bp: int = 0  # what a guarantor stands for; 0: nobody is asked to

    @property
    def guaranteed_fen(self) -> int:
        """The amount of the guarantor's letter."""
        return half_up(self.asked_fen * self.coverage_bp, WHOLE_BP)


def drawn(number: str, what: str, among: int) -> int:
    """A number below `among` that belongs to this loan and this question."""
    assert among > 0
    return int.from_bytes(sha256(f"{number}:{what}".encode()).digest()[:8]) % among


def bank_of(name: str, banks: Sequence[str]) -> str:
    """The bank of the platform that stands for a bank of the file."""
    return sorted(banks)[drawn(" ".join(name.upper().split()), "bank", len(banks))]


def phone_of(number: str) -> str:
    """A phone that no other loan number and no living person has."""
    return SEGMENTS[int(number[0]) - 1] + number[1:SERIAL_DIGITS]


def uscc_of(number: str, region: str) -> str:
    """A valid social credit code that no other loan number gives."""
    turns, serial = divmod(int(number[:SERIAL_DIGITS]), SERIAL_MAX + 1)
    return make_uscc(serial, division=region, registrar=("91", "92")[turns])


def industry_of(number: str, naics: str) -> str:
    """The section of GB/T 4754: of the NAICS code, else drawn."""
    section = section_of_naics(naics)
    return section or UNCLASSIFIED[drawn(number, "industry", len(UNCLASSIFIED))]


def region_of(number: str) -> str:
    """One of the ten units."""
    return list(REGIONS)[drawn(number, "region", len(REGIONS))]


def own_name(serial: int) -> str:
    """Four signs for a serial; two serials never share them."""
    base, rest = len(SIGNS), serial * SHIFT % len(SIGNS) ** 4
    signs = ""
    for _ in range(4):
        rest, sign = divmod(rest, base)
        signs += SIGNS[sign]
    return signs


def enterprise_named(serial: int, industry: str) -> str:
    """The name of an enterprise: the city, its own signs, its trade."""
    return f"苏州{own_name(serial)}{TRADES[industry]}有限公司"


def person_of(number: str, what: str) -> str:
    """A person's name, of a common surname and one or two common signs."""
    surname = SURNAMES[drawn(number, f"{what} surname", len(SURNAMES))]
    given = GIVEN[drawn(number, f"{what} given", len(GIVEN))]
    second = drawn(number, f"{what} second", 2 * len(GIVEN))
    return surname + given + (GIVEN[second] if second < len(GIVEN) else "")


def enterprise_of(loan: RecordedLoan) -> Enterprise:
    """The enterprise of a loan: each loan of the file has one of its own."""
    number = loan.number
    region, industry = region_of(number), industry_of(number, loan.naics)
    return Enterprise(
        phone=phone_of(number),
        password=password_of(number),
        name=enterprise_named(int(number[:SERIAL_DIGITS]), industry),
        uscc=uscc_of(number, region),
        region=region,
        industry=industry,
        legal_representative=person_of(number, "legal representative"),
        contact_name=person_of(number, "contact"),
    )


def password_of(number: str) -> str:
    """The password the enterprise chooses, so that it can log in again after an interruption."""
    return "Replay-" + sha256(f"{number}:password".encode()).hexdigest()[:12]


def parts_of(number: str, paid_fen: int, paid_on: date) -> tuple[Part, ...]:
    """One payout, or two when the number says so; together exactly what was paid."""
    first_fen = paid_fen * (SHARE_MIN + drawn(number, "share", SHARE_STEPS)) // 100
    if drawn(number, "parts", TWO_PARTS_EVERY) or first_fen == 0:
        return (Part(f"SBA-{number}-1", paid_fen, paid_on),)
    return (
        Part(f"SBA-{number}-1", first_fen, paid_on),
        Part(f"SBA-{number}-2", paid_fen - first_fen, paid_on),
    )


def coverage_of(loan: RecordedLoan, guaranteed_percent: int) -> int:
    """The share a guarantor stands for, in basis points; 0 where nobody is asked to.

    A letter covers its share of what was asked for. Where more than that was paid out (revolving
    lines), no letter covers its share of the whole, and the loan is replayed without one.
    """
    if loan.paid_fen > loan.approved_fen:
        return 0
    if drawn(loan.number, "guaranteed", WHOLE_PERCENT) >= guaranteed_percent:
        return 0
    coverage_bp = half_up(loan.guaranteed_fen * WHOLE_BP, loan.approved_fen)
    return coverage_bp if half_up(loan.approved_fen * coverage_bp, WHOLE_BP) else 0


def ended(parts: Sequence[Part], loan: RecordedLoan, coverage_bp: int) -> tuple[Part, ...]:
    """The payouts with what became of them: what was charged off falls on all, by their size."""
    losses = split_fen(loan.lost_fen, [part.amount_fen for part in parts])
    return tuple(
        Part(
            part.contract_no,
            part.amount_fen,
            part.paid_on,
            loan.ended_on,
            lost_fen,
            split_fen(lost_fen, [coverage_bp, WHOLE_BP - coverage_bp])[0],
        )
        for part, lost_fen in zip(parts, losses, strict=True)
    )


def plan_of(
    loan: RecordedLoan, banks: Sequence[str], *, guaranteed_percent: int = WHOLE_PERCENT
) -> Plan:
    """The whole plan of one loan, given the keys of the platform's banks."""
    number = loan.number
    securities, methods = list(SecurityKind), list(RepaymentMethod)
    coverage_bp = coverage_of(loan, guaranteed_percent)
    return Plan(
        number=number,
        enterprise=enterprise_of(loan),
        bank=bank_of(loan.bank, banks),
        asked_fen=loan.approved_fen,
        line_fen=max(loan.approved_fen, loan.paid_fen),
        term_months=loan.term_months,
        purpose=PURPOSES[drawn(number, "purpose", len(PURPOSES))],
        security=securities[drawn(number, "security", len(securities))],
        repayment_method=methods[drawn(number, "method", len(methods))],
        rate_bp=RATE_BP_MIN + RATE_BP_STEP * drawn(number, "rate", RATE_BP_STEPS),
        decided_on=min(loan.approved_on, loan.paid_on),
        parts=ended(parts_of(number, loan.paid_fen, loan.paid_on), loan, coverage_bp),
        coverage_bp=coverage_bp,
    )
