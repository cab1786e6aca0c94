"""Says what is wrong with a picture of a document: the one flaw that a person can act on.

Two looks. Before reading: what makes reading pointless. After reading, and only when fields are
missing: the likeliest reason. Thresholds were measured on generated papers (docs/documents.md).
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.documents.lines import Page
from vision.flawed import Flawed
from vocabulary.seeing import Flaw

Pixels = NDArray[np.uint8]

SIDE_MIN = 320  # of the shorter side: below, signs are too few pixels high
LINE_HEIGHT_MIN = 11.0  # of the middle line, in pixels
LOOKED_AT = 800  # all measures are taken at this length of the longer side

NIGHT = 30.0  # the brightest parts are darker: nothing to read
DARK = 90.0
BURNT_OUT = 200.0  # the darkest parts, ink, are brighter: nothing to read
BRIGHT = 110.0
EMPTY = 12.0  # brightest less darkest of a picture that shows nothing
SMEARED = 0.05  # sharpness: a readable photo has 0.15 and more
BLURRED = 0.13
WHITE = 253  # whiter than paper in a photo
GLARE_MIN = 0.012  # share of the picture that is burnt out in one spot
GLARE_MAX = 0.6  # more is a white sheet
TILTED = 15.0  # degrees off the nearest edge of the picture
EDGE = 0.008  # text nearer to the edge than this share of the picture is cut


@dataclass(frozen=True)
class Look:
    """A picture's light and sharpness, measured on a small grey copy."""

    grey: Pixels

    @cached_property
    def darkest(self) -> float:
        """How bright the ink is."""
        return float(np.percentile(self.grey, 1))

    @cached_property
    def brightest(self) -> float:
        """How bright the paper is."""
        return float(np.percentile(self.grey, 95))

    @cached_property
    def sharpness(self) -> float:
        """How steep the steepest edges are, across and down, whichever is worse.

        As a share of the contrast, so that a dark picture is not a blurred one; of the sharpest
        parts alone, because the paper around the text says nothing about the text.
        """
        calm = cv2.GaussianBlur(self.grey, (0, 0), 0.8).astype(np.float32)
        across = np.abs(2 * calm[:, 1:-1] - calm[:, :-2] - calm[:, 2:])
        down = np.abs(2 * calm[1:-1] - calm[:-2] - calm[2:])
        worse = min(np.percentile(across, 99.5), np.percentile(down, 99.5))
        return float(worse) / max(self.brightest - self.darkest, 1.0)

    @cached_property
    def glare(self) -> float:
        """The share of the picture that one burnt-out spot takes."""
        white = (self.grey >= WHITE).astype(np.uint8)
        burnt = cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(burnt)
        largest = int(stats[1:, cv2.CC_STAT_AREA].max()) if count > 1 else 0
        return largest / self.grey.size


def look(pixels: Pixels) -> Look:
    """Measure a picture (RGB)."""
    scale = min(LOOKED_AT / max(pixels.shape[:2]), 1.0)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Look(np.asarray(small, np.uint8))


def must_be_worth_reading(pixels: Pixels) -> None:
    """Raise the flaw that makes reading pointless."""
    if min(pixels.shape[:2]) < SIDE_MIN:
        raise Flawed(Flaw.TOO_SMALL)
    seen = look(pixels)
    if seen.brightest < NIGHT:
        raise Flawed(Flaw.TOO_DARK)
    if seen.darkest > BURNT_OUT:
        raise Flawed(Flaw.TOO_BRIGHT)
    if seen.brightest - seen.darkest < EMPTY:
        raise Flawed(Flaw.UNREADABLE)
    if seen.sharpness < SMEARED:
        raise Flawed(Flaw.BLURRED)


def reason(page: Page, *, label_missing: bool = False) -> Flaw:
    """Why fields could not be read: the first of the reasons that fits."""
    seen = look(page.pixels)
    heights = sorted(line.height for line in page.lines)
    fits = (
        (Flaw.TOO_DARK, seen.brightest < DARK),
        (Flaw.TOO_BRIGHT, seen.darkest > BRIGHT),
        (Flaw.BLURRED, seen.sharpness < BLURRED),
        (Flaw.TOO_SMALL, bool(heights) and heights[len(heights) // 2] < LINE_HEIGHT_MIN),
        (Flaw.GLARE, GLARE_MIN < seen.glare < GLARE_MAX),
        (Flaw.CROPPED, label_missing or is_cut(page)),
        (Flaw.ROTATED, page.tilt > TILTED),
    )
    return next((flaw for flaw, is_so in fits if is_so), Flaw.UNREADABLE)


def is_cut(page: Page) -> bool:
    """Does text run into the picture's edge?"""
    height, width = page.pixels.shape[:2]
    margin = EDGE * max(height, width)
    for line in page.lines:
        corners = page.in_picture(line.box)
        if corners.min() < margin or (corners > np.array([width, height]) - margin).any():
            return True
    return False
