"""People who do not exist: heads in three dimensions, drawn so that the models take them for faces.

A person is drawn from a number. The head is an ellipsoid with a nose that stands out, so a turned
head shows its nose wandering, as a real one does; a photograph of one does not.
"""

from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Any

import cv2
import numpy as np

Image = np.ndarray[Any, np.dtype[np.uint8]]
WIDTH, HEIGHT = 640, 480
FINE = 1  # how much larger it is drawn, then made small
DEPTH = 0.9  # of the head, in half-widths
FLAT = 0.3  # faces are flatter from forehead to chin than from ear to ear


@dataclass(frozen=True)
class Person:
    """A face by its measures; lengths in half-widths of the head."""

    number: int
    skin: tuple[int, int, int] = field(init=False)
    hair: tuple[int, int, int] = field(init=False)
    tall: float = field(init=False)
    eyes_apart: float = field(init=False)
    eye_size: float = field(init=False)
    eyes_up: float = field(init=False)
    brow: float = field(init=False)
    nose_long: float = field(init=False)
    nose_wide: float = field(init=False)
    mouth_wide: float = field(init=False)
    mouth_down: float = field(init=False)
    lips: float = field(init=False)
    fringe: float = field(init=False)
    glasses: bool = field(init=False)
    beard: float = field(init=False)
    marks: tuple[tuple[float, float, float], ...] = field(init=False)

    def __post_init__(self) -> None:
        draw = np.random.default_rng(self.number)

        def give(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        light = draw.uniform(0.45, 1.0)
        tint = draw.uniform(0.9, 1.08, 3)
        give(
            "skin",
            tuple(int(min(250, c * light * t)) for c, t in zip((165, 195, 240), tint, strict=True)),
        )
        give("hair", tuple(int(c) for c in draw.uniform(10, 1 + 200 * draw.uniform() ** 2 + 20, 3)))
        for name, low, high in (
            ("tall", 1.2, 1.5),
            ("eyes_apart", 0.36, 0.48),
            ("eye_size", 0.15, 0.23),
            ("eyes_up", 0.05, 0.25),
            ("brow", 0.03, 0.11),
            ("nose_long", 0.42, 0.6),
            ("nose_wide", 0.13, 0.28),
            ("mouth_wide", 0.28, 0.46),
            ("mouth_down", 0.66, 0.84),
            ("lips", 0.05, 0.14),
            ("fringe", 0.55, 0.95),
        ):
            give(name, float(draw.uniform(low, high)))
        give("glasses", bool(draw.uniform() < 0.3))
        give("beard", float(draw.choice([0.0, 0.0, 0.5, 0.8])))
        marks = draw.uniform([-0.7, -0.3, 0.02], [0.7, 0.9, 0.05], (4, 3))
        give("marks", tuple(tuple(float(v) for v in row) for row in marks))


class _Canvas:
    """Puts points of a head onto a picture."""

    def __init__(
        self, person: Person, *, yaw: float, pitch: float, size: float, x: float, y: float
    ) -> None:
        self.person, self.size = person, size * FINE
        self.x, self.y = x * FINE, y * FINE
        self.yaw, self.pitch = radians(yaw), radians(pitch)

    def at(self, across: float, down: float, out: float = 0.0) -> tuple[int, int]:
        """A point on the head's surface, `out` above it. Across is to the viewer's right."""
        inside = 1 - across**2 - FLAT * (down / self.person.tall) ** 2
        deep = DEPTH * max(0.0, inside) ** 0.5 + out
        x = across * cos(self.yaw) + deep * sin(self.yaw)
        z = deep * cos(self.yaw) - across * sin(self.yaw)
        y = down * cos(self.pitch) - z * sin(self.pitch)
        return round(self.x + x * self.size), round(self.y + y * self.size)

    def px(self, length: float) -> int:
        return max(1, round(length * self.size))


def frame(
    person: Person,
    *,
    yaw: float = 0.0,
    pitch: float = 0.0,
    size: float = 95.0,
    x: float = WIDTH / 2,
    y: float = HEIGHT / 2,
    light: float = 1.0,
    blur: float = 1.0,
    noise: int = 0,
) -> Image:
    """A camera's frame. Yaw above 0 is to the person's own left, pitch above 0 up."""
    picture = np.full((HEIGHT * FINE, WIDTH * FINE, 3), 0, np.uint8)
    ramp = np.linspace(150, 95, HEIGHT * FINE)[:, None]
    picture[:] = (ramp[:, :, None] * np.array([1.0, 0.98, 0.94])).astype(np.uint8)
    _draw(picture, _Canvas(person, yaw=yaw, pitch=pitch, size=size, x=x, y=y))
    small = cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), blur)
    grain = np.random.default_rng(noise).normal(0, 2.5, soft.shape)
    seen: Image = np.clip(soft * light + grain, 0, 255).astype(np.uint8)
    return seen


