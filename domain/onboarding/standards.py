"""The published standard of admission and the agreement: data with a version, never changed."""

from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

import vocabulary
from vocabulary.parties import PartyKind

TRADE_LICENCE = "trade_licence"
_REFERENCE = Path(vocabulary.__file__).parent / "reference"


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """适用的机构类型；open 表示已开放在线申请。"""

    kind: str
    name: str
    open: bool
    trade_licence: str


class Criterion(Struct, frozen=True, forbid_unknown_fields=True):
    """一条准入条件：内容、需要提交的材料、依据；kinds 为空则适用于全部类型。"""

    id: str
    title: str
    text: str
    evidence: list[str]
    source: str
    kinds: list[str] = []


class Standard(Struct, frozen=True, forbid_unknown_fields=True):
    """统一准入标准的一个版本。"""

    version: str
    title: str
    published_on: date
    effective_on: date
    principle: str
    kinds: list[Kind]
    criteria: list[Criterion]

    def criteria_of(self, kind: str) -> list[Criterion]:
        """What an institution of this kind must meet, in the published order."""
        return [each for each in self.criteria if not each.kinds or kind in each.kinds]

    def evidence_of(self, kind: str) -> list[str]:
        """The documents that this takes, each once."""
        asked = [key for each in self.criteria_of(kind) for key in each.evidence]
        return list(dict.fromkeys(asked))

    def kind_of(self, kind: str) -> Kind | None:
        """What is published of a kind; None if the standard does not name it."""
        return next((each for each in self.kinds if each.kind == kind), None)

    def called(self, evidence: str, kind: str, names: Mapping[str, str]) -> str:
        """What a document is called here: each trade's licence has a name of its own."""
        found = self.kind_of(kind) if evidence == TRADE_LICENCE else None
        return found.trade_licence if found else names[evidence]

    def takes(self, kind: str) -> bool:
        """May an institution of this kind apply now?"""
        found = self.kind_of(kind)
        return found is not None and found.open and kind in set(PartyKind)


class Standards(Struct, frozen=True, forbid_unknown_fields=True):
    """Every version that was ever published, the newest first, and what the evidence is called."""

    evidence: dict[str, str]
    standards: list[Standard]

    def current(self, on: date) -> Standard:
        """The newest one published by that day; before the first, the first."""
        published = [each for each in self.standards if each.published_on <= on]
        return (published or self.standards[-1:])[0]

    def called(self, evidence: str, version: str, kind: str) -> str:
        """What a document is called under a version, at a kind of institution."""
        return self.of(version).called(evidence, kind, self.evidence)

    def of(self, version: str) -> Standard:
        """A version by its name. Raises KeyError when the code no longer holds it."""
        return {each.version: each for each in self.standards}[version]


class Agreement(Struct, frozen=True, forbid_unknown_fields=True):
    """入驻协议的一个版本。"""

    version: str
    title: str
    published_on: date
    text: str

    @property
    def hash(self) -> str:
        """What a signature is bound to."""
        return sha256(f"{self.version}\n{self.title}\n{self.text}".encode()).hexdigest()


class Agreements(Struct, frozen=True, forbid_unknown_fields=True):
    """Every version that was ever published, the newest first."""

    agreements: list[Agreement]

    def current(self, on: date) -> Agreement:
        """The newest one published by that day; before the first, the first."""
        published = [each for each in self.agreements if each.published_on <= on]
        return (published or self.agreements[-1:])[0]

    def of(self, version: str) -> Agreement | None:
        """A version by its name."""
        return next((each for each in self.agreements if each.version == version), None)


def read_standards(text: bytes) -> Standards:
    """The standards as they are written down; refuses evidence and kinds that nobody names."""
    found = msgspec.toml.decode(text, type=Standards)
    for standard in found.standards:
        kinds = {each.kind for each in standard.kinds}
        for each in standard.criteria:
            _must_be_named(each.evidence, found.evidence)
            _must_be_named(each.kinds, kinds)
    return found


def _must_be_named(words: Collection[str], names: Collection[str]) -> None:
    unknown = set(words) - set(names)
    assert not unknown, f"nobody says what {sorted(unknown)} is"


STANDARDS = read_standards((_REFERENCE / "admission_criteria.toml").read_bytes())
AGREEMENTS = msgspec.toml.decode(
    (_REFERENCE / "onboarding_agreements.toml").read_bytes(), type=Agreements
)
