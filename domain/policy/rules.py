"""The rules of a programme. Pure: the same facts always give the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel.flow import Act, condition
from vocabulary.lending import POLICY_KINDS
from vocabulary.policy import WHOLE_BP

if TYPE_CHECKING:
    from orm.policy import Programme


@condition("政策项目只适用于信保贷、富民创业贷和东吴贷，请重新选择", of_terms=True)
def of_a_policy_kind(programme: Programme, act: Act) -> bool:
    """Ordinary credit has no programme."""
    return act.terms.kind in POLICY_KINDS


@condition("各方分担比例合计应为100%，请核对", of_terms=True)
def shares_make_a_whole(programme: Programme, act: Act) -> bool:
    """No part of a loss is borne by nobody, none twice."""
    terms = act.terms
    parts = (
        terms.fund_share_bp,
        terms.bank_share_bp,
        terms.guarantor_share_bp,
        terms.insurer_share_bp,
    )
    return bool(sum(parts) == WHOLE_BP)


@condition("不设保险承保的项目，保险机构分担比例应为0", of_terms=True)
def insurers_share_is_borne(programme: Programme, act: Act) -> bool:
    """Where no insurer takes part, none bears anything."""
    return bool(act.terms.needs_insurer or act.terms.insurer_share_bp == 0)


@condition("截止日期不能早于施行日期", of_terms=True)
def ends_after_it_begins(programme: Programme, act: Act) -> bool:
    """A programme is not over before it begins."""
    until = act.terms.active_until
    return until is None or bool(until >= act.terms.active_from)


@condition("项目的贷款品种和是否需要保险承保不能修订；如需改变，请停办后另行开通", of_terms=True)
def stays_what_it_is(programme: Programme, act: Act) -> bool:
    """The loans under way follow the table of this kind."""
    terms = act.terms
    return bool(terms.kind is programme.kind and terms.needs_insurer == programme.needs_insurer)