def jpeg(picture: Image) -> bytes:
    """As a camera sends it."""
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
    assert done
    return data.tobytes()


def _shade(colour: tuple[int, ...], factor: float) -> tuple[int, ...]:
    return tuple(int(min(255, c * factor)) for c in colour)


def _draw(picture: Image, on: _Canvas) -> None:
    who = on.person
    _body(picture, on)
    _skin(picture, on)
    for side in (-1, 1):
        _eye(picture, on, side)
    _nose(picture, on)
    _mouth(picture, on)
    for across, down, big in who.marks:
        cv2.circle(picture, on.at(across, down), on.px(big), _shade(who.skin, 0.6), -1, cv2.LINE_AA)


def _body(picture: Image, on: _Canvas) -> None:
    """Shoulders, neck and hair: what lies behind the face."""
    who, smooth = on.person, cv2.LINE_AA
    x, y = round(on.x), round(on.y)
    coat, hair = _shade(who.hair, 1.4), who.hair
    shoulders = (on.px(1.5), on.px(0.9))
    cv2.ellipse(picture, (x, y + on.px(1.9)), shoulders, 0, 180, 360, coat, -1, smooth)
    upper, lower = (x - on.px(0.42), y), (x + on.px(0.42), y + on.px(1.6))
    cv2.rectangle(picture, upper, lower, _shade(who.skin, 0.75), -1)
    crown = (on.px(1.12), on.px(who.tall * 1.02))
    cv2.ellipse(picture, (x, y - on.px(0.2)), crown, 0, 0, 360, hair, -1, smooth)


def _skin(picture: Image, on: _Canvas) -> None:
    """The face itself, lit as something round, and its beard."""
    who = on.person
    head = np.zeros(picture.shape[:2], np.uint8)
    shape = (on.px(1.0), on.px(who.tall))
    cv2.ellipse(head, (round(on.x), round(on.y)), shape, 0, 0, 360, 255, -1, cv2.LINE_AA)
    head[: max(0, on.at(0, -who.fringe)[1])] = 0
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    aside = (columns - on.x) / on.size
    down = (rows - on.y) / on.size / who.tall
    lit = 0.55 + 0.5 * np.sqrt(np.clip(1 - aside**2 - down**2, 0, 1)) + 0.08 * aside
    skin = np.clip(lit[:, :, None] * np.array(who.skin, np.float32), 0, 255)
    share = cv2.GaussianBlur(head, (0, 0), 2 * FINE).astype(np.float32)[:, :, None] / 255
    picture[:] = (skin * share + picture * (1 - share)).astype(np.uint8)
    if who.beard:
        grown = np.zeros(picture.shape[:2], np.float32)
        area = (on.px(0.62), on.px(0.42))
        cv2.ellipse(grown, on.at(0, who.mouth_down), area, 0, 0, 360, who.beard, -1)
        thick = (cv2.GaussianBlur(grown, (0, 0), 0.12 * on.size) * share[:, :, 0])[:, :, None]
        picture[:] = (picture * (1 - thick) + np.array(who.hair) * thick).astype(np.uint8)


