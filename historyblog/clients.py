"""Who asks, where proxies of ours stand between."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

type Address = IPv4Address | IPv6Address


def client_of(remote: str, forwarded_for: str) -> str:
    """Return the address that the first trusted proxy was asked from, else who asks.

    Each proxy adds to the right of X-Forwarded-For, so what a client has made up stands left of
    the first address that no proxy of ours has.
    """
    hops = forwarded_for.split(",")
    client = address_of(remote)
    while hops and _is_trusted(client) and (hop := address_of(hops.pop())):
        client = hop
    return str(client or remote)


def is_proxy(remote: str) -> bool:
    return _is_trusted(_address_of_socket(remote))


def shown_network(client: str) -> str:
    """Return the network of an address, which tells a country and a provider but no household."""
    address = address_of(client)
    if address is None:
        return ""
    bits = 24 if address.version == 4 else 48
    return str(ip_network(f"{address}/{bits}", strict=False).network_address)


def _is_trusted(address: Address | None) -> bool:
    return address is not None and any(address in net for net in settings.TRUSTED_PROXIES)


def address_of(text: str) -> Address | None:
    """Return an address; an IPv4 one as itself, though a socket for both writes it as IPv6."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if "%" in text:  # What follows is the name of an interface, or any text at all.
        return None
    return getattr(address, "ipv4_mapped", None) or address


# A proxy asks again and again.
_address_of_socket = lru_cache(maxsize=100)(address_of)
