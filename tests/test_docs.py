"""Holds the documents to the code: generated pages, settings, links and the glossary."""

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

import vocabulary
from domain.audit.labels import CODE_LABELS
from server.settings import Settings
from tests import generate_docs, reference
from vocabulary.rights import Right

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# Paths of this project are written in full; a `*` or a `<` stands for several and is not looked up.
PATH_NAMED = re.compile(
    r"`((?:vocabulary|orm|domain|miniapp_api|bigscreen|kiosk|devices|server|clients|tests|deploy"
    r"|benchmarks|docs)/[\w./-]*)`"
)
PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")})


def test_the_generated_documents_are_what_the_code_says() -> None:
    assert generate_docs.differences() == [], "run `make docs`"


def test_every_setting_stands_in_the_example() -> None:
    example = (ROOT / "deploy" / "env.example").read_text("utf-8")
    named = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]*)=", example, re.MULTILINE))
    assert {item.metadata["env"] for item in dataclasses.fields(Settings)} - named == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text("utf-8")):
        if "://" not in target and not target.startswith(("#", "mailto:")):
            assert (path.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_is_named_exists(path: Path) -> None:
    for named in PATH_NAMED.findall(path.read_text("utf-8")):
        assert (ROOT / named).exists(), named


class TestGlossary:
    """New words enter vocabulary/glossary.toml before they enter code."""

    def test_one_chinese_term_means_one_thing(self) -> None:
        terms = [zh for term in reference.glossary() for zh in term.zh]
        assert not {zh for zh in terms if terms.count(zh) > 1}

    def test_every_member_of_an_enum_is_in_the_glossary(self) -> None:
        names = {
            f"{kind.__name__}.{member.name}": member.name.lower()
            for module in _modules()
            for kind in _enums(module)
            for member in kind
        }
        words = _words()
        assert not {name for name, word in names.items() if word not in words}

    def test_every_label_is_the_word_of_the_glossary(self) -> None:
        words = _words()
        wrong = {
            f"{member!r}: {label}"
            for module in _modules()
            for labels in vars(module).values()
            if isinstance(labels, Mapping)
            for member, label in labels.items()
            if isinstance(member, StrEnum) and isinstance(label, str)
            if label not in words.get(member.name.lower(), set())
        }
        assert not wrong

    def test_every_act_is_made_of_known_words(self) -> None:
        """The subject and the verb of a code, and the verb's Chinese in what people read."""
        words = _words()
        subjects = {code.partition(".")[0] for code in CODE_LABELS}
        assert not {subject for subject in subjects if subject.replace("_", "") not in words}
        wrong = {
            f"{code}: {label}"
            for code, label in CODE_LABELS.items()
            if not any(
                zh in label.rpartition("：")[2] for zh in words.get(code.partition(".")[2], ())
            )
        }
        assert not wrong

    def test_every_right_is_made_of_known_words(self) -> None:
        words = {word for right in Right for word in right.value.split(".")}
        assert not words - set(_words())


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(vocabulary.__path__):
        if not found.ispkg:
            yield importlib.import_module(f"vocabulary.{found.name}")


def _enums(module: ModuleType) -> Iterator[type[StrEnum]]:
    for kind in vars(module).values():
        is_ours = isinstance(kind, type) and kind.__module__ == module.__name__
        if is_ours and issubclass(kind, StrEnum) and kind is not Right:
            yield kind


def _words() -> dict[str, set[str]]:
    """Give every word of the glossary's identifiers, in small letters, with its Chinese terms."""
    words: dict[str, set[str]] = {}
    for term in reference.glossary():
        for identifier in term.identifiers:
            for word in re.findall(r"\w+", identifier):
                words.setdefault(word.lower(), set()).update(term.zh)
                words.setdefault(word.lower().replace("_", ""), set()).update(term.zh)
    return words
