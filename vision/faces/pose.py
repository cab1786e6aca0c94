"""How a head is held, in rough degrees, from the five points of a face.

The nose stands before the plane of eyes and mouth. When the head turns, it wanders across that
plane by the tangent of the angle; a flat picture that is turned takes its nose along. So what is
measured here is depth, which a photograph does not have.
"""

from math import atan, atan2, cos, degrees, hypot, sin
from typing import NamedTuple

from vision.faces.detecting import Face, Point

NOSE_TO_EYES = 0.60  # how far the nose stands out, in distances between the eyes
NOSE_TO_MOUTH = 0.55  # the same, in distances from eyes to mouth
NOSE_DOWN = 0.59  # how far down between eyes and mouth the nose is in a straight face


class Pose(NamedTuple):
    """Degrees. Yaw above 0: to the person's own left; pitch above 0: up; roll: clockwise."""

    yaw: float
    pitch: float
    roll: float


def pose_of(face: Face) -> Pose:
    """The pose of a face. Frames are as the camera sees: not mirrored."""
    eyes = _between(face.right_eye, face.left_eye)
    mouth = _between(face.right_mouth, face.left_mouth)
    across = face.left_eye.x - face.right_eye.x, face.left_eye.y - face.right_eye.y
    roll = atan2(across[1], across[0])
    nose_x, nose_y = _upright(face.nose.x - eyes.x, face.nose.y - eyes.y, roll)
    mouth_x, mouth_y = _upright(mouth.x - eyes.x, mouth.y - eyes.y, roll)
    apart = max(1.0, hypot(*across))
    down = max(1.0, mouth_y)
    sideways = (nose_x - mouth_x * NOSE_DOWN) / apart
    yaw = atan(sideways / NOSE_TO_EYES)
    pitch = atan((NOSE_DOWN - nose_y / down) / NOSE_TO_MOUTH)
    return Pose(degrees(yaw), degrees(pitch), degrees(roll))


def _between(one: Point, other: Point) -> Point:
    return Point((one.x + other.x) / 2, (one.y + other.y) / 2)


def _upright(x: float, y: float, roll: float) -> tuple[float, float]:
    return x * cos(roll) + y * sin(roll), y * cos(roll) - x * sin(roll)
