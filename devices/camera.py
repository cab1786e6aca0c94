"""A camera's picture: black, over-exposed, blurred, frozen, or as it should be.

The only file that knows opencv: a host without cameras does without it.
"""

from typing import Any, Protocol

import cv2
import numpy as np

from devices.contract import Finding, ProbeError
from vocabulary.fleet import Health

DARK, BRIGHT = 12.0, 243.0  # mean of grey, 0 to 255
SHARP_LEAST = 20.0  # variance of the Laplacian at 320 pixels across
STILL_MOST = 0.35  # mean absolute difference of two looks; a live sensor always has noise
STILL_LOOKS_MAX = 3
LOOKED_AT = (320, 180)

Picture = np.ndarray[Any, Any]


class Eye(Protocol):
    """Whatever gives pictures."""

    def frame(self) -> Picture | None:
        """The picture now (BGR); None when there is none."""


class VideoEye:
    """A camera on this machine (`0`, `/dev/video0`) or on the network (`rtsp://…`)."""

    def __init__(self, source: str) -> None:
        self._source: str | int = int(source) if source.isdecimal() else source

    def frame(self) -> Picture | None:
        """Open, take one picture, let go: others use the camera too."""
        capture = cv2.VideoCapture(self._source)
        try:
            taken, frame = capture.read()
            return frame if taken else None
        finally:
            capture.release()


class CameraProbe:
    """Judges a picture, and whether it is the same as before."""

    def __init__(self, eye: Eye) -> None:
        self._eye = eye
        self._before: Picture | None = None
        self._still = 0

    def look(self) -> Finding:
        """Take one picture."""
        try:
            frame = self._eye.frame()
        except cv2.error as problem:
            raise ProbeError("无法打开摄像头") from problem
        if frame is None:
            raise ProbeError("没有画面")
        grey = cv2.cvtColor(cv2.resize(frame, LOOKED_AT), cv2.COLOR_BGR2GRAY)
        brightness = float(grey.mean())
        sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
        values = {"brightness": brightness, "sharpness": sharpness}
        before, self._before = self._before, grey
        moved = None if before is None else float(cv2.absdiff(grey, before).mean())
        self._still = self._still + 1 if moved is not None and moved <= STILL_MOST else 0
        if brightness <= DARK:
            return Finding(Health.DOWN, "画面全黑", values)
        if brightness >= BRIGHT:
            return Finding(Health.DOWN, "画面过曝", values)
        if self._still >= STILL_LOOKS_MAX:
            return Finding(Health.DOWN, "画面冻结", values)
        if sharpness < SHARP_LEAST:
            return Finding(Health.WARNING, "画面模糊", values)
        return Finding(Health.HEALTHY, "", values)
