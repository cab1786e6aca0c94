"""Reads the clauses, the requirements and the glossary for the tests that hold us to them."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec

VOCABULARY = Path(__file__).parent.parent / "vocabulary"


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the requirements."""

    id: str
    clauses: list[str]
    terminals: list[str]
    title: str
    done_when: str
    status: str
    pages: list[str]
    routes: list[str]


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Chinese words that mean one thing, and what it is called in the code."""

    zh: list[str]
    identifiers: list[str]
    note: str = ""


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((VOCABULARY / name).read_text("utf-8"))


def clauses() -> dict[str, str]:
    return _toml("reference/clauses.toml")


def requirements() -> list[Requirement]:
    return msgspec.convert(_toml("reference/coverage.toml")["row"], list[Requirement])


def glossary() -> list[Term]:
    tables = msgspec.convert(_toml("glossary.toml"), dict[str, list[Term]])
    return [term for terms in tables.values() for term in terms]
