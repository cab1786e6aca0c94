"""What an enterprise may say of itself: each field checked, in the form it is kept in."""

from datetime import date, timedelta
from typing import TypeVar

from msgspec.structs import replace

from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, NotYourPost
from domain.parties.terms import CertificationForm
from vocabulary.identifiers import compact_phone, compact_uscc, phone_problem, uscc_problem
from vocabulary.industries import SECTIONS
from vocabulary.parties import PartyKind, Role
from vocabulary.regions import REGIONS

NAME_LENGTH_MIN = 2
RENEWAL_DAYS = 60  # so long before its papers end, a certified enterprise may certify anew

Form = TypeVar("Form", bound=CertificationForm)


def is_clerk(by: Actor) -> bool:
    """Do they act for an enterprise?"""
    return by.party_kind is PartyKind.ENTERPRISE and Role.ENTERPRISE_CLERK in by.roles


def must_be_clerk(by: Actor) -> None:
    """Refuse whoever does not act for an enterprise."""
    if not is_clerk(by):
        raise NotYourPost("只有企业经办人可以办理企业认证")


def may_renew(valid_until: date | None, today: date) -> bool:
    """Is the certification about to end? One without an end needs no renewal."""
    return valid_until is not None and valid_until <= today + timedelta(days=RENEWAL_DAYS)


def tidied(form: Form) -> Form:
    """Give the form as it is stored: codes compact, no blanks around names."""
    return replace(
        form,
        name=form.name.strip(),
        uscc=compact_uscc(form.uscc),
        industry=form.industry.upper(),
        legal_representative=form.legal_representative.strip(),
        contact_name=form.contact_name.strip(),
        contact_phone=compact_phone(form.contact_phone),
    )


def checked(form: Form) -> Form:
    """Tidy the form, or refuse it and name every field that is wrong. Raises `Invalid`."""
    tidy = tidied(form)
    problems = {
        "name": _name_problem(tidy.name, NAME_LENGTH_MIN),
        "uscc": uscc_problem(tidy.uscc),
        "region": None if tidy.region in REGIONS else "请选择苏州市的一个区域",
        "industry": None if tidy.industry in SECTIONS else "请选择所属行业门类",
        "legal_representative": _name_problem(tidy.legal_representative, 1),
        "contact_name": _name_problem(tidy.contact_name, 1),
        "contact_phone": phone_problem(tidy.contact_phone),
    }
    errors = tuple((field, problem) for field, problem in problems.items() if problem)
    if errors:
        raise Invalid("认证信息填写有误，请按提示修改", errors)
    return tidy


def _name_problem(name: str, length_min: int) -> str | None:
    if len(name) < length_min:
        return "请填写完整名称"
    if not name.isprintable():
        return "名称中有无法识别的字符"
    return None
