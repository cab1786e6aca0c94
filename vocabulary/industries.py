"""Industries: the sections and divisions of GB/T 4754-2017, and how NAICS maps to them."""

import csv
import tomllib
from pathlib import Path

_REFERENCE = Path(__file__).parent / "reference"
_DIVISION_DIGITS = 2
_CODE_DIGITS_MAX = 4
_NAICS_DIGITS_MAX = 6


def _rows(level: str) -> list[dict[str, str]]:
    with (_REFERENCE / "industries.csv").open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return [row for row in csv.DictReader(kept) if row["level"] == level]


def _naics() -> dict[str, str]:
    document = tomllib.loads((_REFERENCE / "naics_sections.toml").read_text("utf-8"))
    return {prefix: row["section"] for prefix, row in document["prefix"].items()}


SECTIONS: dict[str, str] = {row["code"]: row["name"] for row in _rows("section")}
DIVISIONS: dict[str, str] = {row["code"]: row["name"] for row in _rows("division")}
_SECTION_OF_DIVISION: dict[str, str] = {row["code"]: row["section"] for row in _rows("division")}
_SECTION_OF_NAICS: dict[str, str] = _naics()


def section_of(code: str) -> str | None:
    """Name the section of any GB/T 4754 code: C, 26, 265, 2651 or C2651; None if there is none."""
    cleaned = code.strip().upper()
    if cleaned in SECTIONS:
        return cleaned
    digits = cleaned[1:] if cleaned[:1] in SECTIONS else cleaned
    if not (digits.isascii() and digits.isdigit()):
        return None
    if not _DIVISION_DIGITS <= len(digits) <= _CODE_DIGITS_MAX:
        return None
    section = _SECTION_OF_DIVISION.get(digits[:_DIVISION_DIGITS])
    contradicts = digits != cleaned and cleaned[0] != section
    return None if contradicts else section


def section_of_naics(code: str) -> str | None:
    """Name the GB/T 4754 section of a NAICS code by its longest known prefix; None if unknown."""
    for length in range(min(len(code), _NAICS_DIGITS_MAX), 1, -1):
        section = _SECTION_OF_NAICS.get(code[:length])
        if section is not None:
            return section
    return None
