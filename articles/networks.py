"""Network addresses, kept short: enough to see a flood, too little to name a household."""

import ipaddress
import logging
import re
from functools import cache

from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)

# An IPv4 address without its last byte; an IPv6 one as far as a provider's customer.
KEPT_BITS = {4: 24, 6: 48}


# Some proxies write the port as well: “203.0.113.7:1234”, “[2001:db8::7]:1234”.
WITH_A_PORT = re.compile(r"([0-9.]+):[0-9]+|\[([^\]]*)\](?::[0-9]+)?")


def network_of(request: HttpRequest) -> str:
    """The network a request came from, such as “203.0.113.0/24”; empty when it is unknown."""
    return truncated(address_of(request))


def address_of(request: HttpRequest) -> str:
    """The address a request came from.

    Behind `TRUSTED_PROXIES` proxies it is the one that the outermost of them wrote: what stands
    further left in X-Forwarded-For can be made up by anybody. Where that is no address, it is the
    proxy's own, so that such readers are counted together instead of not at all.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.TRUSTED_PROXIES:
        hops = forwarded.split(",")
        written = _without_port(hops[-min(settings.TRUSTED_PROXIES, len(hops))].strip())
        return written if truncated(written) else address
    if forwarded:
        _warn_of_a_proxy()
    return address


def _without_port(written: str) -> str:
    found = WITH_A_PORT.fullmatch(written)
    return (found[1] or found[2]) if found else written


@cache
def _warn_of_a_proxy() -> None:
    """Once in each process: only an address that is counted matters, and it would fill the log."""
    logger.warning(
        "X-Forwarded-For arrives and TRUSTED_PROXIES is 0. If a proxy of yours writes it, all "
        "readers are counted as one: set TRUSTED_PROXIES to the number of your proxies."
    )


def truncated(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    bits = KEPT_BITS[parsed.version]
    return str(ipaddress.ip_network(f"{parsed}/{bits}", strict=False))
