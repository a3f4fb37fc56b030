"""The suite of row 1 for pytest: BENCH_TESTS tests that need a session fixture, whose set-up takes BENCH_SETUP milliseconds."""

import os
import time

import pytest


@pytest.fixture(scope="session")
def state():
    time.sleep(int(os.environ["BENCH_SETUP"]) / 1000)
    return 0


@pytest.mark.parametrize("number", range(int(os.environ["BENCH_TESTS"])))
def test_passes(state, number):
    assert number >= state
