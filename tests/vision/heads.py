"""Films of a head as numbers: what each word does to it, ten frames a second."""

from math import pi, sin

from vision.faces.liveness import Head

LEFT, RIGHT, NOD, APPROACH, STRAIGHT = "left", "right", "nod", "approach", "straight"
FRAMES_EACH = 14


def a_film(*words: str) -> list[Head | None]:
    """A head that does one thing after the other, trembling a little."""
    film: list[Head | None] = []
    size = 150.0
    for word in words:
        for step in range(FRAMES_EACH):
            swing = sin(pi * step / (FRAMES_EACH - 1))
            if word == APPROACH:
                size *= 1.025
            tremble = 1.5 * sin(len(film) * 2.3)
            film.append(
                Head(
                    x=320 + tremble,
                    y=240 - tremble,
                    width=size * 0.8,
                    height=size + tremble,
                    yaw={LEFT: 32.0, RIGHT: -32.0}.get(word, 0.0) * swing + tremble,
                    pitch=(-16.0 * swing if word == NOD else 0.0) + 3 + tremble,
                )
            )
    return film
