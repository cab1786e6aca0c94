"""The floor of reading documents: the OCR engine as it comes, given the decoded picture."""

import time
from functools import cache

import cv2
import numpy as np
from rapidocr import RapidOCR


@cache
def engine() -> RapidOCR:
    """The engine with its own settings, but for its chatter."""
    return RapidOCR(params={"Global.log_level": "error"})


def read(content: bytes) -> float:
    """Seconds that the engine takes for a picture, decoding left out."""
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    began = time.perf_counter()
    engine()(pixels)
    return time.perf_counter() - began


OFFERS = {"read": read}
"""What may be asked of this process (`vision/worker.py`)."""
