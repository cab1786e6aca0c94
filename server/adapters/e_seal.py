"""Seals letters: PAdES by pyHanko, and in the 国密 profile an SM2 signature beside the file.

A key in software is no certified 电子签章: what binds outside is a certificate of a licensed
authority, given by SEAL_FOLDER. Everything here runs in threads; the loop goes on meanwhile.
"""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any

import asn1crypto.keys
import asn1crypto.x509
import gmssl_pyx
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from domain.kernel.letters import Sealed, SealReading, Signer
from server.adapters.seal_certificates import Certificates, Holder, NoCertificateError
from server.adapters.seal_reading import read_seal
from vocabulary.guarantee import SealFlaw

FIELD = "Seal"
REASON = "出具"
SIGNING_MAX = 2  # at once in this process; the others wait


class PadesSeal:
    """The real hand of `ESeal`."""

    def __init__(self, certificates: Certificates, *, with_sm2: bool) -> None:
        self._certificates = certificates
        self._with_sm2 = with_sm2
        self._turns = asyncio.Semaphore(SIGNING_MAX)

    async def seal(self, content: bytes, signer: Signer) -> Sealed:
        """The PDF with the party's signature over all of it."""
        async with self._turns:
            return await asyncio.to_thread(self._seal, content, signer)

    async def read(self, content: bytes) -> SealReading:
        """Whether one of ours sealed exactly these bytes."""
        async with self._turns:
            return await asyncio.to_thread(self._read, content)

    async def is_sm2_of(self, content: bytes, signature: bytes, signer: Signer) -> bool:
        """Check a detached SM2 signature with the party's public key."""
        return await asyncio.to_thread(self._is_sm2_of, content, signature, signer)

    def _seal(self, content: bytes, signer: Signer) -> Sealed:
        holder = self._certificates.of(signer)
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=signer.name,
            reason=REASON,
        )
        writer = IncrementalPdfFileWriter(BytesIO(content))
        out = signers.PdfSigner(meta, _hand_of(holder)).sign_pdf(writer)
        sealed: bytes = out.getvalue()
        return Sealed(sealed, self._sm2(sealed, holder) if self._with_sm2 else b"")

    def _sm2(self, content: bytes, holder: Holder) -> bytes:
        """SM2 over the whole sealed file, with SM3 and the usual signer id (GB/T 32918.2)."""
        if holder.sm2 is None:
            return b""
        public, private = holder.sm2
        signature: bytes = gmssl_pyx.sm2_sign(private, public, content)
        return signature

    def _read(self, content: bytes) -> SealReading:
        return read_seal(content, [_as_asn1(each) for each in self._certificates.roots()])

    def _is_sm2_of(self, content: bytes, signature: bytes, signer: Signer) -> bool:
        try:
            public = self._certificates.sm2_of(signer)
            return bool(gmssl_pyx.sm2_verify(public, content, signature))
        except (gmssl_pyx.GmsslInnerError, NoCertificateError):
            return False


class RememberingSeal:
    """Seals with a line of text and knows it again; for tests that are not about signatures."""

    def __init__(self) -> None:
        self.signers: list[Signer] = []

    async def seal(self, content: bytes, signer: Signer) -> Sealed:
        """The content with its digest behind it."""
        self.signers.append(signer)
        return Sealed(content + b"\n%" + sha256(content).hexdigest().encode())

    async def read(self, content: bytes) -> SealReading:
        """Whether the digest at the end is that of what is before it."""
        body, _, digest = content.rpartition(b"\n%")
        is_whole = sha256(body).hexdigest().encode() == digest
        return SealReading(None if is_whole else SealFlaw.ALTERED, "记住的印章")

    async def is_sm2_of(self, content: bytes, signature: bytes, signer: Signer) -> bool:
        """There are none here."""
        del content, signer
        return not signature


def _hand_of(holder: Holder) -> signers.SimpleSigner:
    """A signer as pyHanko wants one."""
    store: Any = SimpleCertificateStore  # its makers are not typed
    der = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=_as_asn1(holder.certificate),
        signing_key=asn1crypto.keys.PrivateKeyInfo.load(der),
        cert_registry=store.from_certs(_all_as_asn1(holder.chain)),
    )


def _all_as_asn1(certificates: Sequence[x509.Certificate]) -> list[asn1crypto.x509.Certificate]:
    return [_as_asn1(each) for each in certificates]


def _as_asn1(certificate: x509.Certificate) -> asn1crypto.x509.Certificate:
    return asn1crypto.x509.Certificate.load(certificate.public_bytes(Encoding.DER))
