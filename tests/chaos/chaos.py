#!/usr/bin/env python3
"""Runs real suites while their processes are killed and the system refuses, and holds each run against what is promised.

chaos.py --helper <parallel-fixtures> --build <built suite/> [--runs n] [--seed n] [--work folder]
"""
import argparse
import fcntl
import json
import os
import random
import shutil
import subprocess
import sys
import time

import disk
import execution
import promises
import scenario as scenarios


def parse():
    parser = argparse.ArgumentParser(description="Runs suites under injected faults; exit 1: a promise was broken.")
    parser.add_argument("--helper", required=True, help="parallel-fixtures")
    parser.add_argument("--build", required=True, help="where suite/ was built")
    parser.add_argument("--work", default="chaos-work", help="where runs with broken promises are kept")
    parser.add_argument("--ctest", default=shutil.which("ctest"))
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=0, help="no further run after this time; 0: no limit")
    parser.add_argument("--seed", type=int, help="of the first run; the next has the next number")
    parser.add_argument("--mode", action="append", choices=["run", "ctest"], help="only this; default: both")
    parser.add_argument("--no-floods", action="store_true", help="no output of 1 GiB")
    parser.add_argument("--keep", action="store_true", help="keep the folders of all runs")
    parser.add_argument("-v", "--verbose", action="store_true", help="say of each run what was done")
    return parser.parse_args()


def declared_tasks(workshop):
    listed = subprocess.run([workshop.helper, "list", workshop.build, "--json"], check=True, capture_output=True)
    return {task["id"] for task in json.loads(listed.stdout)["tasks"]}


def undisturbed(workshop, mode):
    """How long a run takes to which nothing is done. It must keep all promises, or nothing else means anything."""
    calm = scenarios.Scenario(0, mode, ["-j2"], [], [], {})
    folder = f"{workshop.work}/calm-{mode}"
    shutil.rmtree(folder, ignore_errors=True)
    began = time.monotonic()
    evidence, _ = execution.carry_out(workshop, calm, folder)
    broken = promises.check(evidence)
    if broken or evidence.status != 0:
        sys.exit(f"an undisturbed run does not keep the promises ({folder}): status {evidence.status}; {'; '.join(broken)}")
    shutil.rmtree(folder)
    return time.monotonic() - began


class Possible:
    """What cannot be injected here is left out, and said."""

    def __init__(self, workshop):
        self.mounts = disk.can_mount(workshop.build + "/Testing/ParallelFixtures")
        self.nobody = disk.can_be_nobody([workshop.helper, workshop.fragile, workshop.build + "/CTestTestfile.cmake"])
        with open(workshop.helper, "rb") as file:
            self.preloads = b"libasan.so" not in file.read()
        if not self.preloads:
            print("not injected: what is preloaded (AddressSanitizer wants to come first)")
        if not self.mounts:
            print("not injected: a full disk, a read-only disk (mounting a tmpfs needs root)")
        if not self.nobody:
            print("not injected: RLIMIT_NPROC (needs root, and files that every user may read)")
        if shutil.which("xmllint") is None:
            print("not checked: the reports' schemas (xmllint is not installed)")
        sys.stdout.flush()

    def restrict(self, one):
        if one.disk and not self.mounts:
            one.disk, one.disk_kib = "", 0
        if one.processes and not self.nobody:
            one.processes = 0
        if not self.preloads:
            one.refusals = {}


def tell(number, one, broken, done, folder):
    print(f"run {number}, seed {one.seed}: {'BROKEN' if broken else 'kept'}; {one.describe()}")
    for line in done:
        print(f"    {line}")
    for line in broken:
        print(f"    BROKEN: {line}")
    if broken:
        print(f"    see {folder}; repeat: --seed {one.seed} --runs 1 --mode {one.mode}")
    sys.stdout.flush()


def run_all(options, workshop, possible):
    first = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 24)
    print(f"seed {first}")
    sys.stdout.flush()
    modes = options.mode or ["run", "ctest"]
    lasts = {mode: undisturbed(workshop, mode) for mode in modes}
    bad, count = [], 0
    end = time.monotonic() + options.seconds if options.seconds else float("inf")
    for seed in range(first, first + options.runs):
        if time.monotonic() > end:
            break
        one = scenarios.decide(seed, lasts, modes, not options.no_floods)
        possible.restrict(one)
        folder = f"{workshop.work}/{seed}"
        shutil.rmtree(folder, ignore_errors=True)
        evidence, done = execution.carry_out(workshop, one, folder)
        broken = promises.check(evidence)
        count += 1
        bad += [seed] if broken else []
        if broken or options.verbose:
            tell(count, one, broken, done, folder)
        if not broken and not options.keep:
            shutil.rmtree(folder)
    print(f"{count} runs, seeds {first} to {first + count - 1}: {len(bad)} with broken promises {bad or ''}")
    return 1 if bad else 0


def alone(build):
    """Two at a time would take each other's results away. The lock is held until we end."""
    lock = os.open(f"{build}/chaos.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"chaos.py: another one is at work in {build}")


def main():
    options = parse()
    alone(options.build)
    os.environ["PARALLEL_FIXTURES_TRUST_OWNER"] = str(disk.NOBODY)  # For what is asked of the helper beside a run.
    work = os.path.realpath(options.work)
    os.makedirs(work, exist_ok=True)
    schemas = os.path.join(os.path.dirname(os.path.realpath(__file__)), "../unit/report/schemas")
    workshop = execution.Workshop(os.path.realpath(options.helper), os.path.realpath(options.build), work, schemas,
                                  options.ctest)
    workshop.expected = declared_tasks(workshop)
    return run_all(options, workshop, Possible(workshop))


if __name__ == "__main__":
    sys.exit(main())
