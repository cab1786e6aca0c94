"""Workflows as tables: from which state, to which, by whom, on what conditions, by when.

A flow holds no data and touches nothing. It answers two questions: may this actor take this
step at this row now (`Step.check`), and what may they do next (`Flow.open_to`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol
from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.refusal import NotNow, NotYourPost, Unmet
from vocabulary.parties import ROLES_OF, PartyKind, Post, Seat


class Subject(Protocol):
    """What a flow needs to know of a row."""

    state: Any

    def seats(self) -> Mapping[Seat, UUID | None]:
        """Who sits where."""

    def is_open_to_pool(self) -> bool:
        """May any institution of the right kind take it on?"""


@dataclass(frozen=True, slots=True)
class Act:
    """One attempt at a step: who, on what terms, why, and when."""

    by: Actor
    at: datetime
    terms: Any = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule, and the sentence its breach deserves.

    A condition `of_terms` looks at what was submitted; the others ask only about the row and
    the actor, so the menu can ask them too.
    """

    sentence: str
    holds: Callable[[Any, Act], bool]
    of_terms: bool = False


def condition(
    sentence: str, *, of_terms: bool = False
) -> Callable[[Callable[[Any, Act], bool]], Condition]:
    """Turn a predicate into a condition."""
    return lambda holds: Condition(sentence, holds, of_terms)


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. Closed to everyone unless `by` names a post."""

    sources: frozenset[StrEnum]
    to: StrEnum
    by: frozenset[Post]
    says: str
    when: tuple[Condition, ...]
    needs_reason: bool
    takes: type | None
    grave: bool
    late: str = ""
    stays: Condition | None = None
    stays_in: StrEnum | None = None
    above: Callable[[Any, Any], int] | None = None
    verb: str = ""
    subject: str = ""

    @property
    def code(self) -> str:
        """The step's one name: permission, journal entry, event and route share it."""
        return f"{self.subject}.{self.verb}"

    def is_post_of(self, actor: Actor, row: Subject) -> bool:
        """Does the actor hold a post of this step, at the party in that seat of this row?"""
        return any(post.role in actor.roles and _sits(actor, post, row) for post in self.by)

    def is_from(self, state: StrEnum | None) -> bool:
        """Is this the moment? A step without sources begins a flow."""
        return state in self.sources if self.sources else state is None

    def lands(self, row: Subject, act: Act) -> StrEnum:
        """Where the row stands once the use case has written: at `to`, unless it stays behind."""
        if self.stays is None or not self.stays.holds(row, act):
            return self.to
        state: StrEnum = self.stays_in or row.state
        return state

    def check(self, state: StrEnum | None, row: Subject, act: Act) -> None:
        """Refuse in a fixed order: wrong post, wrong moment, no reason, then the conditions."""
        if not self.is_post_of(act.by, row):
            raise NotYourPost(f"您的岗位不能办理“{self.says}”，请联系有权限的同事")
        if not self.is_from(state):
            raise NotNow(self.late or f"当前状态不能办理“{self.says}”，请刷新页面查看最新进度")
        if self.needs_reason and not act.reason.strip():
            raise Unmet(f"请填写“{self.says}”的原因")
        for rule in self.when:
            if not rule.holds(row, act):
                raise Unmet(rule.sentence)

    def is_open_to(self, state: StrEnum, row: Subject, act: Act) -> bool:
        """Would `check` let this pass, as far as it can be known before the terms are?"""
        return (
            self.is_post_of(act.by, row)
            and self.is_from(state)
            and all(rule.holds(row, act) for rule in self.when if not rule.of_terms)
        )


def _sits(actor: Actor, post: Post, row: Subject) -> bool:
    """Is the actor's party in that seat? The pool is for the kind of party whose post it is."""
    if post.seat is Seat.PLATFORM:
        return actor.party_kind is PartyKind.OPERATOR
    if post.seat is Seat.POOL:
        return post.role in ROLES_OF[actor.party_kind] and row.is_open_to_pool()
    return row.seats().get(post.seat) == actor.party_id


def step(
    *sources: StrEnum,
    to: StrEnum,
    by: Post | Iterable[Post],
    says: str,
    when: Iterable[Condition] = (),
    needs_reason: bool = False,
    takes: type | None = None,
    grave: bool = False,
    late: str = "",
    stays: Condition | None = None,
    stays_in: StrEnum | None = None,
    above: Callable[[Any, Any], int] | None = None,
) -> Step:
    """Write one row of a flow's table. No sources: the step begins the flow.

    `says` is the verb on the button; `takes` the struct of its terms; `grave` sets it apart;
    `late` is the sentence for whoever comes when the moment has passed; while `stays` holds of
    the row as it was written, it stays in the state it was in, or in `stays_in`. `above` gives the
    amount in fen that the step speaks of, from row and terms: above a limit it needs a second
    person.
    """
    posts = frozenset([by] if isinstance(by, Post) else by)
    rules = tuple(when)
    return Step(
        frozenset(sources),
        to,
        posts,
        says,
        rules,
        needs_reason,
        takes,
        grave,
        late,
        stays,
        stays_in,
        above,
    )


