"""Runs what a user would pick instead of ParallelFixtures, and checks that it did all of the work."""

import os
import re
import shutil

from measure import WrongResult

# Only the python of Debian finds the pytest of Debian.
PYTHON = "/usr/bin/python3"


def find(name):
    """Returns the path of a program, or None if it is not installed."""
    return shutil.which(name)


def has_pytest_xdist():
    return os.path.exists(PYTHON) and os.system(f"{PYTHON} -c 'import pytest, xdist' 2> /dev/null") == 0


def ctest(shop, tree, *options):
    sample = shop.run([shop.ctest, "--test-dir", tree.path, *options])
    _expect(sample, r"100% tests passed, 0 tests failed out of (\d+)", tree.tasks)
    return sample


def ctest_list(shop, folder, tests):
    sample = shop.run([shop.ctest, "--test-dir", folder, "-N"])
    _expect(sample, r"^Total Tests: (\d+)", tests)
    return sample


def pytest(shop, tests, setup):
    sample = shop.run([PYTHON, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", f"{_projects()}/pytest"],
                      {"BENCH_TESTS": str(tests), "BENCH_SETUP": str(setup), "PYTHONDONTWRITEBYTECODE": "1"})
    _expect(sample, r"^(\d+) passed", tests)
    return sample


def loop(shop, words, env=None):
    """Returns the seconds that a loop in C took by its own clock."""
    return shop.run(words, env).last_number()


def _expect(sample, pattern, number):
    found = re.search(pattern, sample.text(), re.MULTILINE)
    if found is None or int(found.group(1)) != number:
        raise WrongResult(f"{number} tests had to pass:\n{sample.text()[-2000:]}")


def _projects():
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "projects")
