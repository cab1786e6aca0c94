"""Finds and reads the lines of text in a picture, whichever way up it was taken.

The engine (rapidocr, models inside its package) finds boxes in any direction. We look which way
the long ones run, try the likelier of the two ends first, and read every box along the way that
reads well. The lines then lie in a frame of their own, in which text runs to the right: whoever
looks for a field needs to know nothing of turned pictures.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

Points = NDArray[np.float32]
Pixels = NDArray[np.uint8]

LINES_MAX = 150  # a document has thirty; a newspaper is none
SIDE_OCR_MAX = 2000  # the engine makes anything longer smaller itself
LONG = 2.5  # times as wide as high: such a box says which way text runs
TRIED = 6  # boxes that decide which end is up; one batch of the engine
ON_ITS_SIDE = 45.0
READS_WELL = 0.85
SURE_MIN = 0.5  # below, a line is a stain


@dataclass(frozen=True)
class Line:
    """One line of text. `box` is tl, tr, br, bl in the frame in which text runs to the right."""

    text: str
    sure: float
    box: Points

    @cached_property
    def height(self) -> float:
        """How high the line is, along its own side."""
        return float(np.linalg.norm(self.box[3] - self.box[0]))

    @cached_property
    def along(self) -> Points:
        """Its own direction, unit length: perspective tilts each line a little differently."""
        edge = self.box[1] - self.box[0]
        return np.asarray(edge / max(float(np.linalg.norm(edge)), 1e-6), np.float32)

    @cached_property
    def left(self) -> Points:
        """The middle of its left edge."""
        return np.asarray((self.box[0] + self.box[3]) / 2, np.float32)

    @cached_property
    def right(self) -> Points:
        """The middle of its right edge."""
        return np.asarray((self.box[1] + self.box[2]) / 2, np.float32)

    @cached_property
    def middle(self) -> Points:
        """Its centre."""
        return np.asarray(self.box.mean(axis=0), np.float32)


@dataclass(frozen=True)
class Page:
    """All lines of a picture, and how their frame lies in it (`turn`: degrees, clockwise)."""

    pixels: Pixels
    lines: tuple[Line, ...] = ()
    turn: float = 0.0

    @property
    def tilt(self) -> float:
        """How far the text runs off the nearest edge of the picture, in degrees."""
        return abs((self.turn + 45) % 90 - 45)

    def in_picture(self, points: Points) -> Points:
        """Points of the frame as points of the picture."""
        return np.asarray(points @ _rotation(self.turn).T, np.float32)


class Reader:
    """Holds the engine of this process. Its models are read from its package, never fetched."""

    def __init__(self, threads: int = 0) -> None:
        self._engine = RapidOCR(
            params={
                "EngineConfig.onnxruntime.intra_op_num_threads": threads or os.cpu_count() or 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Global.max_side_len": SIDE_OCR_MAX,
                "Global.log_level": "error",
            }
        )

    def page(self, pixels: Pixels) -> Page:
        """Every line of a picture (RGB)."""
        bgr: Pixels = np.ascontiguousarray(pixels[:, :, ::-1])
        boxes = self._find(bgr)
        if abs(running(boxes)) > ON_ITS_SIDE:
            # The engine tells lines apart by their height: it must see them lying.
            pixels = np.ascontiguousarray(np.rot90(pixels))
            bgr = np.ascontiguousarray(pixels[:, :, ::-1])
            boxes = self._find(bgr)
        if not len(boxes):
            return Page(pixels)
        turn = running(boxes)
        longest = _longest(boxes)
        lines = self._read(bgr, boxes[longest], turn)
        if _score(lines) < READS_WELL:
            other = self._read(bgr, boxes[longest], turn + 180)
            if _score(other) > _score(lines):
                lines, turn = other, turn + 180
        if len(rest := np.delete(boxes, longest, axis=0)):
            lines += self._read(bgr, rest, turn)
        return Page(pixels, tuple(each for each in lines if each.sure >= SURE_MIN), turn)

    def spot(self, page: Page, box: Points) -> Line | None:
        """What stands in one place of the frame: the engine overlooks a lonely sign."""
        bgr: Pixels = np.ascontiguousarray(page.pixels[:, :, ::-1])
        read: Any = self._engine.recognize_txt([_cut(bgr, page.in_picture(box))])
        text, sure = read.txts[0], float(read.scores[0])
        return Line(text, sure, box) if text.strip() and sure >= SURE_MIN else None

    def _find(self, bgr: Pixels) -> Points:
        """The boxes of text, in any direction; of too many, the largest."""
        found: Any = self._engine(bgr, use_cls=False, use_rec=False)
        if found.boxes is None or not len(found.boxes):
            return np.empty((0, 4, 2), np.float32)
        boxes: Points = np.asarray(found.boxes, np.float32)
        largest = np.argsort(-_areas(boxes), kind="stable")[:LINES_MAX]
        return boxes[np.sort(largest)]

    def _read(self, bgr: Pixels, boxes: Points, turn: float) -> list[Line]:
        framed = [_ordered(box @ _rotation(-turn).T) for box in boxes]
        crops = [_cut(bgr, box @ _rotation(turn).T) for box in framed]
        read: Any = self._engine.recognize_txt(crops)
        return [
            Line(text, float(sure), box)
            for text, sure, box in zip(read.txts, read.scores, framed, strict=True)
            if text.strip()
        ]


def running(boxes: Points) -> float:
    """Which way text runs, in degrees clockwise: near 0, or near 90 for a picture on its side."""
    edges = np.stack([boxes[:, 1] - boxes[:, 0], boxes[:, 2] - boxes[:, 1]], axis=1)
    lengths = np.linalg.norm(edges, axis=2)
    long_side = lengths.argmax(axis=1)
    picked = np.arange(len(boxes))
    ratio = lengths.max(axis=1) / np.maximum(lengths.min(axis=1), 1)
    long = edges[picked, long_side][ratio >= LONG]
    if not len(long):
        return 0.0
    angles = np.degrees(np.arctan2(long[:, 1], long[:, 0])) % 180
    weights = np.linalg.norm(long, axis=1)
    doubled = np.radians(angles * 2)  # so that 179° and 1° are neighbours
    mean = np.arctan2((weights * np.sin(doubled)).sum(), (weights * np.cos(doubled)).sum())
    turn = float(np.degrees(mean)) / 2 % 180
    return turn - 180 if turn > 180 - ON_ITS_SIDE else turn


def _longest(boxes: Points) -> NDArray[np.intp]:
    lengths = np.linalg.norm(boxes - np.roll(boxes, 1, axis=1), axis=2).max(axis=1)
    return np.argsort(-lengths)[:TRIED]


def _score(lines: list[Line]) -> float:
    letters = sum(len(line.text) for line in lines)
    return sum(line.sure * len(line.text) for line in lines) / max(letters, TRIED)


def _areas(boxes: Points) -> NDArray[np.float64]:
    return np.array([cv2.contourArea(box) for box in boxes])


def _rotation(degrees: float) -> Points:
    turn = np.radians(degrees)
    return np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]], dtype=np.float32)


def _ordered(box: Points) -> Points:
    """The corners of a box as tl, tr, br, bl of the frame it is in."""
    middle = box.mean(axis=0)
    around = np.arctan2(box[:, 1] - middle[1], box[:, 0] - middle[0])
    ring = box[np.argsort(around)]  # clockwise from the left above
    start = int(np.argmin(ring.sum(axis=1)))
    turned = np.roll(ring, -start, axis=0)
    return turned.astype(np.float32)


def _cut(bgr: Pixels, box: Points) -> Pixels:
    """The pixels of one line, upright."""
    sides = [float(np.linalg.norm(one - other)) for one, other in pairwise([*box, box[0]])]
    width, height = max(int(max(sides[0], sides[2])), 4), max(int(max(sides[1], sides[3])), 4)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    way = cv2.getPerspectiveTransform(box.astype(np.float32), corners)
    cut = cv2.warpPerspective(
        bgr, way, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cut, np.uint8)
