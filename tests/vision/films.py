"""Films of drawn people as a camera sends them."""

from collections.abc import Iterator, Sequence
from functools import cache
from math import pi, sin

from tests.vision.drawn_faces import Person, frame, jpeg
from tests.vision.heads import APPROACH, LEFT, NOD, RIGHT

ANNE, BERT, CLARA = Person(246), Person(289), Person(351)  # alike by less than 0.44, measured
FRAMES_EACH = 9
YAW, PITCH, GROWN = 40.0, 28.0, 1.04


@cache
def a_film(*words: str, who: Person = ANNE) -> tuple[bytes, ...]:
    """Somebody who does one thing after the other."""
    return tuple(_frames(words, [who]))


@cache
def a_film_of_two(*words: str, who: tuple[Person, ...]) -> tuple[bytes, ...]:
    """The same, where the person changes from one word to the next."""
    return tuple(_frames(words, who))


def _frames(words: Sequence[str], who: Sequence[Person]) -> Iterator[bytes]:
    size, number = 80.0, 0
    for place, word in enumerate(words):
        for step in range(FRAMES_EACH):
            swing = sin(pi * step / (FRAMES_EACH - 1))
            size *= GROWN if word == APPROACH else 1.0
            number += 1
            yaw = {LEFT: YAW, RIGHT: -YAW}.get(word, 0.0) * swing
            pitch = -PITCH * swing if word == NOD else 0.0
            yield jpeg(frame(who[place % len(who)], yaw=yaw, pitch=pitch, size=size, noise=number))
