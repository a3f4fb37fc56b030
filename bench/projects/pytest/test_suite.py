"""The suite of row 1 in another language: BENCH_TESTS tests behind a session fixture of BENCH_SETUP milliseconds."""

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
