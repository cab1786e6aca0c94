"""The demo world as data: institutions, their products, three enterprises. All terms are invented.

The banks bear names that people in Suzhou know; their codes, products and people are made up,
and every product says so.
"""

import csv
from datetime import date
from pathlib import Path

from msgspec import Struct, convert

from domain.kernel.ports import RegistryRecord
from domain.parties.terms import CertificationForm
from vocabulary.catalogue import ProductKind as P
from vocabulary.certification import RegistryState
from vocabulary.guarantee import LetterKind
from vocabulary.identifiers import make_uscc
from vocabulary.parties import EnterpriseSize, PartyKind, Role

OPERATOR_NAME = "苏州市企业金融服务超市运营中心"
OPERATOR_SHORT_NAME = "运营中心"
PHONE_PREFIX = "1990009"  # of everybody in the demo world; four digits follow


class DemoInstitution(Struct, frozen=True):
    """An institution; its key begins the log-in names of its people."""

    key: str
    kind: PartyKind
    name: str
    short_name: str
    region: str
    people: tuple[str, ...]


class DemoEnterprise(Struct, frozen=True):
    """An enterprise, what it filled in, and whether the operator has said yes."""

    key: str
    form: CertificationForm
    certified: bool


class DemoProduct(Struct, frozen=True):
    """One line of the shelf, in the units people speak in: 万元, basis points, months, days."""

    bank: str
    name: str
    kind: P
    wan_min: int
    wan_max: int
    rate_bp_min: int
    rate_bp_max: int
    months_min: int
    months_max: int
    days: int
    methods: str
    securities: str
    regions: str
    eligibility: str


class DemoLetter(Struct, frozen=True):
    """A letter of guarantee that 晨曦 asks for."""

    guarantor: str
    kind: LetterKind
    beneficiary: str
    project: str
    wan: int
    days: int
    accepted: bool


LETTERS: tuple[DemoLetter, ...] = (
    DemoLetter(
        "szdb",
        LetterKind.TENDER,
        "苏州工业园区建设投资有限公司",
        "独墅湖科教区实验楼设备采购",
        20,
        90,
        accepted=False,
    ),
    DemoLetter(
        "szdb",
        LetterKind.PERFORMANCE,
        "昆山市轨道交通建设有限公司",
        "轨道交通二期精密部件供货",
        80,
        360,
        accepted=True,
    ),
)


def products() -> list[DemoProduct]:
    """Read the shelf from `demo_products.csv`, in its order."""
    path = Path(__file__).parent / "demo_products.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return [convert(row, DemoProduct, strict=False) for row in rows]


BANK, INSURER, GUARANTOR = PartyKind.BANK, PartyKind.INSURER, PartyKind.GUARANTOR

INSTITUTIONS: tuple[DemoInstitution, ...] = (
    DemoInstitution(
        "szbank", BANK, "苏州银行股份有限公司", "苏州银行", "320571", ("沈佳", "顾建国")
    ),
    DemoInstitution(
        "jsbank",
        BANK,
        "江苏银行股份有限公司苏州分行",
        "江苏银行苏州分行",
        "320571",
        ("陆敏", "张宏"),
    ),
    DemoInstitution(
        "icbc",
        BANK,
        "中国工商银行股份有限公司苏州分行",
        "工商银行苏州分行",
        "320508",
        ("周倩", "徐志强"),
    ),
    DemoInstitution(
        "abchina",
        BANK,
        "中国农业银行股份有限公司苏州分行",
        "农业银行苏州分行",
        "320508",
        ("吴迪", "钱峰"),
    ),
    DemoInstitution(
        "bocsz",
        BANK,
        "中国银行股份有限公司苏州分行",
        "中国银行苏州分行",
        "320571",
        ("朱琳", "许伟"),
    ),
    DemoInstitution(
        "ccbsz",
        BANK,
        "中国建设银行股份有限公司苏州分行",
        "建设银行苏州分行",
        "320571",
        ("蒋怡", "何军"),
    ),
    DemoInstitution(
        "bocom",
        BANK,
        "交通银行股份有限公司苏州分行",
        "交通银行苏州分行",
        "320508",
        ("冯晓", "潘岳"),
    ),
    DemoInstitution(
        "csrcb",
        BANK,
        "江苏常熟农村商业银行股份有限公司",
        "常熟农商银行",
        "320581",
        ("严洁", "陶勇"),
    ),
    DemoInstitution(
        "picc",
        INSURER,
        "中国人民财产保险股份有限公司苏州市分公司",
        "人保财险苏州",
        "320508",
        ("施文",),
    ),
    DemoInstitution(
        "cpic",
        INSURER,
        "中国太平洋财产保险股份有限公司苏州分公司",
        "太保产险苏州",
        "320571",
        ("金磊",),
    ),
    DemoInstitution(
        "szdb", GUARANTOR, "苏州市融资担保有限公司", "苏州融资担保", "320508", ("魏然",)
    ),
    DemoInstitution(
        "gydb", GUARANTOR, "苏州高新区中小企业融资担保有限公司", "高新区担保", "320505", ("姜涛",)
    ),
)

