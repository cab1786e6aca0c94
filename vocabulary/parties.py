"""Who takes part: the kinds of party, the roles their people hold, and the seats of a row."""

from dataclasses import dataclass
from enum import StrEnum


class PartyKind(StrEnum):
    """What a party is."""

    ENTERPRISE = "enterprise"  # 企业
    BANK = "bank"  # 银行
    INSURER = "insurer"  # 保险机构
    GUARANTOR = "guarantor"  # 担保机构
    SECURITIES_FIRM = "securities_firm"  # 证券公司
    VENTURE_FUND = "venture_fund"  # 创投机构
    LESSOR = "lessor"  # 融资租赁公司
    FACTOR = "factor"  # 商业保理公司
    MICROLENDER = "microlender"  # 小额贷款公司
    OPERATOR = "operator"  # 平台运营方
    REGULATOR = "regulator"  # 监管部门


class Role(StrEnum):
    """A post. Every right in the system is given to a post, never to a person."""

    ENTERPRISE_CLERK = "enterprise_clerk"  # 企业经办人
    INSTITUTION_ADMIN = "institution_admin"  # 机构管理员
    BANK_OFFICER = "bank_officer"  # 银行经办
    BANK_APPROVER = "bank_approver"  # 银行审批人
    UNDERWRITER = "underwriter"  # 保险审核人
    GUARANTEE_OFFICER = "guarantee_officer"  # 担保经办
    GUARANTEE_APPROVER = "guarantee_approver"  # 担保审批人
    INSTITUTION_OFFICER = "institution_officer"  # 机构经办
    PLATFORM_OPERATOR = "platform_operator"  # 平台运营
    STORE_STAFF = "store_staff"  # 门店人员
    SUPERVISOR = "supervisor"  # 监管人员
    SYSTEM_ADMINISTRATOR = "system_administrator"  # 系统管理员
    SECURITY_ADMINISTRATOR = "security_administrator"  # 安全管理员
    AUDIT_ADMINISTRATOR = "audit_administrator"  # 审计管理员
    SYSTEM = "system"  # 平台任务

    def __matmul__(self, seat: "str") -> "Post":
        """`Role.BANK_OFFICER @ "bank"`: the role counts only at the party in that seat."""
        return Post(self, Seat(seat))


class Seat(StrEnum):
    """A place at the table of one row, held by one party."""

    ENTERPRISE = "enterprise"
    BANK = "bank"
    INSURER = "insurer"
    GUARANTOR = "guarantor"
    FUND = "fund"  # 政策基金 of a programme; the operator keeps its books
    INSTITUTION = "institution"  # whoever comes aboard, of whatever kind
    POOL = "pool"  # any bank (or insurer, by the post), while the row is open to the pool
    PLATFORM = "platform"  # the operator, at every row


class EnterpriseSize(StrEnum):
    """How big an enterprise says it is, by the state's classes."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


@dataclass(frozen=True, slots=True)
class Post:
    """A role at a seat."""

    role: Role
    seat: Seat


def shown_name(name: str) -> str:
    """An institution's name as a screen read from afar shows it: without its legal form."""
    for form in ("股份有限公司", "有限责任公司", "有限公司"):
        name = name.replace(form, "")
    return name


