"""Holds the code to the standard: clauses and requirements are named rightly and stood for."""

import pytest

from tests import reference
from tests.marks import worn

CLAUSES = reference.clauses()
ROWS = {row.id: row for row in reference.requirements()}
DONE = [row for row in ROWS.values() if row.status == "done"]
TERMINALS = set("MPKBCS")


def test_tests_name_only_clauses_that_exist() -> None:
    assert not set(worn("clause")) - set(CLAUSES)


def test_tests_name_only_rows_that_exist() -> None:
    assert not set(worn("row")) - set(ROWS)


def test_the_requirements_are_well_formed() -> None:
    assert len(ROWS) == len(reference.requirements()), "a row is written twice"
    for row in ROWS.values():
        assert row.status in {"open", "done"}, row.id
        assert row.terminals, row.id
        assert set(row.terminals) <= TERMINALS, row.id
        assert not set(row.clauses) - set(CLAUSES), row.id


def test_every_clause_belongs_to_a_row() -> None:
    answered = {clause for row in ROWS.values() for clause in row.clauses}
    assert not set(CLAUSES) - answered


@pytest.mark.parametrize("row", DONE, ids=lambda row: row.id)
def test_a_row_that_is_done_is_driven_by_a_test(row: reference.Requirement) -> None:
    assert worn("row").get(row.id), f"no test wears pytest.mark.row({row.id!r})"


@pytest.mark.parametrize("row", DONE, ids=lambda row: row.id)
def test_a_row_that_is_done_says_where(row: reference.Requirement) -> None:
    assert row.pages or row.routes, "name the page or the route"
    if set(row.terminals) & set("PKBC"):
        assert row.pages, "a screen is a page"


@pytest.mark.parametrize("row", DONE, ids=lambda row: row.id)
def test_the_clauses_of_a_row_that_is_done_are_stood_for(row: reference.Requirement) -> None:
    assert not [clause for clause in row.clauses if clause not in worn("clause")]
