"""The product's settings, with plain views beside its pages."""

from historyblog.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare"
