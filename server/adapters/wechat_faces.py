"""WeChat's own face verification: what it is asked, and how its answers are read.

A person is filmed by WeChat inside the mini-program; we are told whether the face fits the name
and number that they gave, and see no picture. Name and number pass through and are not kept.
"""

from base64 import b64encode
from hashlib import sha256

from msgspec import Struct

ID_CARD = "IDENTITY_CARD"
FACE_VERIFIED = 10_000


class VerifyId(Struct):
    """What names a verification that was prepared."""

    verify_id: str


class Verified(Struct):
    """What came of one; `FACE_VERIFIED` alone is a yes."""

    verify_ret: int


def cert_of(name: str, id_number: str) -> dict[str, str]:
    """Who somebody says they are, in WeChat's words."""
    return {"cert_type": ID_CARD, "cert_name": name, "cert_no": id_number}


def proof_of(name: str, id_number: str) -> str:
    """The hash by which WeChat knows for whom a verification was.

    Its public page names the parameter and not how it is made; the guide given to whoever is
    admitted says so. Here: SHA-256 over the sorted fields, each value in base64. To be compared
    with the guide before the first real call.
    """
    fields = sorted(cert_of(name, id_number).items())
    parts = (f"{key}={b64encode(text.encode()).decode()}" for key, text in fields)
    return sha256("&".join(parts).encode()).hexdigest()
