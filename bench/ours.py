"""Runs ParallelFixtures, and checks the results of each run before its figures count."""

import json
import os
import subprocess
import time

from measure import WrongResult

CLOCK_REALTIME_COARSE = 5  # Of Linux, whose file times it gives.


def run(shop, tree, *options, jobs=2, tasks=None, env=None):
    sample = shop.run([shop.helper, "run", tree.path, f"-j{jobs}", *options], env)
    check(tree.path, tasks or tree.tasks, sample)
    return sample


def ctest(shop, tree, *options, tasks=None):
    before = _latest(tree.path)
    sample = shop.run([shop.ctest, "--test-dir", tree.path, *options])
    if _latest(tree.path) == before:
        raise WrongResult(f"{tree.path}: ctest left no results\n{sample.text()[-2000:]}")
    subprocess.run([shop.helper, "report", tree.path, "--wait"], stdout=subprocess.DEVNULL, check=False)
    check(tree.path, tasks or tree.tasks, sample)
    return sample


def discover(shop, tree):
    """Lists the cases. The list is kept, so that later measurements do not include it."""
    shop.run([shop.helper, "list", tree.path])
    shop.run([shop.ctest, "--test-dir", tree.path, "-N"])


def summary(tree):
    with open(f"{_latest(tree)}/summary.json") as file:
        return json.load(file)


def run_with_reports(shop, tree):
    """Returns how long a run took, and its reports of that: from the lock of the reports, which is made first, to the last of
    them in its place. File times are as exact as the clock's tick, some milliseconds, and one tick is the least."""
    seconds = run(shop, tree).seconds
    results = _latest(tree.path)
    reports = os.stat(f"{results}/trace.json").st_ctime - os.stat(f"{results}/reports.lock").st_mtime
    return {"seconds": seconds, "reports": max(reports, time.clock_getres(CLOCK_REALTIME_COARSE))}


def check(tree, tasks, sample):
    counts = summary(tree)["counts"]
    if counts["passed"] != tasks or counts["declared"] != tasks or counts["leaked"] != 0:
        raise WrongResult(f"{tree}: {tasks} tasks had to pass: {counts}\n{sample.text()[-2000:]}")


def setup_seconds(tree):
    return summary(tree)["run"]["setup_seconds"]


def _latest(tree):
    return os.path.realpath(f"{tree}/Testing/ParallelFixtures/latest")
