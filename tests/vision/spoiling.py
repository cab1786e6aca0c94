"""Does to a drawn paper what a telephone, a lamp and a hasty hand do to a real one."""

import random
from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageFilter

DESK = (70, 80, 90)
PHOTO_SIDE = 1500


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """As a camera writes it."""
    out = BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def laid(image: Image.Image, margin: float = 0.08) -> Image.Image:
    """The paper on a desk, seen whole."""
    edge = round(margin * max(image.size))
    desk = Image.new("RGB", (image.width + 2 * edge, image.height + 2 * edge), DESK)
    desk.paste(image, (edge, edge))
    return desk


def turned(image: Image.Image, degrees: float) -> Image.Image:
    """The camera turned."""
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=DESK)


def leaning(image: Image.Image, dice: random.Random, share: float) -> Image.Image:
    """Seen from the side."""
    width, height = image.size
    edge = round(0.08 * max(image.size))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = [
        [dice.uniform(-share, share) * width, dice.uniform(-share, share) * height] for _ in corners
    ]
    way = cv2.getPerspectiveTransform(corners, corners + edge + np.array(moved, np.float32))
    size = (width + 2 * edge, height + 2 * edge)
    return Image.fromarray(cv2.warpPerspective(np.asarray(image), way, size, borderValue=DESK))


def blurred(image: Image.Image, sigma: float) -> Image.Image:
    """Out of focus."""
    return image.filter(ImageFilter.GaussianBlur(sigma))


def shaken(image: Image.Image, pixels: int) -> Image.Image:
    """A hand that moved."""
    kernel = np.full((1, pixels), 1 / pixels, np.float32)
    return Image.fromarray(cv2.filter2D(np.asarray(image), -1, kernel))


def lit(image: Image.Image, factor: float, plus: float = 0) -> Image.Image:
    """Too little light, or too much."""
    return image.point(lambda value: value * factor + plus)


def shadowed(image: Image.Image, darkest: float) -> Image.Image:
    """A shadow over the left."""
    ramp = np.linspace(darkest, 1.1, image.width)[None, :, None]
    return Image.fromarray(np.clip(np.asarray(image) * ramp, 0, 255).astype(np.uint8))


def noisy(image: Image.Image, dice: random.Random, sigma: float) -> Image.Image:
    """A small sensor in the evening."""
    noise = np.random.default_rng(dice.randrange(2**32)).normal(0, sigma, (*image.size[::-1], 3))
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


def glaring(image: Image.Image, at: tuple[float, float], share: float) -> Image.Image:
    """A lamp mirrored in the plastic; `share` of the width, `at` in shares of the picture."""
    pixels = np.asarray(image, np.float32)
    ys, xs = np.mgrid[0 : image.height, 0 : image.width]
    away = np.hypot(xs - at[0] * image.width, ys - at[1] * image.height) / (share * image.width)
    light = np.clip(1.6 - away, 0, 1)[:, :, None]
    return Image.fromarray(np.clip(pixels + light * 320, 0, 255).astype(np.uint8))


def cut(
    image: Image.Image, *, left: float = 0, top: float = 0, right: float = 1, bottom: float = 1
) -> Image.Image:
    """Only a part of the paper is in the picture."""
    width, height = image.size
    return image.crop(
        (round(left * width), round(top * height), round(right * width), round(bottom * height))
    )


def small(image: Image.Image, side: int) -> Image.Image:
    """Sent through a messenger that makes pictures small."""
    smaller = image.copy()
    smaller.thumbnail((side, side), Image.Resampling.BICUBIC)
    return smaller


def clean(image: Image.Image, dice: random.Random) -> bytes:
    """A scan."""
    return jpeg(image, 92)


def photo(image: Image.Image, dice: random.Random) -> bytes:
    """An ordinary photo with a telephone."""
    seen = shadowed(leaning(image, dice, 0.04), dice.uniform(0.6, 0.85))
    return jpeg(small(noisy(blurred(seen, 1.0), dice, 8), PHOTO_SIDE), 65)


def hard(image: Image.Image, dice: random.Random) -> bytes:
    """A hasty photo in bad light, at an angle, sent through a messenger."""
    seen = shadowed(leaning(image, dice, 0.08), dice.uniform(0.5, 0.7))
    seen = turned(noisy(blurred(seen, 1.8), dice, 13), dice.uniform(-12, 12))
    return jpeg(small(seen, 1400), 40)


MODES: dict[str, Callable[[Image.Image, random.Random], bytes]] = {
    "clean": clean,
    "photo": photo,
    "hard": hard,
    "on its side": lambda image, dice: photo(image.rotate(90, expand=True), dice),
    "upside down": lambda image, dice: photo(image.rotate(180), dice),
    "askew": lambda image, dice: photo(turned(image, dice.choice((-30, 25, 40))), dice),
}
