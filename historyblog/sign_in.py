"""How often somebody may try to sign in, and from where they come."""

import logging
from ipaddress import IPv6Address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

from historyblog.clients import address_of, client_of

log = logging.getLogger(__name__)
NAME_SHOWN = 150  # characters; no account has a longer one


def client_address(request: HttpRequest) -> str:
    meta = request.META
    return client_of(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""))


def client_network(request: HttpRequest) -> str:
    """Return what failures are counted under: the address, of IPv6 the first of its /64.

    Who has one IPv6 address has 2⁶⁴ of them.
    """
    address = address_of(client := client_address(request))
    if not isinstance(address, IPv6Address):
        return client
    return str(IPv6Address(int(address) >> 64 << 64))


def client_name(request: HttpRequest, credentials: Any = None) -> str:
    """Return the name that was typed, as a column of axes can hold it."""
    name = (credentials or request.POST).get("username") or ""
    return str(name)[:NAME_SHOWN].replace("\0", "�")


class Limits(AxesDatabaseHandler):
    """Counts failures for a name from an address, from an address, and for a name.

    The first limit is the lowest, so that nobody locks another out of an account without many
    addresses, nor tries many names from one.
    """

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """Return the failures of this name from this address, or the limit past another one."""
        both, address, name = (
            attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        if address >= settings.FAILURES_PER_ADDRESS or name >= settings.FAILURES_PER_NAME:
            return max(both, settings.AXES_FAILURE_LIMIT)
        return int(both)

    def reset_user_attempts(self, request: HttpRequest, credentials: Any = None) -> int:
        """Forget this name's failures from this address, and nothing else that was tried there."""
        both, *_ = self.filter_user_attempts(request, credentials)
        return int(both.delete()[0])

    def user_login_failed(
        self, sender: Any, credentials: Any, request: Any = None, **more: Any
    ) -> None:
        if request is not None:
            for name in ("axes_user_agent", "axes_http_accept"):
                setattr(request, name, getattr(request, name).replace("\0", "�"))
        super().user_login_failed(sender, credentials, request, **more)
        if request is not None:
            # The address first: what is typed as a name could look like one.
            name, address = client_name(request, credentials), client_address(request)
            how = "locked" if request.axes_locked_out else "failed"
            log.warning("Sign-in %s from %s for %r", how, address, name)
