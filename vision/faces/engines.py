"""Turns a face into numbers: one small interface, two engines.

SFace is the default. dlib's is face-recognition's encoder with its five-point predictor; the
68-point one, whose licence excludes commercial use, is never loaded. Nothing is imported before
an engine is made: dlib is heavy, and holds the interpreter's lock while it works.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np

from vision.faces import weights
from vision.faces.detecting import Face
from vision.faces.measured import DLIB, SFACE
from vision.frames import Picture

Vector = np.ndarray[Any, np.dtype[np.float32]]
Crop = Picture  # CROP_PX × CROP_PX, eyes level

CROP_PX = 112


class Portrait(NamedTuple):
    """A face, the picture it was found in (drawn when it is needed), and the face cut out."""

    picture: Callable[[], Picture]
    face: Face
    crop: Crop


class Engine(Protocol):
    """Makes vectors that can be compared with each other, and with no other engine's."""

    def vector(self, portrait: Portrait) -> Vector:
        """The face as a unit vector."""


class Aligner:
    """Cuts a face out, upright and of one size, by its five points."""

    def __init__(self) -> None:
        self.net = cv2.FaceRecognizerSF.create(weights.path_of(weights.SFACE), "")

    def crop(self, picture: Picture, face: Face) -> Crop:
        """The face alone."""
        row = np.asarray([face.row()], np.float32)
        return self.net.alignCrop(picture, row).astype(np.uint8, copy=False)


class SFace:
    """OpenCV Zoo's SFace (Apache-2.0): 128 numbers."""

    def __init__(self, aligner: Aligner) -> None:
        self._net = aligner.net

    def vector(self, portrait: Portrait) -> Vector:
        """The face as a unit vector."""
        return _unit(self._net.feature(portrait.crop))


class Dlib:
    """face-recognition's encoder (CC0 weights): 128 numbers."""

    def __init__(self, _aligner: Aligner) -> None:
        import dlib  # noqa: PLC0415 -- only who chose this engine pays for it

        self._rectangle = dlib.rectangle
        self._points = dlib.shape_predictor(weights.path_of(weights.DLIB_FIVE_POINTS))
        self._net = dlib.face_recognition_model_v1(weights.path_of(weights.DLIB_ENCODER))

    def vector(self, portrait: Portrait) -> Vector:
        """The face as a unit vector. dlib wants a square box and red first."""
        face = portrait.face
        half = face.width / 2
        x, y = face.centre.x, face.centre.y + (face.height - face.width) / 4
        box = self._rectangle(*(round(at) for at in (x - half, y - half, x + half, y + half)))
        coloured = np.ascontiguousarray(portrait.picture()[:, :, ::-1])
        found = self._points(coloured, box)
        return _unit(np.asarray(self._net.compute_face_descriptor(coloured, found, 1)))


_ENGINES: dict[str, Callable[[Aligner], Engine]] = {SFACE.name: SFace, DLIB.name: Dlib}


def engine_named(name: str, aligner: Aligner) -> Engine:
    """Load an engine."""
    return _ENGINES[name](aligner)


def _unit(raw: np.ndarray[Any, Any]) -> Vector:
    vector = raw.reshape(-1).astype(np.float32)
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