# Neither bank, insurer nor guarantor: they come last, so that everybody keeps their phone.
OTHER_INSTITUTIONS: tuple[DemoInstitution, ...] = (
    DemoInstitution(
        "dwzq",
        PartyKind.SECURITIES_FIRM,
        "东吴证券股份有限公司",
        "东吴证券",
        "320571",
        ("柳青",),
    ),
    DemoInstitution(
        "yhct",
        PartyKind.VENTURE_FUND,
        "苏州元禾控股股份有限公司",
        "元禾控股",
        "320571",
        ("俞文",),
    ),
    DemoInstitution(
        "szzl", PartyKind.LESSOR, "苏州金融租赁股份有限公司", "苏州金租", "320571", ("葛亮",)
    ),
    DemoInstitution(
        "szbl", PartyKind.FACTOR, "苏州市商业保理有限公司", "苏州保理", "320508", ("范琪",)
    ),
    DemoInstitution(
        "szxd",
        PartyKind.MICROLENDER,
        "苏州市姑苏区农村小额贷款有限公司",
        "姑苏小贷",
        "320508",
        ("鲁斌",),
    ),
)

ENTERPRISES: tuple[DemoEnterprise, ...] = (
    DemoEnterprise(
        "chenxi",
        CertificationForm(
            name="苏州晨曦精密机械有限公司",
            uscc=make_uscc(900_001, division="320583"),
            region="320583",
            industry="C",
            legal_representative="陈晨",
            contact_name="陆小明",
            contact_phone=f"{PHONE_PREFIX}0201",
            size=EnterpriseSize.SMALL,
        ),
        certified=True,
    ),
    DemoEnterprise(
        "yunqi",
        CertificationForm(
            name="苏州云栖软件科技有限公司",
            uscc=make_uscc(900_002, division="320571"),
            region="320571",
            industry="I",
            legal_representative="林悦",
            contact_name="唐芸",
            contact_phone=f"{PHONE_PREFIX}0202",
            size=EnterpriseSize.MICRO,
        ),
        certified=True,
    ),
    DemoEnterprise(
        "lvye",
        CertificationForm(
            name="吴中绿野生态农业有限公司",
            uscc=make_uscc(900_003, division="320506"),
            region="320506",
            industry="A",
            legal_representative="叶青",
            contact_name="叶青",
            contact_phone=f"{PHONE_PREFIX}0203",
            size=EnterpriseSize.SMALL,
        ),
        certified=False,
    ),
)

ESTABLISHED_ON = date(2015, 3, 12)  # of every firm of the demo world
CAPITAL_FEN = 500_000_000


def register() -> tuple[RegistryRecord, ...]:
    """The company register's stand-in: the demo world's firms, all trading."""
    return tuple(
        RegistryRecord(
            uscc=each.form.uscc,
            name=each.form.name,
            legal_representative=each.form.legal_representative,
            state=RegistryState.TRADING,
            registered_capital_fen=CAPITAL_FEN,
            established_on=ESTABLISHED_ON,
        )
        for each in ENTERPRISES
    )


DOCUMENTS: tuple[str, ...] = (
    "营业执照",
    "法定代表人身份证",
    "征信授权书",
    "近两年财务报表和近三个月报表",
    "近六个月主要结算账户流水",
)
MORE_DOCUMENTS: dict[P, tuple[str, ...]] = {
    P.MORTGAGE_LOAN: ("抵押物权属证明",),
    P.TECH_LOAN: ("高新技术企业证书、知识产权或研发投入证明",),
    P.SUPPLY_CHAIN: ("与核心企业的合同、发票和对账单",),
    P.FIXED_ASSET: ("项目备案文件", "设备采购合同或工程合同"),
    P.POLICY_LOAN: ("小微企业声明函",),
}
SERVICE_STEPS: tuple[str, ...] = (
    "在线提交申请",
    "银行受理",
    "尽职调查与审核",
    "授信审批",
    "签约放款",
)
FEES = "除利息外不收取手续费；抵押登记、评估等费用由银行承担。演示数据，以银行公布为准。"
POLICY_BASIS = "演示数据：苏州市普惠金融与小微企业融资支持政策"

# 三员 of the platform, and the administrators of the institutions that people try.
ADMINISTRATORS: tuple[tuple[str, str, str, Role], ...] = (
    ("sysadmin", "operator", "钱程", Role.SYSTEM_ADMINISTRATOR),
    ("security", "operator", "冯宁", Role.SECURITY_ADMINISTRATOR),
    ("auditor", "operator", "褚明", Role.AUDIT_ADMINISTRATOR),
    ("szbank-admin", "szbank", "卫芸", Role.INSTITUTION_ADMIN),
    ("icbc-admin", "icbc", "蒋涛", Role.INSTITUTION_ADMIN),
)
# Who signs for what their colleague has assessed; last, so that every phone stays with its person.
SIGNATORIES: tuple[tuple[str, str, str, Role], ...] = (
    ("szdb-approver", "szdb", "韩悦", Role.GUARANTEE_APPROVER),
    ("gydb-approver", "gydb", "秦川", Role.GUARANTEE_APPROVER),
)
# Who watches over the market from the cockpit.
REGULATOR = DemoInstitution(
    "regulator", PartyKind.REGULATOR, "苏州市地方金融管理局", "市金融局", "320508", ("程远",)
)
# Who receives people at the store; the second closes what the first has mended.
STORE_STAFF: tuple[tuple[str, str, str, Role], ...] = (
    ("store-1", "operator", "施雨桐", Role.STORE_STAFF),
    ("store-2", "operator", "曹一鸣", Role.STORE_STAFF),
)
