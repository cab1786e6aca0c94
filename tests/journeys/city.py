"""A small city for pictures: eleven enterprises and their loans in every state, made over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat, zip_longest

from domain.kernel import clock
from tests.journeys.people import Caller, Found, People, line_form, request_form
from vocabulary.identifiers import make_uscc

FEN_PER_WAN = 1_000_000
LINE_PERCENT = 90  # of what was asked for
LAG_MAX = 7  # steps by which one loan begins later than another


@dataclass(frozen=True)
class Loan:
    """A loan to be made, as far as it goes. Without a bank it waits in the pool."""

    enterprise: int
    bank: str
    wan: int
    months: int
    purpose: str
    security: str
    end: str


# name, region, industry, legal representative
ENTERPRISES = (
    ("苏州晨露精密模具有限公司", "320583", "C", "顾晨"),
    ("苏州金鸡湖生物医药有限公司", "320571", "M", "许湖"),
    ("苏州狮山集成电路设计有限公司", "320505", "I", "施远"),
    ("苏州平江文化创意有限公司", "320508", "R", "陆平"),
    ("苏州太湖湾农业科技有限公司", "320506", "A", "叶舟"),
    ("苏州阳澄湖冷链物流有限公司", "320507", "G", "沈澄"),
    ("吴江盛泽丝绸纺织有限公司", "320509", "C", "钱锦"),
    ("常熟虞山服饰有限公司", "320581", "F", "翁虞"),
    ("张家港港口机械制造有限公司", "320582", "C", "徐港"),
    ("太仓浏河新材料有限公司", "320585", "C", "郑和平"),
)

CHENXI = len(ENTERPRISES)  # the demo's own enterprise comes after them

LOANS = (
    Loan(0, "szbank", 320, 12, "采购五轴加工中心刀具与模具钢", "mortgage", "completed"),
    Loan(1, "szbank", 860, 24, "临床前研究阶段研发投入", "pledge", "disbursed"),
    Loan(2, "szbank", 500, 18, "流片与封装测试费用", "credit", "disbursed"),
    Loan(3, "szbank", 90, 12, "展览布展与文创产品备货", "credit", "to_grant"),
    Loan(4, "szbank", 150, 12, "大棚改造与春季种苗采购", "guarantee", "to_review"),
    Loan(5, "szbank", 260, 24, "购置冷藏车辆六台", "mortgage", "to_review"),
    Loan(6, "szbank", 410, 12, "生丝与坯布采购", "mortgage", "to_amend"),
    Loan(7, "szbank", 180, 6, "春夏季面料备货", "credit", "to_disburse"),
    Loan(8, "icbc", 1_200, 36, "港口起重机订单生产周转", "mortgage", "disbursed"),
    Loan(9, "icbc", 640, 24, "改性塑料产线技术改造", "mortgage", "completed"),
    Loan(0, "icbc", 200, 12, "海外订单原材料采购", "credit", "to_review"),
    Loan(2, "jsbank", 700, 24, "车规芯片测试平台建设", "pledge", "disbursed"),
    Loan(1, "jsbank", 300, 12, "实验耗材与设备租赁", "credit", "completed"),
    Loan(6, "csrcb", 120, 12, "织机电控系统升级", "guarantee", "disbursed"),
    Loan(7, "csrcb", 80, 12, "门店装修与货架采购", "credit", "completed"),
    Loan(5, "ccbsz", 230, 12, "仓储租金与人员工资", "credit", "disbursed"),
    Loan(4, "abchina", 60, 12, "有机肥与农机租赁", "guarantee", "completed"),
    Loan(3, "bocom", 75, 12, "园林演艺项目排演", "credit", "rejected"),
    Loan(9, "bocsz", 350, 12, "出口信用证项下备货", "pledge", "to_grant"),
    Loan(8, "", 480, 24, "大型结构件外协加工", "mortgage", "in_pool"),
    Loan(5, "", 130, 12, "端午节前冷库扩容", "credit", "in_pool"),
    Loan(0, "", 260, 12, "新能源汽车模具订单备料", "mortgage", "in_pool"),
    Loan(2, "", 980, 36, "设备更新与人才引进", "guarantee", "in_pool"),
    Loan(6, "", 210, 12, "真丝围巾春季订单备货", "credit", "in_pool"),
    Loan(CHENXI, "szbank", 200, 12, "采购精密轴承原材料，备货春节后订单", "mortgage", "disbursed"),
    Loan(CHENXI, "icbc", 120, 12, "车间数控机床更新", "pledge", "completed"),
    Loan(CHENXI, "", 80, 6, "年末发放一线员工奖金", "credit", "in_pool"),
)


@dataclass(frozen=True)
class Bank:
    """The people of one bank, and what it offers."""

    officer: Caller
    approver: Caller
    products: list[Found]


@dataclass(frozen=True)
class City:
    """What pictures are taken of."""

    shown: Found  # chenxi's loan at Suzhou Bank: granted, paid out in part
    waiting: Found  # a certification that the operator has to look at


def build(people: People) -> City:
    """Make the city. The same calls in the same order every time, all loans side by side."""
    operator = people.logged_in("operator")
    keeper = people.logged_in("replay-operator")
    desks = (operator, keeper)
    clerks = [_certified(people, desks, place) for place in range(len(ENTERPRISES))]
    clerks.append(people.logged_in("chenxi"))
    banks = {key: _bank(people, key) for key in sorted({loan.bank for loan in LOANS} - {""})}
    lives = [_life(loan, clerks[loan.enterprise], banks.get(loan.bank)) for loan in LOANS]
    begun = [chain(repeat(None, place * 3 % LAG_MAX), life) for place, life in enumerate(lives)]
    for _ in zip_longest(*begun):
        pass  # One step of each, then the next of each.
    shown = next(case for case in clerks[CHENXI].all("/loan-applications", state="to_disburse"))
    return City(shown, operator.all("/certifications", state="to_review")[0])


def _bank(people: People, key: str) -> Bank:
    officer, approver = people.logged_in(f"{key}-officer"), people.logged_in(f"{key}-approver")
    own = officer.all("/products", institution_id=officer.me["party"]["id"])
    return Bank(officer, approver, own)


def _certified(people: People, desks: tuple[Caller, Caller], place: int) -> Caller:
    name, region, industry, person = ENTERPRISES[place]
    phone = f"1386123{place + 4700}"
    clerk = people.stranger("miniprogram")
    clerk.sign_up(phone)
    form = {
        "name": name,
        "uscc": make_uscc(710_000 + place, division="320500"),
        "region": region,
        "industry": industry,
        "legal_representative": person,
        "contact_name": person,
        "contact_phone": phone,
    }
    operator, keeper = desks
    view = clerk.enter_past(keeper, form)
    operator.post(f"/certifications/{view['id']}/approve", {"note": "与登记信息一致"})
    return clerk


def _life(loan: Loan, clerk: Caller, bank: Bank | None) -> Iterator[Found]:
    """A loan step by step, until the end that was asked for is reached."""
    wish = {"term_months": loan.months, "purpose": loan.purpose, "security": loan.security}
    form = request_form(loan.wan * FEN_PER_WAN, **wish)
    case = clerk.post("/financing-requests/publish", form)
    yield case
    if bank is None:
        return
    yield bank.officer.step(case, "grab")
    yield from _review(loan, clerk, bank, case)
    if loan.end in {"to_disburse", "disbursed", "completed"}:
        yield from _payout(loan, clerk, bank, case)


def _review(loan: Loan, clerk: Caller, bank: Bank, case: Found) -> Iterator[Found]:
    """What a bank says to a request: nothing yet, no, not yet, or yes."""
    if loan.end == "to_review":
        return
    if loan.end == "rejected":
        reason = "现金流暂不足以覆盖本息，建议增加担保后再申请"
        yield bank.approver.step(case, "reject", reason=reason)
        return
    if loan.end in {"to_amend", "disbursed"}:
        yield bank.officer.step(case, "send-back", reason="请补充近三个月银行流水")
    if loan.end == "to_amend":
        return
    if loan.end == "disbursed":
        kept = ("term_months", "purpose", "security", "repayment_method")
        same = {name: case[name] for name in kept} | {"amount_fen": case["requested_fen"]}
        yield clerk.step(case, "resubmit", **same, remarks="流水已补充")
    opinion = "经营稳定，现金流可覆盖本息，同意进入授信"
    yield bank.approver.step(case, "approve", opinion=opinion)


def _payout(loan: Loan, clerk: Caller, bank: Bank, case: Found) -> Iterator[Found]:
    """The line, what is paid under it, and what the enterprise thinks of it all."""
    line_fen = loan.wan * FEN_PER_WAN * LINE_PERCENT // 100
    fitting = [
        product["id"]
        for product in bank.products
        if loan.security in product["securities"]
        and product["amount_fen_min"] <= line_fen <= product["amount_fen_max"]
    ]
    terms = {"term_months": loan.months, "product_id": fitting[0] if fitting else None}
    yield bank.approver.step(case, "grant", **line_form(line_fen, **terms))
    if loan.end == "to_disburse":
        return
    contract_no = f"HT-{case['application_no'][3:]}"
    paid_fen = line_fen if loan.end == "completed" else line_fen // 2
    payout = {"contract_no": contract_no, "amount_fen": paid_fen, "paid_on": str(clock.today())}
    yield bank.officer.step(case, "disburse", **payout)
    if loan.end == "disbursed":
        return
    yield bank.officer.step(case, "complete")
    stars = {"responsiveness": 5, "courtesy": 5, "efficiency": 4, "expertise": 5}
    yield clerk.step(case, "rate", **stars, comment="响应及时，放款比预想的快。")
