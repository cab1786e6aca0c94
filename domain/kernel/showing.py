"""What a screen is shown of a flow: the open steps, the milestones passed, the whole picture."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct

from domain.kernel.actor import SYSTEM_PARTY, Actor
from domain.kernel.flow import Act, Flow, Step, Subject
from domain.kernel.journal import TYPED_BY, Entry
from vocabulary.identifiers import mask_person
from vocabulary.money import wan_text

AMOUNTS = ("amount_fen", "credit_line_fen")  # the names under which terms carry their amount


class OpenStep(Struct, frozen=True):
    """可办理的一步：按钮文字、是否要填原因、要填写的表单。"""

    verb: str
    label: str
    needs_reason: bool
    destructive: bool
    form: str | None


class Milestone(Struct, frozen=True):
    """办理节点：谁在何时做了什么，业务走到哪一步。"""

    code: str
    label: str
    at: datetime
    actor_name: str
    party_name: str
    reason: str
    from_state: str
    to_state: str
    to_label: str
    amount_fen: int | None
    summary: str
    typed_by: str = ""


class PictureState(Struct, frozen=True):
    """流程图中的一个状态。"""

    state: str
    label: str
    final: bool
    current: bool
    done: bool


class PictureStep(Struct, frozen=True, rename={"sources": "from"}):
    """流程图中的一步。"""

    verb: str
    label: str
    sources: list[str]
    to: str


class FlowPicture(Struct, frozen=True):
    """流程图：哪个流程的第几版，全部状态和步骤，以及当前所在的位置。"""

    subject: str
    name: str
    version: int
    states: list[PictureState]
    steps: list[PictureStep]


def form_of(step: Step) -> str | None:
    """Name the form a step asks for; None when a reason (or nothing) is all there is to say."""
    if step.takes is None or set(getattr(step.takes, "__struct_fields__", ())) <= {"reason"}:
        return None
    return step.takes.__name__


def open_steps(flow: type[Flow], act: Act, row: Subject) -> list[OpenStep]:
    """List what this actor could do at this row now, as buttons: the menu is the flow."""
    buttons = _buttons_of(flow)  # type: ignore[arg-type]  # mypy takes no class for hashable
    return [buttons[step.verb] for step in flow.open_to(act, row)]


@cache
def _buttons_of(flow: type[Flow]) -> Mapping[str, OpenStep]:
    return {
        step.verb: OpenStep(step.verb, step.says, step.needs_reason, step.grave, form_of(step))
        for step in flow.steps.values()
    }


def timeline(
    flow: type[Flow],
    entries: Iterable[Entry],
    viewer: Actor,
    *,
    also: Mapping[str, str] | None = None,
) -> list[Milestone]:
    """Tell a row's journal as its milestones, in the order given (oldest first).

    Only steps of the flow are told, and the codes that `also` gives a label for. Names of
    another party's people are masked.
    """
    says, labels = _words_of(flow)  # type: ignore[arg-type]  # mypy takes no class for hashable
    if also:
        says = {**says, **also}
    return [
        _milestone(entry, says[entry.code], labels.get(entry.to_state, ""), viewer)
        for entry in entries
        if entry.code in says
    ]


@cache
def _words_of(flow: type[Flow]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What its steps are called, by their codes, and its states."""
    says = {step.code: step.says for step in flow.steps.values()}
    return says, {state.value: label for state, label in flow.labels.items()}


def picture(
    flow: type[Flow], state: StrEnum | None = None, past: Collection[str] = ()
) -> FlowPicture:
    """Draw a flow; `state` is where a row stands, `past` the states it has already left."""
    states = [
        PictureState(
            each.value, flow.labels[each], each in flow.final, each == state, each.value in past
        )
        for each in flow.states
    ]
    steps = [
        PictureStep(
            step.verb,
            step.says,
            [each.value for each in flow.states if each in step.sources],
            step.to.value,
        )
        for step in flow.steps.values()
    ]
    return FlowPicture(flow.subject, flow.name, flow.version, states, steps)


def states_left(milestones: Iterable[Milestone]) -> frozenset[str]:
    """Collect the states that a row has left on its way: the `past` of its picture."""
    return frozenset(each.from_state for each in milestones if each.from_state)


def _milestone(entry: Entry, label: str, to_label: str, viewer: Actor) -> Milestone:
    is_own = entry.party_id in {viewer.party_id, SYSTEM_PARTY}  # a job is no person to be masked
    amount_fen = _amount_of(entry.terms)
    name = entry.actor_name
    return Milestone(
        entry.code,
        label,
        entry.at,
        name if is_own or not name else mask_person(name),
        entry.party_name,
        entry.reason,
        entry.from_state,
        entry.to_state,
        to_label,
        amount_fen,
        _summary(entry, label, to_label, amount_fen),
        mask_person(str(entry.facts[TYPED_BY]["name"])) if TYPED_BY in entry.facts else "",
    )


def _amount_of(terms: Mapping[str, Any]) -> int | None:
    for name in AMOUNTS:
        if isinstance(terms.get(name), int):
            return int(terms[name])
    return None


def _summary(entry: Entry, label: str, to_label: str, amount_fen: int | None) -> str:
    """One sentence: 苏州银行放款，金额100.00万元，进入“待放款”。"""
    amount = "" if amount_fen is None else f"，金额{wan_text(amount_fen)}"
    moved = bool(to_label) and entry.from_state != entry.to_state
    return f"{entry.party_name}{label}{amount}" + (f"，进入“{to_label}”。" if moved else "。")