def _eye(picture: Image, on: _Canvas, side: int) -> None:
    who = on.person
    across, down = side * who.eyes_apart, -who.eyes_up
    middle = on.at(across, down)
    seen = max(0.35, cos(on.yaw + side * 0.4))
    wide, high = on.px(who.eye_size * seen), on.px(who.eye_size * 0.5)
    cv2.ellipse(
        picture,
        middle,
        (int(wide * 1.3), int(high * 1.9)),
        0,
        0,
        360,
        _shade(who.skin, 0.72),
        -1,
        cv2.LINE_AA,
    )
    cv2.ellipse(picture, middle, (wide, high), 0, 0, 360, (235, 238, 240), -1, cv2.LINE_AA)
    cv2.circle(picture, middle, int(high * 0.95), (40, 55, 75), -1, cv2.LINE_AA)
    cv2.circle(picture, middle, int(high * 0.5), (8, 8, 8), -1, cv2.LINE_AA)
    cv2.ellipse(picture, middle, (wide, high), 0, 180, 360, (25, 25, 30), on.px(0.025), cv2.LINE_AA)
    brow = on.at(across, down - who.eye_size * 1.25)
    cv2.ellipse(
        picture,
        brow,
        (int(wide * 1.35), on.px(who.brow * 1.4)),
        0,
        190,
        350,
        _shade(who.hair, 0.8),
        on.px(who.brow),
        cv2.LINE_AA,
    )
    if who.glasses:
        cv2.ellipse(
            picture,
            middle,
            (int(wide * 1.6), int(high * 2.6)),
            0,
            0,
            360,
            (25, 20, 20),
            on.px(0.03),
            cv2.LINE_AA,
        )


def _nose(picture: Image, on: _Canvas) -> None:
    who = on.person
    bridge = on.at(0, -who.eyes_up * 0.6, 0.08)
    tip = on.at(0, -who.eyes_up + who.nose_long, 0.30)
    left = on.at(-who.nose_wide, -who.eyes_up + who.nose_long * 1.05, 0.06)
    right = on.at(who.nose_wide, -who.eyes_up + who.nose_long * 1.05, 0.06)
    layer = picture.copy()
    cv2.fillPoly(layer, [np.array([bridge, left, right], np.int32)], _shade(who.skin, 0.8))
    picture[:] = cv2.addWeighted(picture, 0.5, layer, 0.5, 0)
    cv2.line(picture, bridge, tip, _shade(who.skin, 1.12), on.px(0.07), cv2.LINE_AA)
    cv2.circle(picture, tip, on.px(0.09), _shade(who.skin, 1.15), -1, cv2.LINE_AA)
    for end in (left, right):
        nostril = ((end[0] + tip[0]) // 2, (end[1] + tip[1]) // 2 + on.px(0.05))
        cv2.circle(picture, nostril, on.px(0.045), _shade(who.skin, 0.35), -1, cv2.LINE_AA)
        cv2.circle(picture, end, on.px(0.05), _shade(who.skin, 0.7), -1, cv2.LINE_AA)


def _mouth(picture: Image, on: _Canvas) -> None:
    who = on.person
    ends = [on.at(side * who.mouth_wide, who.mouth_down) for side in (-1, 1)]
    middle = on.at(0, who.mouth_down, 0.05)
    wide = max(2, (ends[1][0] - ends[0][0]) // 2)
    at = ((ends[0][0] + ends[1][0]) // 2, middle[1])
    red = (95, 85, 175) if who.lips > 0.09 else _shade(who.skin, 0.62)
    cv2.ellipse(picture, at, (wide, on.px(who.lips)), 0, 0, 360, red, -1, cv2.LINE_AA)
    cv2.line(picture, ends[0], ends[1], (40, 35, 60), on.px(0.03), cv2.LINE_AA)
    cv2.ellipse(
        picture,
        (at[0], at[1] + on.px(who.lips * 1.6)),
        (wide // 2, on.px(0.04)),
        0,
        0,
        180,
        _shade(who.skin, 0.7),
        on.px(0.02),
        cv2.LINE_AA,
    )
