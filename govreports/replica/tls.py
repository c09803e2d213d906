"""TLS for replicas: an authority of our own, and servers that are old or badly certified."""

from __future__ import annotations

import ipaddress
import ssl
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

Server = Literal["good", "old", "expired", "other_host", "self_signed"]
_DAY = timedelta(days=1)
_LOOPBACK = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
_ELSEWHERE = x509.DNSName("www.example.gov.cn")
# The oldest that a client's library still speaks when it is asked to.
_OLD_CIPHERS = "DEFAULT:@SECLEVEL=0"


@dataclass(frozen=True)
class Authority:
    """A certificate authority in a folder of its own.

    Clients trust it whose environment names ``file`` as ``SSL_CERT_FILE``.
    """

    folder: Path
    key: ec.EllipticCurvePrivateKey
    name: x509.Name

    @classmethod
    def made(cls, folder: Path) -> Authority:
        """Make an authority, and write its certificate."""
        folder.mkdir(parents=True, exist_ok=True)
        authority = cls(folder, _key(), _name("govreports replicas"))
        certificate = authority.certificate("authority", authority.key, until=_DAY, is_ca=True)
        authority.file.write_bytes(certificate.public_bytes(Encoding.PEM))
        return authority

    @property
    def file(self) -> Path:
        """The authority's own certificate."""
        return self.folder / "authority.pem"

    def context(self, server: Server) -> ssl.SSLContext:
        """Return what a server of that kind speaks, and is certified by."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._pair(server))
        if server == "old":
            _speak_old(context)
        return context

    def _pair(self, server: Server) -> Path:
        key = _key()
        signer = Authority(self.folder, key, _name("itself")) if server == "self_signed" else self
        until = -_DAY if server == "expired" else _DAY
        host = _ELSEWHERE if server == "other_host" else _LOOPBACK
        certificate = signer.certificate("replica", key, until=until, host=host)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file = self.folder / f"{server}.pem"
        file.write_bytes(certificate.public_bytes(Encoding.PEM) + private)
        return file

    def certificate(
        self,
        subject: str,
        key: ec.EllipticCurvePrivateKey,
        *,
        until: timedelta,
        host: x509.GeneralName = _LOOPBACK,
        is_ca: bool = False,
    ) -> x509.Certificate:
        """Sign a certificate that began some days ago and ends so long from now."""
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(self.name if is_ca else _name(subject))
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 3 * _DAY)
            .not_valid_after(now + until)
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([host]), critical=False)
            .sign(self.key, hashes.SHA256())
        )


def _speak_old(context: ssl.SSLContext) -> None:
    context.set_ciphers(_OLD_CIPHERS)
    with warnings.catch_warnings():
        # That it is deprecated is the point of it.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
