"""The standard of admission and the agreement: published, dated, the same for a kind."""

from datetime import date

import msgspec
import pytest

from domain.onboarding import queries
from domain.onboarding.standards import AGREEMENTS, STANDARDS, read_standards
from vocabulary.parties import PartyKind

pytestmark = [pytest.mark.row("O6"), pytest.mark.clause("4.5")]
# What was published stays: a change of a text is a new version, never another hash of an old one.
PUBLISHED = {"2026.1": "ddd2b567532cdc5fe15ca60c02d65c2db8d8b4694b43188db482fcbc528fd4e3"}
LESSORS = """
[evidence]
trade_licence = "行业许可证"
[[standards]]
version = "2027.1"
title = "标准"
published_on = 2027-01-01
effective_on = 2027-02-01
principle = "同一标准"
[[standards.kinds]]
kind = "lessor"
name = "融资租赁"
open = false
trade_licence = "批复文件"
[[standards.criteria]]
id = "A1"
title = "经批准设立"
text = "有批复文件"
evidence = ["trade_licence"]
source = "法规"
kinds = ["lessor"]
"""


def test_everybody_of_a_kind_meets_the_same_criteria() -> None:
    standard = STANDARDS.current(date(2026, 12, 1))
    for kind in ("bank", "insurer", "guarantor"):
        ids = [each.id for each in standard.criteria_of(kind)]
        assert len(ids) == len(set(ids)), "a criterion is written once for a kind"
        assert {"A1", "A2", "A3", "A4", "A5", "A6", "A7"} <= set(ids)
        assert {"business_licence", "trade_licence", "authorisation_letter"} <= set(
            standard.evidence_of(kind)
        )


def test_every_criterion_says_on_what_it_stands() -> None:
    shown = queries.standard()
    assert shown.version == STANDARDS.current(date.today()).version  # noqa: DTZ011 -- the day alone
    for each in shown.criteria:
        assert each.source
        assert each.text
        assert set(each.kinds) <= {kind.kind for kind in shown.kinds}


def test_another_kind_is_data_and_no_code() -> None:
    found = read_standards(LESSORS.encode()).current(date(2027, 1, 1))
    assert [each.id for each in found.criteria_of("lessor")] == ["A1"]
    assert found.evidence_of("lessor") == ["trade_licence"]
    assert not found.takes("lessor")
    assert found.criteria_of("bank") == []


def test_evidence_that_nobody_names_is_refused() -> None:
    with pytest.raises(AssertionError, match="photo"):
        read_standards(LESSORS.replace('["trade_licence"]', '["photo"]').encode())
    with pytest.raises(msgspec.ValidationError):
        read_standards(LESSORS.replace("title", "headline").encode())


def test_the_newest_version_that_is_published_counts() -> None:
    both = LESSORS + LESSORS[LESSORS.index("[[standards]]") :].replace("2027", "2026")
    found = read_standards(both.encode())
    assert found.current(date(2027, 1, 1)).version == "2027.1"
    assert found.current(date(2026, 12, 31)).version == "2026.1"
    assert found.current(date(2020, 1, 1)).version == "2026.1"


def test_only_kinds_with_a_desk_here_are_open() -> None:
    standard = STANDARDS.current(date(2026, 12, 1))
    for kind in standard.kinds:
        assert kind.open <= (kind.kind in set(PartyKind)), kind.kind


def test_what_was_published_is_never_changed() -> None:
    assert {each.version: each.hash for each in AGREEMENTS.agreements} == PUBLISHED
