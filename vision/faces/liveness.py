"""Judges a sequence of heads: did one head move as it was asked, and without a break?

What is asked is drawn anew for every attempt. Turning and nodding are seen as depth (pose.py),
which a photograph does not have; coming closer proves nothing alone. A blink is not judged: five
points say nothing dependable about eyelids. A video of the right movements in the right order
still passes: docs/faces.md says what that means.
"""

from collections.abc import Sequence
from math import hypot
from statistics import median
from typing import NamedTuple

from vocabulary.seeing import Challenge, Flaw

TURNED_YAW = 18.0  # from here on a head is turned
STRAIGHT_YAW = 11.0  # up to here it is straight
NOD_PITCH = 9.0  # away from the person's own level, and back to half of it
APPROACHED = 1.22  # how much larger a face has become
HELD_FRAMES = 2  # a movement must be seen this often in a row: one frame may be noise
FRAMES_MIN = 8
GAP_FRAMES_MAX = 2  # frames in a row without a face
LEAP_MAX = 0.6  # how far a face moves between two frames, in its own widths
GROWTH_MAX = 1.3  # and how much it grows or shrinks
GAP_ALLOWANCE = 0.5  # what each missed frame adds to both


class Head(NamedTuple):
    """One frame: where the head is (pixels) and how it is held (degrees)."""

    x: float
    y: float
    width: float
    height: float
    yaw: float
    pitch: float


class Movement(NamedTuple):
    """Something a head did, and in which frame it was clearest."""

    what: Challenge
    frame: int


class Verdict(NamedTuple):
    """What was done, in order; alive when that is what was asked and nothing broke."""

    alive: bool
    done: tuple[Challenge, ...]
    flaw: Flaw | None
    moments: tuple[int, ...]  # the frames that prove what was done


_TURNS = {Challenge.TURN_LEFT, Challenge.TURN_RIGHT}
PARALLAX = frozenset({*_TURNS, Challenge.NOD})


def must_be_judgeable(asked: Sequence[Challenge]) -> None:
    """Something that shows depth must be asked, and nothing that cannot be seen."""
    if Challenge.BLINK in asked:
        raise ValueError("a blink cannot be judged: do not ask for one")
    if not PARALLAX.intersection(asked):
        raise ValueError("a turn or a nod must be asked: a photograph can come closer too")


def judge(heads: Sequence[Head | None], asked: Sequence[Challenge]) -> Verdict:
    """Judge a sequence, oldest first; None where no face was seen."""
    must_be_judgeable(asked)
    if flaw := _break_in(heads):
        return Verdict(alive=False, done=(), flaw=flaw, moments=())
    moved = movements(heads)
    turns = [each for each in moved if each.what in _TURNS]
    done = _done_in_order(moved, asked)
    as_asked = [each.what for each in turns] == [each for each in asked if each in _TURNS]
    alive = as_asked and len(done) == len(asked)
    return Verdict(
        alive, tuple(each.what for each in done), None, tuple(each.frame for each in done)
    )


def movements(heads: Sequence[Head | None]) -> list[Movement]:
    """Everything the head did, in order."""
    seen = [(at, head) for at, head in enumerate(heads) if head is not None]
    return sorted([*_turns(seen), *_nods(seen), *_approaches(seen)], key=lambda each: each.frame)


def _done_in_order(moved: Sequence[Movement], asked: Sequence[Challenge]) -> list[Movement]:
    done: list[Movement] = []
    for each in moved:
        if len(done) < len(asked) and each.what is asked[len(done)]:
            done.append(each)
    return done


def _break_in(heads: Sequence[Head | None]) -> Flaw | None:
    """A face that is away too long, leaps or changes its size at once may be another one."""
    if sum(head is not None for head in heads) < FRAMES_MIN:
        return Flaw.NO_FACE
    missed, last = 0, None
    for head in heads:
        if head is None:
            missed += 1
            if missed > GAP_FRAMES_MAX:
                return Flaw.NO_FACE
            continue
        if last is not None and _leaps(last, head, 1 + GAP_ALLOWANCE * missed):
            return Flaw.SEVERAL_FACES
        missed, last = 0, head
    return None


def _leaps(one: Head, other: Head, allowance: float) -> bool:
    far = hypot(other.x - one.x, other.y - one.y) / max(one.width, other.width)
    grown = max(one.height, other.height) / max(1.0, min(one.height, other.height))
    return far > LEAP_MAX * allowance or grown - 1 > (GROWTH_MAX - 1) * allowance


_Seen = list[tuple[int, Head]]


def _turns(seen: _Seen) -> list[Movement]:
    """From straight to turned: each time the head comes to one side, held for some frames."""
    found: list[Movement] = []
    straight, held = False, 0
    for place, (at, head) in enumerate(seen):
        if abs(head.yaw) <= STRAIGHT_YAW:
            straight, held = True, 0
            continue
        same_side = place > 0 and seen[place - 1][1].yaw * head.yaw > 0
        held = (held + 1 if same_side else 1) if abs(head.yaw) >= TURNED_YAW else 0
        if straight and held >= HELD_FRAMES:
            side = Challenge.TURN_LEFT if head.yaw > 0 else Challenge.TURN_RIGHT
            found.append(Movement(side, at))
            straight = False
    return found


def _nods(seen: _Seen) -> list[Movement]:
    """Away from the person's own level and back, while looking ahead."""
    ahead = [(at, head) for at, head in seen if abs(head.yaw) < TURNED_YAW]
    if not ahead:
        return []
    level = median(head.pitch for _, head in ahead)
    found: list[Movement] = []
    away, held, began = False, 0, 0
    for at, head in ahead:
        swing = abs(head.pitch - level)
        held = held + 1 if swing >= NOD_PITCH else 0
        if held >= HELD_FRAMES and not away:
            away, began = True, at
        if away and swing <= NOD_PITCH / 2:
            found.append(Movement(Challenge.NOD, began))
            away = False
    return found


def _approaches(seen: _Seen) -> list[Movement]:
    """A face that has grown since it was smallest, and held that size."""
    ahead = [(at, head) for at, head in seen if abs(head.yaw) < TURNED_YAW]
    if not ahead:
        return []
    found: list[Movement] = []
    smallest, held = ahead[0][1].height, 0
    for at, head in ahead:
        smallest = min(smallest, head.height)
        held = held + 1 if head.height >= smallest * APPROACHED else 0
        if held >= HELD_FRAMES:
            found.append(Movement(Challenge.APPROACH, at))
            smallest, held = head.height, 0
    return found
