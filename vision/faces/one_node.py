"""An ONNX model of one node, uint8 · int8 → int32, written byte by byte.

ONNX Runtime multiplies bytes with the instructions that the processor has for it, which numpy
does not. The `onnx` package would write these two hundred bytes as well, and is 60 MB. Numbers of
fields and types are those of `onnx.proto3` (ModelProto, GraphProto, NodeProto, ValueInfoProto).
"""

IR_VERSION, OPERATORS_VERSION = 8, 13
UINT8, INT8, INT32 = 2, 3, 6


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:  # noqa: PLR2004 -- seven bits a byte
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _told(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _tensor(name: bytes, kind: int, *shape: bytes) -> bytes:
    """ValueInfoProto: a name, a type, and named dimensions of any size."""
    dimensions = b"".join(_told(1, _told(2, dimension)) for dimension in shape)
    return _told(1, name) + _told(2, _told(1, _number(1, kind) + _told(2, dimensions)))


def _model() -> bytes:
    node = _told(1, b"a") + _told(1, b"b") + _told(2, b"y") + _told(4, b"MatMulInteger")
    graph = (
        _told(1, node)
        + _told(2, b"product")
        + _told(11, _tensor(b"a", UINT8, b"asked", b"dimensions"))
        + _told(11, _tensor(b"b", INT8, b"dimensions", b"known"))
        + _told(12, _tensor(b"y", INT32, b"asked", b"known"))
    )
    return _number(1, IR_VERSION) + _told(7, graph) + _told(8, _number(2, OPERATORS_VERSION))


MATRIX_PRODUCT = _model()
