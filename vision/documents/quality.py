"""Says what is wrong with a picture of a document: the one flaw that a person can act on.

Two looks. Before reading: what makes reading pointless. After reading, and only when fields are
missing: the likeliest reason. Thresholds were measured on generated papers (docs/documents.md).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.documents.lines import Page
from vision.flawed import Flawed
from vocabulary.seeing import Flaw

Pixels = NDArray[np.uint8]

SIDE_MIN = 320  # of the shorter side: below, signs are too few pixels high
LOOKED_AT = 800  # all measures are taken at this length of the longer side
DARK_MAX = 42.0  # nine tenths of the pixels are darker: a picture of the night
BRIGHT_MIN = 246.0  # half of the pixels are brighter: the sun in the lens
FLAT_MAX = 9.0  # spread of brightness of a picture that shows nothing
SHARP_MIN = 12.0  # of the sharpest parts; a readable photo has 60 and more
SHARP_READ_MIN = 60.0  # below this, missing fields are blamed on blur
GLARE_MIN = 0.015  # share of the picture that is burnt out in one spot
BURNT = 253  # whiter than paper
EDGE = 0.012  # text nearer to the edge than this share of the picture is cut


def must_be_worth_reading(pixels: Pixels) -> None:
    """Raise the flaw that makes reading pointless."""
    if min(pixels.shape[:2]) < SIDE_MIN:
        raise Flawed(Flaw.TOO_SMALL)
    grey = _small(pixels)
    if float(np.percentile(grey, 90)) < DARK_MAX:
        raise Flawed(Flaw.TOO_DARK)
    if float(np.percentile(grey, 10)) > BRIGHT_MIN:
        raise Flawed(Flaw.TOO_BRIGHT)
    if sharpness(grey) < SHARP_MIN:
        raise Flawed(Flaw.BLURRED if float(grey.std()) > FLAT_MAX else Flaw.UNREADABLE)


def reason(page: Page) -> Flaw:
    """Why fields could not be read: the first of the reasons that fits."""
    grey = _small(page.pixels)
    if sharpness(grey) < SHARP_READ_MIN:
        return Flaw.BLURRED
    if glare(grey) > GLARE_MIN:
        return Flaw.GLARE
    if is_cut(page):
        return Flaw.CROPPED
    return Flaw.UNREADABLE


def sharpness(grey: Pixels) -> float:
    """How sharp the sharpest parts are: paper around the text says nothing about the text."""
    edges = np.abs(cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 0.8), cv2.CV_32F))
    return float(np.percentile(edges, 99.5))


def glare(grey: Pixels) -> float:
    """The share of the picture that one burnt-out spot takes."""
    white = (grey >= BURNT).astype(np.uint8)
    burnt = cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(burnt)
    largest = int(stats[1:, cv2.CC_STAT_AREA].max()) if count > 1 else 0
    return largest / grey.size


def is_cut(page: Page) -> bool:
    """Does text run into the picture's edge?"""
    height, width = page.pixels.shape[:2]
    margin = EDGE * max(height, width)
    for line in page.lines:
        corners = page.in_picture(line.box)
        if corners.min() < margin or (corners > np.array([width, height]) - margin).any():
            return True
    return False


def _small(pixels: Pixels) -> Pixels:
    scale = min(LOOKED_AT / max(pixels.shape[:2]), 1.0)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)
