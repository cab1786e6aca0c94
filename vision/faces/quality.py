"""Judges the picture of a face: the first flaw that matters, in the order in which people mend it.

Somebody must first stand before the camera, alone and near enough; then light and sharpness
are worth a word.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2

from vision.faces.detecting import Face
from vision.faces.engines import Crop
from vision.faces.pose import Pose
from vision.frames import Picture
from vocabulary.seeing import Flaw

FRAME_SPAN_MIN, FRAME_SPAN_MAX = 0.16, 0.62  # share of a frame's width
PHOTO_FACE_PX_MIN = 56  # a portrait cut out of a document is small
OTHER_FACE_MIN = 0.35  # a face in the background, by its width beside the largest
OFF_CENTRE_MAX = 0.20  # how far the middle of a face may be from the frame's, in its widths
YAW_MAX, PITCH_MAX, ROLL_MAX = 20.0, 22.0, 25.0
LIGHT_MIN, LIGHT_MAX = 45.0, 215.0  # mean grey of the face, 0 to 255
SHARPNESS_MIN = 30.0  # variance of the Laplacian of the face at 112 pixels


class Look(NamedTuple):
    """How light and how sharp a face is."""

    light: float
    sharpness: float


def look_of(crop: Crop) -> Look:
    """Measured on the cut-out face, so that its size in the frame does not matter."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    heart = grey[16:-16, 16:-16]  # without hair and background
    return Look(float(heart.mean()), float(cv2.Laplacian(heart, cv2.CV_64F).var()))


def presence_flaw(faces: Sequence[Face]) -> Flaw | None:
    """Is somebody there, and only one?"""
    if not faces:
        return Flaw.NO_FACE
    if any(other.width >= faces[0].width * OTHER_FACE_MIN for other in faces[1:]):
        return Flaw.SEVERAL_FACES
    return None


def framing_flaw(picture: Picture, face: Face) -> Flaw | None:
    """Does a face stand well in a camera's frame?"""
    height, width = picture.shape[:2]
    span = face.width / width
    if span < FRAME_SPAN_MIN:
        return Flaw.FACE_TOO_FAR
    if span > FRAME_SPAN_MAX:
        return Flaw.FACE_TOO_NEAR
    aside = abs(face.centre.x - width / 2) / width
    above = abs(face.centre.y - height / 2) / height
    return Flaw.FACE_OFF_CENTRE if max(aside, above) > OFF_CENTRE_MAX else None


def turned_flaw(pose: Pose) -> Flaw | None:
    """Does the face look into the camera?"""
    straight = (
        abs(pose.yaw) <= YAW_MAX and abs(pose.pitch) <= PITCH_MAX and abs(pose.roll) <= ROLL_MAX
    )
    return None if straight else Flaw.FACE_TURNED


def look_flaw(look: Look) -> Flaw | None:
    """Is a face light and sharp enough to be known again?"""
    if look.light < LIGHT_MIN:
        return Flaw.TOO_DARK
    if look.light > LIGHT_MAX:
        return Flaw.TOO_BRIGHT
    return Flaw.BLURRED if look.sharpness < SHARPNESS_MIN else None
