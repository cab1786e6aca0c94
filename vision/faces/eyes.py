"""What a process that sees faces can do: guide, embed, watch. Holds the models."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from vision.faces import quality
from vision.faces.ahead import Ahead
from vision.faces.detecting import CAREFUL_PX, GUIDING_PX, Detector, Face
from vision.faces.engines import Aligner, Crop, Portrait, Vector, engine_named
from vision.faces.liveness import Head, Verdict, judge, must_be_judgeable
from vision.faces.measured import ENGINES
from vision.faces.pose import Pose, pose_of
from vision.faces.quality import Look, look_flaw, look_of
from vision.faces.wire import FRAMES_BYTES_MAX, FRAMES_MAX, Embedded, Flawed, Looked, Watched
from vision.frames import Unusable, decode
from vocabulary.seeing import Challenge, Flaw

EVENLY_COMPARED = 8  # frames of a sequence that are compared with its best one
CHANGES_COMPARED = 4  # and where the face changes most, one before and one after
THUMB_PX = 24


class _Shot(NamedTuple):
    """A frame of a sequence with its one face; the frame itself is not kept."""

    at: int
    sent: bytes
    face: Face
    pose: Pose
    crop: Crop
    look: Look


class Eyes:
    """Detector, aligner and one engine. Not for several threads at once."""

    def __init__(self, engine: str, threads: int = 1) -> None:
        cv2.setNumThreads(threads)
        self._detector = Detector()
        self._aligner = Aligner()
        self._engine = engine_named(engine, self._aligner)
        self._staying = ENGINES[engine].staying
        self._ahead: Ahead[_Shot | Flaw | None, Vector] = Ahead()

    def glance(self, frame: bytes) -> Looked:
        """What one camera frame shows. No vector is made."""
        try:
            picture = decode(frame)
        except Unusable as problem:
            return Looked(problem.flaw)
        faces = self._detector.find(picture, GUIDING_PX)
        flaw = quality.presence_flaw(faces)
        if not faces:
            return Looked(flaw)
        face, pose = faces[0], pose_of(faces[0])
        flaw = flaw or quality.framing_flaw(picture, face) or quality.turned_flaw(pose)
        flaw = flaw or look_flaw(look_of(self._aligner.crop(picture, face)))
        return Looked(flaw, pose.yaw, pose.pitch, face.width / picture.shape[1])

    def look_ahead(self, frame: bytes) -> Looked:
        """See a frame of a sequence that is still being filmed; judged it is with the others."""
        shot = self._shot(0, frame)
        self._ahead.keep(frame, shot, self._vector(shot) if isinstance(shot, _Shot) else None)
        return Looked(shot if isinstance(shot, Flaw) else None)

    def embed(self, photo: bytes) -> Embedded | Flawed:
        """The one face of a good photo, as a vector."""
        try:
            picture = decode(photo)
        except Unusable as problem:
            return Flawed(problem.flaw)
        faces = self._detector.find(picture, CAREFUL_PX)
        if flaw := quality.presence_flaw(faces):
            return Flawed(flaw)
        face = faces[0]
        if face.width < quality.PHOTO_FACE_PX_MIN:
            return Flawed(Flaw.FACE_TOO_FAR)
        crop = self._aligner.crop(picture, face)
        if flaw := quality.turned_flaw(pose_of(face)) or look_flaw(look_of(crop)):
            return Flawed(flaw)
        return Embedded(_bytes(self._engine.vector(Portrait(lambda: picture, face, crop))))

    def watch(self, frames: Sequence[bytes], asked: Sequence[Challenge]) -> Watched:
        """Judge a sequence: one person, without a break, who did what was asked."""
        must_be_judgeable(asked)
        if len(frames) > FRAMES_MAX or sum(map(len, frames)) > FRAMES_BYTES_MAX:
            return _not_alive(Flaw.TOO_LARGE)
        try:
            return self._watched(frames, asked)
        finally:
            self._ahead.forget(frames)

    def _watched(self, frames: Sequence[bytes], asked: Sequence[Challenge]) -> Watched:
        shots: list[_Shot | None] = []
        for at, frame in enumerate(frames):
            shot = self._shot(at, frame)
            if isinstance(shot, Flaw):
                return _not_alive(shot)
            shots.append(shot)
        verdict = judge([shot and _head(shot) for shot in shots], asked)
        if not verdict.alive:
            return Watched(alive=False, done=verdict.done, flaw=verdict.flaw, vector=b"")
        return self._one_person([shot for shot in shots if shot], verdict)

    def _shot(self, at: int, frame: bytes) -> "_Shot | Flaw | None":
        if known := self._ahead.shot(frame):
            (shot,) = known
            return shot._replace(at=at) if isinstance(shot, _Shot) else shot
        try:
            picture = decode(frame)
        except Unusable as problem:
            return problem.flaw
        faces = self._detector.find(picture, GUIDING_PX)
        if not faces:
            return None
        if flaw := quality.presence_flaw(faces):
            return flaw
        crop = self._aligner.crop(picture, faces[0])
        return _Shot(at, frame, faces[0], pose_of(faces[0]), crop, look_of(crop))

    def _one_person(self, shots: Sequence[_Shot], verdict: Verdict) -> Watched:
        """The best frame gives the template; frames from everywhere must be the same person."""
        best = _best(shots)
        if isinstance(best, Flaw):
            return Watched(alive=False, done=verdict.done, flaw=best, vector=b"")
        vector = self._vector(best)
        for shot in _telling(shots, verdict.moments):
            if shot is best:
                continue
            if float(np.dot(self._vector(shot), vector)) < self._staying:
                return Watched(alive=False, done=verdict.done, flaw=Flaw.SEVERAL_FACES, vector=b"")
        return Watched(alive=True, done=verdict.done, flaw=None, vector=_bytes(vector))

    def _vector(self, shot: _Shot) -> Vector:
        known = self._ahead.vector(shot.sent)
        if known is not None:
            return known
        return self._engine.vector(Portrait(lambda: decode(shot.sent), shot.face, shot.crop))


def _not_alive(flaw: Flaw) -> Watched:
    return Watched(alive=False, done=(), flaw=flaw, vector=b"")


def _bytes(vector: Vector) -> bytes:
    return vector.astype("<f4").tobytes()


def _head(shot: _Shot) -> Head:
    face, pose = shot.face, shot.pose
    return Head(face.centre.x, face.centre.y, face.width, face.height, pose.yaw, pose.pitch)


def _best(shots: Sequence[_Shot]) -> _Shot | Flaw:
    """The sharpest straight face; why there is none, otherwise."""
    straight = [shot for shot in shots if not quality.turned_flaw(shot.pose)]
    if not straight:
        return Flaw.FACE_TURNED
    good = [shot for shot in straight if not look_flaw(shot.look)]
    if not good:
        sharpest = max(straight, key=lambda shot: shot.look.sharpness)
        return look_flaw(sharpest.look) or Flaw.BLURRED
    calm = sorted(good, key=lambda shot: abs(shot.pose.yaw) + abs(shot.pose.pitch))
    return max(calm[: max(1, len(calm) // 3)], key=lambda shot: shot.look.sharpness)


def _telling(shots: Sequence[_Shot], moments: Sequence[int]) -> list[_Shot]:
    """Frames from all along, those that prove a movement, and those where the face changes most."""
    step = max(1, len(shots) // EVENLY_COMPARED)
    chosen = {*range(0, len(shots), step), len(shots) - 1}
    chosen |= {place for place, shot in enumerate(shots) if shot.at in moments}
    changes = [_change(shots[place - 1], shots[place]) for place in range(1, len(shots))]
    strongest = sorted(range(len(changes)), key=changes.__getitem__, reverse=True)
    for place in strongest[:CHANGES_COMPARED]:
        chosen |= {place, place + 1}
    return [shots[place] for place in sorted(chosen)]


def _change(one: _Shot, other: _Shot) -> float:
    """How unlike two faces are as pictures, light set aside: 0 is the same."""
    thumbs = [_thumb(shot.crop) for shot in (one, other)]
    return 1.0 - float(np.dot(thumbs[0], thumbs[1]))


def _thumb(crop: Crop) -> Vector:
    small = cv2.resize(crop, (THUMB_PX, THUMB_PX), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32).reshape(-1)
    grey -= grey.mean()
    return (grey / max(float(np.linalg.norm(grey)), 1e-6)).astype(np.float32)
