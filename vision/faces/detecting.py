"""Finds faces with YuNet: where each is, and its five points."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2

from vision.faces import weights
from vision.frames import Picture

SCORE_MIN = 0.7
OVERLAP_MAX = 0.3
FACES_MAX = 50
GUIDING_PX = 320  # the longer side that a camera frame is looked at with
CAREFUL_PX = 640  # the same for a photograph, where a face may be small


class Point(NamedTuple):
    """A point of a picture, in pixels from its upper left corner."""

    x: float
    y: float


class Face(NamedTuple):
    """A face in a picture: its box and its five points, right and left as the person says."""

    x: float
    y: float
    width: float
    height: float
    right_eye: Point
    left_eye: Point
    nose: Point
    right_mouth: Point
    left_mouth: Point
    score: float

    @property
    def points(self) -> tuple[Point, Point, Point, Point, Point]:
        """The five points, in the order in which the models want them."""
        return (self.right_eye, self.left_eye, self.nose, self.right_mouth, self.left_mouth)

    @property
    def centre(self) -> Point:
        """The middle of the box."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def row(self) -> list[float]:
        """The face as OpenCV writes it: box, points, score."""
        points = [value for point in self.points for value in point]
        return [self.x, self.y, self.width, self.height, *points, self.score]


class Detector:
    """YuNet. Not for several threads at once."""

    def __init__(self) -> None:
        self._net = cv2.FaceDetectorYN.create(
            weights.path_of(weights.YUNET),
            "",
            (GUIDING_PX, GUIDING_PX),
            SCORE_MIN,
            OVERLAP_MAX,
            FACES_MAX,
        )

    def find(self, picture: Picture, longest_px: int) -> list[Face]:
        """The faces, the largest first. A larger picture is looked at in this size."""
        height, width = picture.shape[:2]
        scale = min(1.0, longest_px / max(height, width))
        looked = picture
        if scale < 1.0:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            looked = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(picture.dtype)
        self._net.setInputSize((looked.shape[1], looked.shape[0]))
        _, rows = self._net.detect(looked)
        if rows is None:
            return []
        across, down = width / looked.shape[1], height / looked.shape[0]
        faces = [_face(row, across, down) for row in rows.tolist()]
        return sorted(faces, key=lambda face: face.width * face.height, reverse=True)


def _face(row: Sequence[float], across: float, down: float) -> Face:
    at = [value * (down if place % 2 else across) for place, value in enumerate(row[:14])]
    points = [Point(at[place], at[place + 1]) for place in range(4, 14, 2)]
    right_eye, left_eye, nose, right_mouth, left_mouth = points
    return Face(
        at[0], at[1], at[2], at[3], right_eye, left_eye, nose, right_mouth, left_mouth, row[14]
    )
