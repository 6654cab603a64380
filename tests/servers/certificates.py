"""Certificates for a server on 127.0.0.1, good and bad, made by OpenSSL's own program while the tests run."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path
from shutil import which

_SECTIONS = """
[ca]
default_ca = here
[here]
new_certs_dir = {folder}
database = {folder}/index.txt
serial = {folder}/serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[good]
subjectAltName = IP:127.0.0.1
[other]
subjectAltName = DNS:elsewhere.example
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[req]
distinguished_name = name
[name]
"""
_LONG_AGO, _PAST, _FAR, _FARTHER = "20000101000000Z", "20010101000000Z", "20900101000000Z", "20910101000000Z"


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """A folder with an authority, `root.pem`, and the certificates of servers."""

    folder: Path

    def server(self, name: str) -> ssl.SSLContext:
        """Return a server's side of TLS: "good", "expired", "not-yet", "other-host", "unknown" or "its-own"."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / "key.pem")
        return context

    def client(self) -> ssl.SSLContext:
        """Return the side of somebody who trusts the authority."""
        return ssl.create_default_context(cafile=str(self.folder / "root.pem"))


def make_certificates(folder: Path) -> Certificates | None:
    """Make them all; None where there is no OpenSSL to do it."""
    program = which("openssl")
    if program is None:
        return None
    settings = folder / "openssl.cnf"
    settings.write_text(_SECTIONS.format(folder=folder), encoding="utf-8")
    (folder / "index.txt").touch()
    (folder / "serial").write_text("01\n", encoding="ascii")

    def run(*arguments: str) -> None:
        subprocess.run([program, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own words

    for key in ("key", "root-key", "stranger-key"):
        run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{key}.pem")
    own = ("req", "-x509", "-new", "-config", "openssl.cnf", "-days", "2")
    for name in ("root", "stranger"):
        run(*own, "-key", f"{name}-key.pem", "-subj", f"/CN={name}", "-extensions", "root", "-out", f"{name}.pem")
    run(*own, "-key", "key.pem", "-subj", "/CN=127.0.0.1", "-extensions", "good", "-out", "its-own.pem")
    run("req", "-new", "-config", "openssl.cnf", "-key", "key.pem", "-subj", "/CN=server", "-out", "server.csr")
    for name, authority, kind, start, end in (
        ("good", "root", "good", _LONG_AGO, _FAR),
        ("expired", "root", "good", _LONG_AGO, _PAST),
        ("not-yet", "root", "good", _FAR, _FARTHER),
        ("other-host", "root", "other", _LONG_AGO, _FAR),
        ("unknown", "stranger", "good", _LONG_AGO, _FAR),
    ):
        run(
            "ca", "-batch", "-notext", "-config", "openssl.cnf", "-in", "server.csr", "-out", f"{name}.pem",
            "-cert", f"{authority}.pem", "-keyfile", f"{authority}-key.pem", "-extensions", kind,
            "-startdate", start, "-enddate", end,
        )  # fmt: skip
    return Certificates(folder=folder)