_FLOWS: dict[tuple[str, str, int], type["Flow"]] = {}


class Flow:
    """A workflow. Subclasses list their steps; a malformed table fails at import."""

    subject: ClassVar[str]
    name: ClassVar[str]
    version: ClassVar[int]
    title: ClassVar[str]
    states: ClassVar[tuple[StrEnum, ...]]
    labels: ClassVar[Mapping[StrEnum, str]]
    final: ClassVar[frozenset[StrEnum]]
    workdays: ClassVar[Mapping[StrEnum, int]]
    needs_certified: ClassVar[bool]
    bars_held: ClassVar[bool]
    steps: ClassVar[dict[str, Step]]
    leaving: ClassVar[Mapping[StrEnum, tuple[Step, ...]]]

    def __init_subclass__(
        cls,
        *,
        subject: str,
        name: str,
        version: int,
        title: str,
        labels: Mapping[Any, str],
        states: Iterable[StrEnum],
        final: Iterable[StrEnum],
        workdays: Mapping[Any, int] | None = None,
        needs_certified: bool = True,
        bars_held: bool = True,
    ) -> None:
        table = {verb: row for verb, row in vars(cls).items() if isinstance(row, Step)}
        cls.subject, cls.name, cls.version, cls.title = subject, name, version, title
        cls.states, cls.final, cls.labels = tuple(states), frozenset(final), labels
        cls.workdays = workdays or {}
        cls.needs_certified, cls.bars_held = needs_certified, bars_held
        cls.steps = {verb: replace(row, verb=verb, subject=subject) for verb, row in table.items()}
        for verb, row in cls.steps.items():
            setattr(cls, verb, row)
        cls.leaving = {
            state: tuple(row for row in cls.steps.values() if state in row.sources)
            for state in cls.states
        }
        cls._must_be_well_formed()
        key = (subject, name, version)
        assert key not in _FLOWS, f"{key} is written twice"
        _FLOWS[key] = cls

    @classmethod
    def _must_be_well_formed(cls) -> None:
        reached = {row.to for row in cls.steps.values()}
        left = {state for row in cls.steps.values() for state in row.sources}
        every = set(cls.states)
        begun = {row.to for row in cls.steps.values() if not row.sources}
        assert begun, f"{cls.subject} never begins"
        assert all(row.by for row in cls.steps.values()), f"{cls.subject}: a step without a post"
        assert reached == every, f"{cls.subject}: never reached: {every - reached}"
        assert left | cls.final == every, f"{cls.subject}: dead ends: {every - left - cls.final}"
        assert not left & cls.final, f"{cls.subject}: final states are left: {left & cls.final}"
        while grown := {
            row.to for row in cls.steps.values() if row.sources & begun and row.to not in begun
        }:
            begun |= grown
        assert begun == every, f"{cls.subject}: not reachable from the start: {every - begun}"
        assert every <= set(cls.labels), f"{cls.subject}: states without a label"
        assert set(cls.workdays) <= every, f"{cls.subject}: deadlines of unknown states"

    @classmethod
    def open_to(cls, act: Act, row: Subject) -> list[Step]:
        """What this actor could do from here: the menu a screen may show."""
        return [step for step in cls.leaving[row.state] if step.is_open_to(row.state, row, act)]

    @classmethod
    def diagram(cls) -> str:
        """The flow as a Mermaid state diagram, for docs/flows/."""
        arrows = [
            f"    {source} --> {row.to.value}: {row.verb}"
            for row in cls.steps.values()
            for source in sorted(state.value for state in row.sources) or ["[*]"]
        ]
        arrows += [
            f"    {state} --> {row.stays_in or state}: {row.verb}"
            for row in cls.steps.values()
            if row.stays
            for state in sorted(state.value for state in row.sources - {row.to})
        ]
        ends = [f"    {state} --> [*]" for state in sorted(state.value for state in cls.final)]
        return "\n".join(["stateDiagram-v2", *arrows, *ends, ""])


def every_flow() -> list[type[Flow]]:
    """Every table there is, of the newest version each, in the order they were written."""
    newest: dict[tuple[str, str], type[Flow]] = {}
    for (subject, name, version), flow in _FLOWS.items():
        kept = newest.get((subject, name))
        if kept is None or kept.version < version:
            newest[subject, name] = flow
    return list(newest.values())


def flow_of(subject: str, name: str, version: int) -> type[Flow]:
    """The table a row began under. Raises KeyError when the code no longer holds it."""
    return _FLOWS[subject, name, version]
