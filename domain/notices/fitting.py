"""Whom a policy is for, and why it fits one enterprise: by what that enterprise declared. Pure.

Every condition must hold; what the enterprise has not declared never counts as fulfilled, and is
named, so that it can be declared.
"""

from collections.abc import Collection, Sequence

from msgspec import Struct

from vocabulary.industries import SECTIONS
from vocabulary.lending import KIND_LABELS, LoanKind
from vocabulary.parties import ENTERPRISE_SIZE_LABELS, EnterpriseSize
from vocabulary.regions import REGIONS


class Aim(Struct, frozen=True):
    """Whom it is for; an empty list asks for nothing."""

    industries: Sequence[str] = ()
    regions: Sequence[str] = ()
    sizes: Sequence[EnterpriseSize] = ()
    loan_kinds: Sequence[LoanKind] = ()


class Facts(Struct, frozen=True):
    """What an enterprise declared when it was certified, and which loans it has had here."""

    industry: str
    region: str
    size: EnterpriseSize | None = None
    loan_kinds: frozenset[LoanKind] = frozenset()


class Fit(Struct, frozen=True):
    """Does it fit, why, and what would have to be declared to know."""

    fits: bool
    reasons: list[str]
    missing: list[str]


SIZE_MISSING = "企业规模"


def judge(aim: Aim, facts: Facts) -> Fit:
    """Hold an enterprise against each condition, and say in a sentence each why it is met."""
    reasons: list[str] = []
    missing: list[str] = []
    refused = False
    if aim.regions:
        refused |= facts.region not in aim.regions
        reasons.append(f"贵企业所在的{REGIONS.get(facts.region, facts.region)}在适用区域内。")
    if aim.industries:
        refused |= facts.industry not in aim.industries
        said = SECTIONS.get(facts.industry, facts.industry)
        reasons.append(f"贵企业认证的行业“{said}”在适用行业内。")
    if aim.sizes and facts.size is None:
        missing.append(SIZE_MISSING)
    elif aim.sizes and facts.size is not None:
        refused |= facts.size not in aim.sizes
        reasons.append(f"贵企业申报为{ENTERPRISE_SIZE_LABELS[facts.size]}，符合规模要求。")
    if aim.loan_kinds:
        had = [kind for kind in LoanKind if kind in aim.loan_kinds and kind in facts.loan_kinds]
        refused |= not had
        kinds = "、".join(KIND_LABELS[kind] for kind in had)
        reasons.append(f"贵企业在本平台有{kinds}贷款。")
    if refused:
        return Fit(fits=False, reasons=[], missing=[])
    if missing:
        return Fit(fits=False, reasons=reasons, missing=missing)
    return Fit(fits=True, reasons=reasons or ["面向全市企业，不限行业、区域和规模。"], missing=[])


def told(aim: Aim) -> list[str]:
    """For whom it is, a line for each condition; nothing for whoever may be anybody."""
    lines = [
        ("适用区域", [REGIONS.get(code, code) for code in aim.regions]),
        ("适用行业", [SECTIONS.get(code, code) for code in aim.industries]),
        ("适用规模", [ENTERPRISE_SIZE_LABELS[EnterpriseSize(size)] for size in aim.sizes]),
        ("须有贷款", [KIND_LABELS[LoanKind(kind)] for kind in aim.loan_kinds]),
    ]
    return [f"{head}：{_and(parts)}" for head, parts in lines if parts]


def _and(parts: Collection[str]) -> str:
    return "、".join(parts)
