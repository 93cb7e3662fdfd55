"""HTTP/2 in front of the local edge, as the content network speaks it, with a certificate for a day."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.dynamodb_local import NotHereError
from infra.local.ports import HOST, find_free_port
from infra.local.stack import LocalStack

PROGRAM = Path(__file__).with_suffix(".mjs")


@contextmanager
def open_front(stack: LocalStack) -> Iterator[str]:
    """The stack's site by HTTP/2; its origin. Raises NotHereError without node."""
    node = shutil.which("node")
    if node is None:
        raise NotHereError("node is not here")
    port = find_free_port()
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = write_certificate(Path(folder))
        command = [node, str(PROGRAM), str(key), str(certificate), str(port), str(stack.port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as front:
            assert front.stdout
            try:
                if front.stdout.readline().strip() != "ready":
                    raise NotHereError("the front of HTTP/2 did not start")
                yield f"https://{HOST}:{port}"
            finally:
                front.terminate()


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a key and a certificate for this machine, good for a day."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths = folder / "key.pem", folder / "certificate.pem"
    paths[0].write_bytes(private)
    paths[1].write_bytes(certificate.public_bytes(pem))
    return paths
