"""The own key pair of a machine, and what it is called at the platform: made here, never leaves.

The private half lies in a file that only its owner may read; whoever copies it is noticed by the
platform, because two that count with one key cannot agree.
"""

import json
import os
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

KEY, NAMES = "agent.pem", "enrolled.json"
PRIVATE = 0o600


class Credential:
    """The key of one agent, in one folder, and the devices enrolled under it, by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._key = self._read() or self._make()

    def _read(self) -> Ed25519PrivateKey | None:
        at = self._folder / KEY
        if not at.exists():
            return None
        key = load_pem_private_key(at.read_bytes(), None)
        assert isinstance(key, Ed25519PrivateKey), f"{at} is no Ed25519 key"
        return key

    def _make(self) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        handle = os.open(self._folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
        return key

    @property
    def public(self) -> str:
        """The half that anybody may know."""
        return b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, message: bytes) -> str:
        """Sign."""
        return b64encode(self._key.sign(message)).decode()

    def names(self) -> Mapping[str, UUID]:
        """What was enrolled, by the name it has in the settings of this machine."""
        at = self._folder / NAMES
        if not at.exists():
            return {}
        return {name: UUID(each) for name, each in json.loads(at.read_text("utf-8")).items()}

    def note(self, name: str, device_id: UUID) -> None:
        """Remember what the platform calls a device."""
        known = {each: str(found) for each, found in self.names().items()} | {name: str(device_id)}
        beside = self._folder / f"{NAMES}.new"
        beside.write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")
        beside.replace(self._folder / NAMES)