_OTHERS = frozenset({Role.INSTITUTION_ADMIN, Role.INSTITUTION_OFFICER})
ROLES_OF: dict[PartyKind, frozenset[Role]] = {
    PartyKind.ENTERPRISE: frozenset({Role.ENTERPRISE_CLERK}),
    PartyKind.BANK: frozenset({Role.INSTITUTION_ADMIN, Role.BANK_OFFICER, Role.BANK_APPROVER}),
    PartyKind.INSURER: frozenset({Role.INSTITUTION_ADMIN, Role.UNDERWRITER}),
    PartyKind.GUARANTOR: frozenset(
        {Role.INSTITUTION_ADMIN, Role.GUARANTEE_OFFICER, Role.GUARANTEE_APPROVER}
    ),
    PartyKind.SECURITIES_FIRM: _OTHERS,
    PartyKind.VENTURE_FUND: _OTHERS,
    PartyKind.LESSOR: _OTHERS,
    PartyKind.FACTOR: _OTHERS,
    PartyKind.MICROLENDER: _OTHERS,
    PartyKind.OPERATOR: frozenset(
        {
            Role.PLATFORM_OPERATOR,
            Role.STORE_STAFF,
            Role.SYSTEM_ADMINISTRATOR,
            Role.SECURITY_ADMINISTRATOR,
            Role.AUDIT_ADMINISTRATOR,
        }
    ),
    PartyKind.REGULATOR: frozenset({Role.SUPERVISOR}),
}

# Whoever comes aboard and puts products on the shelf, in the order they are shown.
INSTITUTION_KINDS: tuple[PartyKind, ...] = (
    PartyKind.BANK,
    PartyKind.INSURER,
    PartyKind.GUARANTOR,
    PartyKind.SECURITIES_FIRM,
    PartyKind.VENTURE_FUND,
    PartyKind.LESSOR,
    PartyKind.FACTOR,
    PartyKind.MICROLENDER,
)

# Whoever the system administrator opens a party for.
OPENED_KINDS: tuple[PartyKind, ...] = (*INSTITUTION_KINDS, PartyKind.REGULATOR)

# 三员: they keep the platform, and have no business with what is done on it.
SEPARATED: frozenset[Role] = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)
# 三员分立, and whoever gives posts: of each set nobody holds two.
APART: tuple[frozenset[Role], ...] = (
    SEPARATED | {Role.PLATFORM_OPERATOR},
    SEPARATED | {Role.STORE_STAFF},
    frozenset({Role.INSTITUTION_ADMIN, Role.BANK_APPROVER}),
    frozenset({Role.INSTITUTION_ADMIN, Role.GUARANTEE_APPROVER}),
)
# A party never loses its last holder of one of these.
ADMINISTRATORS: frozenset[Role] = SEPARATED | {Role.INSTITUTION_ADMIN}

ROLE_LABELS: dict[Role, str] = {
    Role.ENTERPRISE_CLERK: "企业经办人",
    Role.INSTITUTION_ADMIN: "机构管理员",
    Role.BANK_OFFICER: "银行经办",
    Role.BANK_APPROVER: "银行审批人",
    Role.UNDERWRITER: "保险审核人",
    Role.GUARANTEE_OFFICER: "担保经办",
    Role.GUARANTEE_APPROVER: "担保审批人",
    Role.INSTITUTION_OFFICER: "机构经办",
    Role.PLATFORM_OPERATOR: "平台运营",
    Role.STORE_STAFF: "门店人员",
    Role.SUPERVISOR: "监管人员",
    Role.SYSTEM_ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDIT_ADMINISTRATOR: "审计管理员",
    Role.SYSTEM: "平台",
}

PARTY_KIND_LABELS: dict[PartyKind, str] = {
    PartyKind.ENTERPRISE: "企业",
    PartyKind.BANK: "银行",
    PartyKind.INSURER: "保险机构",
    PartyKind.GUARANTOR: "担保机构",
    PartyKind.SECURITIES_FIRM: "证券公司",
    PartyKind.VENTURE_FUND: "创投机构",
    PartyKind.LESSOR: "融资租赁公司",
    PartyKind.FACTOR: "商业保理公司",
    PartyKind.MICROLENDER: "小额贷款公司",
    PartyKind.OPERATOR: "平台运营方",
    PartyKind.REGULATOR: "监管部门",
}
ENTERPRISE_SIZE_LABELS: dict[EnterpriseSize, str] = {
    EnterpriseSize.LARGE: "大型企业",
    EnterpriseSize.MEDIUM: "中型企业",
    EnterpriseSize.SMALL: "小型企业",
    EnterpriseSize.MICRO: "微型企业",
}
