from __future__ import annotations

import socket
from ipaddress import ip_address, ip_network

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.networks import PublicResolver, RefusedAddressError, literal_address, refusal


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104 - no server is bound to it
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "::7f00:1",
        "2001:0:7f00:1::1",
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    """Private, loopback, link-local, multicast and reserved addresses are refused, in IPv6's clothes too."""
    assert refusal(ip_address(address)) is not None


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "172.32.0.1", "172.15.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_public_addresses_are_not_refused(address: str) -> None:
    """The near misses: public addresses, and public ones inside IPv6."""
    assert refusal(ip_address(address)) is None


@pytest.mark.parametrize(
    ("address", "network", "opened"),
    [
        pytest.param("10.1.2.3", "10.1.0.0/16", True, id="inside"),
        pytest.param("10.2.2.3", "10.1.0.0/16", False, id="outside"),
        pytest.param("::ffff:10.1.2.3", "10.1.0.0/16", True, id="mapped"),
        pytest.param("::1", "127.0.0.0/8", False, id="the other family"),
    ],
)
def test_networks_of_the_settings_are_opened(address: str, network: str, opened: bool) -> None:
    """Only what the settings name is opened."""
    assert (refusal(ip_address(address), allowed=[ip_network(network)]) is None) is opened


@given(st.ip_addresses())
def test_what_is_not_global_is_refused(address: object) -> None:
    """Law: no address that Python does not call global gets through, but IPv4 carried in IPv6 by its own rules."""
    parsed = ip_address(str(address))
    if refusal(parsed) is None:
        assert parsed.is_global or parsed.version == 6


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("localhost", "127.0.0.1"),
        ("news.localhost.", "127.0.0.1"),
        ("localhost.example", None),
        ("news.example", None),
        ("24news.example", None),
        ("1.2.3.4.example", None),
        ("face.example", None),
    ],
)
def test_a_host_that_is_an_address_is_known(host: str, address: str | None) -> None:
    """Every form that the C library would connect to is an address; names are none."""
    assert literal_address(host) == (ip_address(address) if address else None)


class _Answers(AbstractResolver):
    """Answers every name with the same addresses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.closed = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        del family
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None:
        self.closed = True


async def test_resolver_gives_out_permitted_addresses_only() -> None:
    """A name with public and private addresses has its public ones."""
    inner = _Answers("10.0.0.1", "8.8.8.8", "fe80::1%2")
    resolver = PublicResolver(inner, allowed=())
    assert [found["host"] for found in await resolver.resolve("news.example", 80)] == ["8.8.8.8"]
    await resolver.close()
    assert inner.closed


async def test_resolver_refuses_names_of_private_addresses() -> None:
    """A name with private addresses alone is refused, with the reason."""
    with pytest.raises(RefusedAddressError, match=r"intranet\.example is a private address"):
        await PublicResolver(_Answers("10.0.0.1"), allowed=()).resolve("intranet.example", 80)


async def test_resolver_gives_out_opened_networks() -> None:
    """What the settings open is given out."""
    resolver = PublicResolver(_Answers("10.0.0.1"), allowed=[ip_network("10.0.0.0/8")])
    assert len(await resolver.resolve("intranet.example", 80)) == 1
