"""Marks are found wherever pytest lets them be worn."""

import ast

from tests.marks import worn, worn_in

SOURCE = """
import pytest
pytestmark = [pytest.mark.clause("1"), pytest.mark.slow]

@pytest.mark.clause("2", "3")
class TestStory:
    @pytest.mark.row("E1")
    @pytest.mark.clause("4")
    async def test_inside(self): ...

@pytest.mark.clause("5")
def test_alone(): ...

def test_unmarked(): ...
"""


def test_a_mark_is_seen_on_a_file_a_class_a_method_and_a_function() -> None:
    assert list(worn_in(ast.parse(SOURCE), "clause")) == [
        ("", "1"),
        ("TestStory", "2"),
        ("TestStory", "3"),
        ("TestStory::test_inside", "4"),
        ("test_alone", "5"),
    ]
    assert list(worn_in(ast.parse(SOURCE), "row")) == [("TestStory::test_inside", "E1")]


def test_our_own_tests_are_read() -> None:
    wearers = worn("clause")["6.1.3.1"]

    assert "tests/vocabulary/test_identifiers.py::TestPhone" in map(str, wearers)
