"""Where a firm is and what it does: ten units, twenty sections, and foreign codes."""

import pytest

from vocabulary.identifiers import make_uscc
from vocabulary.industries import DIVISIONS, SECTIONS, section_of, section_of_naics
from vocabulary.regions import (
    ALSO_KNOWN,
    GB2260_PREFIXES,
    REGIONS,
    region_code,
    region_of_prefix,
    region_of_uscc,
)


def test_suzhou_has_ten_units() -> None:
    assert len(REGIONS) == 10
    assert set(GB2260_PREFIXES.values()) == set(REGIONS)
    assert set(ALSO_KNOWN.values()) <= set(REGIONS)


@pytest.mark.parametrize(
    ("division", "code"),
    [("320594", "320571"), ("320583", "320583"), ("320584", "320509"), ("320500", None)],
)
def test_a_licence_tells_the_unit(division: str, code: str | None) -> None:
    assert region_of_prefix(division) == code
    assert region_of_uscc(make_uscc(1, division=division)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("昆山市", "320583"),
        ("昆山", "320583"),
        ("江苏省苏州市姑苏区", "320508"),
        ("高新区", "320505"),
        ("工业园区", "320571"),
        ("320576", "320571"),
        ("上海市", None),
        ("", None),
    ],
)
def test_a_unit_is_read_as_people_write_it(text: str, code: str | None) -> None:
    assert region_code(text) == code


def test_the_standard_has_20_sections_and_97_divisions() -> None:
    assert list(SECTIONS) == list("ABCDEFGHIJKLMNOPQRST")
    assert len(DIVISIONS) == 97
    assert {section_of(division) for division in DIVISIONS} == set(SECTIONS)


@pytest.mark.parametrize(
    ("code", "section"),
    [
        ("C", "C"),
        ("c", "C"),
        ("26", "C"),
        ("265", "C"),
        ("2651", "C"),
        ("C2651", "C"),
        ("A2651", None),
        ("6510", "I"),
        ("97", "T"),
        ("98", None),
        ("2", None),
        ("26511", None),
        ("U", None),
        ("", None),
        ("２６", None),
    ],
)
def test_any_code_has_its_section_or_none(code: str, section: str | None) -> None:
    assert section_of(code) == section


@pytest.mark.parametrize(
    ("naics", "section"),
    [
        ("332710", "C"),
        ("722511", "H"),
        ("541511", "I"),
        ("541330", "M"),
        ("541110", "L"),
        ("511210", "I"),
        ("511110", "R"),
        ("811111", "O"),
        ("811310", "C"),
        ("44", "F"),
        ("0", None),
        ("999990", None),
        ("", None),
    ],
)
def test_a_foreign_code_is_mapped_by_its_longest_known_prefix(
    naics: str, section: str | None
) -> None:
    assert section_of_naics(naics) == section
