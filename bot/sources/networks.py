"""Which addresses may be fetched from: the public internet, and what the settings open.

A page could otherwise send the fetcher to a machine that only we can reach (server-side request forgery).
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IPv6 addresses that carry an IPv4 address in their last 32 bits: RFC 6052 (NAT64) and RFC 4291 (compatible).
_CARRIERS: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
# Shared between providers and their customers: neither private nor public (RFC 6598).
_SHARED: Final = IPv4Network("100.64.0.0/10")


class RefusedAddressError(OSError):
    """A host that has only addresses that must not be fetched from; `why` says it for a person."""

    def __init__(self, host: str, why: str) -> None:
        self.host = host
        self.why = why
        super().__init__(f"{host} {why}")


def refusal(address: Address, *, allowed: Sequence[Network] = ()) -> str | None:
    """Return why the address must not be fetched from ("is a private address"), or None where it may be.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is judged as well. `allowed` networks may be.
    """
    inner = _carried(address)
    mapped = isinstance(address, IPv6Address) and address.ipv4_mapped is not None
    if any(address in network or (mapped and inner in network) for network in allowed):
        return None
    if inner is not None:
        why = refusal(inner, allowed=allowed)
        # A mapped address is nothing but its IPv4 address; the other kinds have to be public themselves too.
        if mapped or why is not None:
            return why
    for is_kind, why in (
        (address.is_unspecified, "is the unspecified address"),
        (address.is_loopback, "is this machine itself"),
        (address.is_link_local, "is a link-local address"),
        (address.is_multicast, "is a multicast address"),
        (isinstance(address, IPv4Address) and address in _SHARED, "is a shared address (RFC 6598)"),
        (address.is_private, "is a private address"),
        (address.is_reserved and inner is None, "is a reserved address"),
        (not address.is_global and inner is None, "is no public address"),
    ):
        if is_kind:
            return why
    return None


def literal_address(host: str) -> Address | None:
    """Return the address that a host's text is, brackets, zone, and the short, octal or hexadecimal forms included.

    `localhost` and what ends in it are this machine by their name (RFC 6761). None where it is another name.
    """
    bare = host.strip("[]").rstrip(".").casefold()
    if bare == "localhost" or bare.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(bare.partition("%")[0])
    except ValueError:
        pass
    try:
        # inet_aton reads "127.1", "0x7f000001", "2130706433" and "0177.0.0.1" as the C library does on connecting.
        return IPv4Address(socket.inet_aton(bare)) if bare[-1:].isalnum() and bare[:1].isdigit() else None
    except (OSError, ValueError):
        return None


class PublicResolver(AbstractResolver):
    """Looks names up, and gives out only the addresses that may be fetched from.

    aiohttp connects to what its resolver returns, without a second look-up, so that a name whose answer changes
    between checking and connecting (DNS rebinding) gains nothing.
    """

    def __init__(self, inner: AbstractResolver, *, allowed: Sequence[Network]) -> None:
        self._inner = inner
        self._allowed = tuple(allowed)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the permitted addresses of a host; RefusedAddressError where it has only others."""
        found = await self._inner.resolve(host, port, family)
        reasons = [refusal(ip_address(result["host"].partition("%")[0]), allowed=self._allowed) for result in found]
        permitted = [result for result, why in zip(found, reasons, strict=True) if why is None]
        if found and not permitted:
            raise RefusedAddressError(host, next(why for why in reasons if why))
        return permitted

    async def close(self) -> None:
        """Close the resolver underneath."""
        await self._inner.close()


def _carried(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    # Below 2**16 lie "::" and "::1", which carry nothing.
    if int(address) > 0xFFFF and any(address in network for network in _CARRIERS):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
