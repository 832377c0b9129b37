"""Proof that a site moved in whole: its old addresses, its pictures, its words, its feed's ids."""

from posts.verification.addresses import old_entries, read_addresses
from posts.verification.fault import Fault
from posts.verification.posts import check_posts
from posts.verification.visits import check_addresses, check_entries

__all__ = [
    "Fault",
    "check_addresses",
    "check_entries",
    "check_posts",
    "old_entries",
    "read_addresses",
]
