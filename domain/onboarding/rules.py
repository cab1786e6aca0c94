"""What an institution may say of itself, and when its case may go on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition
from domain.kernel.refusal import Invalid
from vocabulary.identifiers import compact_phone, compact_uscc, phone_problem, uscc_problem
from vocabulary.onboarding import Verdict
from vocabulary.regions import REGIONS

if TYPE_CHECKING:
    from domain.onboarding.standards import Standard
    from domain.onboarding.terms import OnboardingForm
    from orm.onboarding import Onboarding

LASTS_YEARS = 1
REMIND_DAYS = (60, 30, 7)
RENEWAL_OPENS = timedelta(days=REMIND_DAYS[0])
PHONE_STANDS = "管理员手机号码已经验证，不能在此修改；如需更换，请撤回后重新申请"
KIND_STANDS = "机构类型不能在此修改；如需更换，请撤回后重新申请"


@condition("审批人不能是核验人，请由另一位运营人员审批")
def four_eyes(onboarding: Onboarding, act: Act) -> bool:
    """Whoever checked the application may not approve it."""
    assert onboarding.checked_by_id is not None, "handed on without saying who checked"
    return bool(onboarding.checked_by_id != act.by.account_id)


@condition("请先逐项登记准入资质审核的结果")
def is_checked(onboarding: Onboarding, act: Act) -> bool:
    """Every criterion has been looked at since the application was last handed in."""
    return bool(onboarding.findings)


@condition("准入条件尚未全部符合，不能提交审批；请退回补正或驳回")
def all_met(onboarding: Onboarding, act: Act) -> bool:
    """Nobody is let in on a criterion that is not met."""
    return all(each["verdict"] == Verdict.MET for each in onboarding.findings)


@condition("入驻有效期届满前60日起才能申请续期")
def renewal_is_open(onboarding: Onboarding, act: Act) -> bool:
    """A renewal is for what is about to end."""
    assert onboarding.valid_until is not None, "aboard without an end"
    return bool(onboarding.valid_until - RENEWAL_OPENS <= date_of(act.at))


@condition("行业许可证已过有效期，请先换证并填写新的有效期", of_terms=True)
def licence_runs(onboarding: Onboarding, act: Act) -> bool:
    """A licence that is over admits nobody."""
    until = act.terms.licence_valid_until
    return until is None or bool(until >= date_of(act.at))


def checked(form: OnboardingForm, standard: Standard) -> OnboardingForm:
    """Tidy the form, or refuse it and name every field that is wrong. Raises `Invalid`."""
    names = ("name", "short_name", "legal_representative", "contact_name", "authorised_name")
    spelt: dict[str, Any] = {
        name: getattr(form, name).strip() for name in (*names, "administrator_name", "licence_no")
    }
    tidy = replace(
        form,
        **spelt,
        uscc=compact_uscc(form.uscc),
        contact_phone=compact_phone(form.contact_phone),
        administrator_phone=compact_phone(form.administrator_phone),
    )
    problems = {name: _name_problem(value) for name, value in spelt.items()} | {
        "kind": None if standard.takes(tidy.kind) else "该类机构尚未开放在线入驻，请联系平台运营方",
        "uscc": uscc_problem(tidy.uscc),
        "region": None if tidy.region in REGIONS else "请选择苏州市的一个区域",
        "contact_phone": phone_problem(tidy.contact_phone),
        "administrator_phone": phone_problem(tidy.administrator_phone),
    }
    errors = tuple((field, problem) for field, problem in problems.items() if problem)
    if errors:
        raise Invalid("入驻申请填写有误，请按提示修改", errors)
    return tidy


def must_stand(onboarding: Onboarding, form: OnboardingForm) -> None:
    """What was proved, or decided the standard, is not changed on the way. Raises `Invalid`."""
    if form.administrator_phone != onboarding.administrator_phone:
        raise Invalid(PHONE_STANDS, (("administrator_phone", PHONE_STANDS),))
    if form.kind is not onboarding.kind:
        raise Invalid(KIND_STANDS, (("kind", KIND_STANDS),))


def must_cover(findings: Sequence[Mapping[str, Any]], criteria: Sequence[str]) -> None:
    """Each criterion of the standard once, and an open one says what is wrong. Raises `Invalid`."""
    found = [each["criterion"] for each in findings]
    if sorted(found) != sorted(criteria):
        sentence = "请对每一条准入条件各登记一个结果"
        raise Invalid(sentence, (("findings", sentence),))
    silent = [
        each["criterion"]
        for each in findings
        if each["verdict"] != Verdict.MET and not each["note"].strip()
    ]
    if silent:
        sentence = f"{'、'.join(silent)} 未判为符合，请写明原因或需要补正的内容"
        raise Invalid(sentence, (("findings", sentence),))


def a_year_after(day: date) -> date:
    """The same day of the next year, less one; the 29th of February counts as the 28th."""
    year = day.year + LASTS_YEARS
    leap = (day.month, day.day) == (2, 29)
    return (date(year, 2, 28) if leap else day.replace(year=year)) - timedelta(days=1)


def due_reminder(valid_until: date, reminded_days: int | None, today: date) -> int | None:
    """Which reminder is due: the nearest threshold reached that has not been told yet."""
    left = (valid_until - today).days
    reached = [days for days in REMIND_DAYS if left <= days]
    if not reached or left < 0:
        return None
    nearest = min(reached)
    return None if reminded_days is not None and reminded_days <= nearest else nearest


def _name_problem(name: str) -> str | None:
    if not name:
        return "请填写完整"
    return None if name.isprintable() else "内容中有无法识别的字符"
