import doctest
import importlib
import pkgutil

import pytest

import posts.dates

NAMES = sorted(module.name for module in pkgutil.iter_modules(posts.dates.__path__))


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_in_the_docstrings_hold(name):
    module = importlib.import_module(f"posts.dates.{name}")
    assert doctest.testmod(module).failed == 0


def test_there_are_examples_to_run():
    modules = [importlib.import_module(f"posts.dates.{name}") for name in NAMES]
    examples = [test for module in modules for test in doctest.DocTestFinder().find(module)]
    assert sum(len(test.examples) for test in examples) >= 10
