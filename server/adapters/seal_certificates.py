"""Whose key a letter is sealed with: certificates that were given, or made here for development."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import gmssl_pyx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from domain.kernel.letters import Signer
from domain.kernel.ports import OutsideError
from orm.keyring import Keyring

VALID_FOR = timedelta(days=3650)
CLOCKS_DIFFER = timedelta(minutes=5)
NAME_LENGTH_MAX = 64  # X.520 knows no longer names
PLACE = "e_seal.key"
ISSUED_HERE = "开发用根证书（不具有法律效力）"


class NoCertificateError(OutsideError):
    """There is no key to seal with in this party's name."""

    def __init__(self) -> None:
        super().__init__("no_certificate", "该机构尚未配置电子签名证书", retry=False)


@dataclass(frozen=True)
class Holder:
    """A key and its certificate; `sm2` is the pair of the 国密 profile: public, private."""

    certificate: x509.Certificate
    key: Any
    chain: tuple[x509.Certificate, ...]
    sm2: tuple[bytes, bytes] | None = None


class Certificates(Protocol):
    """Where keys and certificates come from. What touches the disk is called in a thread."""

    def of(self, signer: Signer) -> Holder:
        """The key and certificate of a party. Raises NoCertificateError."""

    def sm2_of(self, signer: Signer) -> bytes:
        """A party's SM2 public key. Raises NoCertificateError."""

    def roots(self) -> list[x509.Certificate]:
        """Whose certificates are believed."""


class GivenCertificates:
    """A folder an operator fills: `roots.pem`, per institution `<uscc>.p12`, `<uscc>.sm2` (hex).

    A `.sm2` file holds the private key and then the public key, 32 and 64 bytes.
    """

    def __init__(self, folder: Path, password: str) -> None:
        self._folder, self._password = folder, password.encode() or None

    def of(self, signer: Signer) -> Holder:
        """Read the party's PKCS#12 file."""
        try:
            content = (self._folder / f"{_file_of(signer)}.p12").read_bytes()
        except FileNotFoundError as problem:
            raise NoCertificateError from problem
        key, certificate, more = pkcs12.load_key_and_certificates(content, self._password)
        if key is None or certificate is None:
            raise NoCertificateError
        return Holder(certificate, key, tuple(more), self._sm2_pair(signer))

    def sm2_of(self, signer: Signer) -> bytes:
        """The public half of the party's `.sm2` file."""
        pair = self._sm2_pair(signer)
        if pair is None:
            raise NoCertificateError
        return pair[0]

    def roots(self) -> list[x509.Certificate]:
        """Every certificate of `roots.pem`."""
        return x509.load_pem_x509_certificates((self._folder / "roots.pem").read_bytes())

    def _sm2_pair(self, signer: Signer) -> tuple[bytes, bytes] | None:
        try:
            kept = bytes.fromhex((self._folder / f"{_file_of(signer)}.sm2").read_text("ascii"))
        except FileNotFoundError:
            return None
        return kept[32:], kept[:32]


class OwnCertificates:
    """An authority of this installation: it makes a key for every party that seals.

    For development and trials: nobody outside believes it. Keys lie sealed with the data keys.
    """

    def __init__(self, folder: Path, ring: Keyring) -> None:
        self._folder, self._ring = folder, ring

    def prepare(self) -> None:
        """Make the authority, once: the first start does it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = self._folder / "root.pem"
        if not place.exists():
            key = self._key_of("root")
            made = _certificate(ISSUED_HERE, key.public_key(), ISSUED_HERE, key, is_root=True)
            _write_once(place, made.public_bytes(_PEM))

    def of(self, signer: Signer) -> Holder:
        """The party's key, made when it first seals."""
        name = str(signer.party_id)
        key = self._key_of(name)
        place = self._folder / f"{name}.pem"
        if not place.exists():
            root = self._key_of("root")
            made = _certificate(signer.name, key.public_key(), ISSUED_HERE, root)
            _write_once(place, made.public_bytes(_PEM))
        certificate = x509.load_pem_x509_certificate(place.read_bytes())
        return Holder(certificate, key, tuple(self.roots()), self._sm2_pair(signer))

    def sm2_of(self, signer: Signer) -> bytes:
        """The SM2 public key of a party that has sealed before."""
        try:
            return self._opened(_sm2_name(signer))[32:]
        except FileNotFoundError as problem:
            raise NoCertificateError from problem

    def roots(self) -> list[x509.Certificate]:
        """The one certificate of this installation's authority."""
        return [x509.load_pem_x509_certificate((self._folder / "root.pem").read_bytes())]

    def reseal(self) -> int:
        """Seal every key anew with today's data key. Returns how many were written."""
        written = 0
        for place in sorted(self._folder.glob("*.key")):
            sealed = place.read_bytes()
            if not self._ring.is_current(sealed):
                fresh = self._ring.seal_bytes(self._ring.open_bytes(sealed, PLACE), PLACE)
                aside = place.with_suffix(".new")
                aside.unlink(missing_ok=True)
                _write_once(aside, fresh)
                aside.replace(place)
                written += 1
        return written

    def _key_of(self, name: str) -> Any:
        if not (self._folder / f"{name}.key").exists():
            self._key_once(name, _pem(ec.generate_private_key(ec.SECP256R1())))
        return serialization.load_pem_private_key(self._opened(name), None)

    def _sm2_pair(self, signer: Signer) -> tuple[bytes, bytes]:
        name = _sm2_name(signer)
        if not (self._folder / f"{name}.key").exists():
            public, private = gmssl_pyx.sm2_key_generate()
            self._key_once(name, private + public)
        kept = self._opened(name)
        return kept[32:], kept[:32]

    def _key_once(self, name: str, content: bytes) -> None:
        """Keep a key, unless another process was first: then that one is kept."""
        _write_once(self._folder / f"{name}.key", self._ring.seal_bytes(content, PLACE))

    def _opened(self, name: str) -> bytes:
        return self._ring.open_bytes((self._folder / f"{name}.key").read_bytes(), PLACE)


_PEM = serialization.Encoding.PEM


def _sm2_name(signer: Signer) -> str:
    return f"{signer.party_id}-sm2"


def _file_of(signer: Signer) -> str:
    """A name for a file that cannot lead anywhere else."""
    if not signer.uscc.isalnum():
        raise NoCertificateError
    return signer.uscc


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    plain = serialization.NoEncryption()  # sealed by the keyring before it is written
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, plain)


def _write_once(place: Path, content: bytes) -> None:
    """Write a file whole, for its owner alone; whoever is first, wins."""
    aside = place.with_name(f"{place.name}.{os.urandom(8).hex()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            place.hardlink_to(aside)
        except FileExistsError:
            return
    finally:
        aside.unlink(missing_ok=True)


def _certificate(
    name: str, public: ec.EllipticCurvePublicKey, issuer: str, key: Any, *, is_root: bool = False
) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:NAME_LENGTH_MAX])])
