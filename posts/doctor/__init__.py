"""Looks a site over, and says of each fault what mends it. It changes nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any, Final

from posts.doctor import content, machine
from posts.doctor.fault import Fault

__all__ = ["Finding", "Health", "diagnose", "worst"]

type Check = Callable[[], Iterable[Fault]]

# In this order. Without a database that answers and fits there is nothing more to find out.
OF_DATABASE: Final = "database"
CHECKS: Final[dict[str, Check]] = {
    "versions": machine.versions,
    OF_DATABASE: machine.database,
    "settings": machine.settings_in_use,
    "proxy": machine.proxy,
    "cache": machine.page_cache,
    "mail": machine.mail,
    "disk": machine.disk,
    "backup": machine.backup,
    "timer": content.timer,
    "hub": content.hub,
    "pictures": content.pictures,
    "archives and search": content.archives_and_search,
    "posts that readers miss": content.missed_posts,
    "old addresses": content.old_addresses,
}
_OF_ROWS: Final = [name for name, check in CHECKS.items() if check.__module__ == content.__name__]


class Health(IntEnum):
    """How a check ended; as exit status of the command in `STATUS`."""

    FINE = 0
    WARNING = 1
    BROKEN = 2
    LEFT_OUT = 3


@dataclass(frozen=True)
class Finding:
    check: str
    health: Health
    text: str = ""
    remedy: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"health": self.health.name.lower()}


def diagnose() -> Iterator[Finding]:
    """Yield what each check found, one after the other: a fault or more, or that all is well."""
    is_away = False
    for name, check in CHECKS.items():
        if is_away and name in _OF_ROWS:
            yield Finding(name, Health.LEFT_OUT, "not looked at without the database")
            continue
        found = list(_found(name, check))
        is_away |= name == OF_DATABASE and worst(found) is Health.BROKEN
        yield from found or [Finding(name, Health.FINE)]


def _found(name: str, check: Check) -> Iterator[Finding]:
    try:
        for fault in check():
            health = Health.BROKEN if fault.is_broken else Health.WARNING
            yield Finding(name, health, fault.text, fault.remedy)
    except Exception as error:
        # Whatever it was, the others have their turn.
        text = f"could not be looked at: {' '.join(str(error).split())}"
        yield Finding(name, Health.BROKEN, text, "See the rows above, then the log.")


def worst(findings: Iterable[Finding]) -> Health:
    told = (found.health for found in findings if found.health is not Health.LEFT_OUT)
    return max(told, default=Health.FINE)
