#!/usr/bin/env python3
"""Many tasks in one session, one in a hundred of which crashes, times out or leaves a daemon behind: each is accounted for,
nobody is left, and the memory does not grow once the tasks are known.

many.py --helper <parallel-fixtures> --prefix <where it is installed> --work <folder> [--tasks n]
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import time

import observation

GROWTH = 1.1      # Of the memory, from when all tasks are known. Results that are kept would be far more.
SMALL_KIB = 4096  # What a few tasks may make a difference of.


def parse():
    parser = argparse.ArgumentParser(description="exit 1: something is lost, left or grows")
    for name in ("--helper", "--prefix", "--work"):
        parser.add_argument(name, required=True)
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--tasks", type=int, default=100000)
    return parser.parse_args()


def configure(options, build):
    source = os.path.join(os.path.dirname(os.path.realpath(__file__)), "many")
    subprocess.run([options.cmake, "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={options.prefix}"], check=True,
                   stdout=subprocess.DEVNULL)


def resident_kib(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("VmRSS:")), 0)
    except OSError:
        return 0


class Journal:
    """How many tasks are known and have ended, read as it grows."""

    def __init__(self, path):
        self.path, self.at, self.known, self.ended = path, 0, 0, 0

    def follow(self):
        if os.path.exists(self.path):
            with open(self.path, "rb") as file:
                file.seek(self.at)
                new = file.read()
            whole = new[:new.rfind(b"\n") + 1]
            self.at += len(whole)
            self.known += whole.count(b'{"e":"task_declared"')
            self.ended += whole.count(b'{"e":"task_ended"')
        return self.known, self.ended


def run(options, build, mark):
    """The exit code, and (tasks known, tasks ended, memory in KiB) over time."""
    environment = {**os.environ, "MANY": str(options.tasks), "CHAOS_RUN": mark}
    with open(options.work + "/output", "wb") as output:
        main = subprocess.Popen([options.helper, "run", build, "-j8", "--grace", "0.1"], stdin=subprocess.DEVNULL,
                                stdout=output, stderr=output, env=environment)
    journal = Journal(build + "/Testing/ParallelFixtures/latest/journal.jsonl")
    samples = []
    while main.poll() is None:
        samples.append((*journal.follow(), resident_kib(main.pid)))
        time.sleep(0.2)
    return main.returncode, [sample for sample in samples if sample[2] > 0]


def check_counts(build, tasks):
    with open(build + "/Testing/ParallelFixtures/latest/summary.json", encoding="utf-8") as file:
        summary = json.load(file)
    share = tasks // 100
    expected = {"declared": tasks + 1, "passed": tasks + 1 - 2 * share, "failed": 0, "timeout": share, "crashed": share,
                "skipped": 0, "not_run": 0, "leaked": share, "flaky": 0, "unreported": 0}
    return [f"{name} is {summary['counts'].get(name)}, not {count}" for name, count in expected.items()
            if summary["counts"].get(name) != count]


def check_memory(samples, tasks):
    later = [(ended, kib) for known, ended, kib in samples if known > tasks]
    if not later or later[0][0] > tasks / 2:
        return ["too few tasks to see the memory grow"] if tasks >= 10000 else []
    # When all are over, the reports are made of the whole journal.
    first, most = later[0][1], max(kib for ended, kib in later if ended <= tasks)
    print(f"memory: {first} KiB with {later[0][0]} of {tasks} tasks over, {most} KiB at most after that, "
          f"{max(kib for _, kib in later)} KiB with the reports")
    return [f"it grows from {first} to {most} KiB"] if most > max(first * GROWTH, first + SMALL_KIB) else []


def main():
    options = parse()
    if options.tasks % 100 != 0:
        sys.exit("--tasks: a multiple of 100")
    options.work = os.path.realpath(options.work)
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(options.work)
    build, mark = options.work + "/build", f"many-{os.getpid()}"
    configure(options, build)
    began = time.monotonic()
    status, samples = run(options, build, mark)
    seen = f"CHAOS_RUN={mark}\0".encode()
    broken = [] if status == 1 else [f"the exit code is {status}"]
    if not observation.wait_until(lambda: observation.gone(seen), 2):
        broken += [f"alive: {process}" for process in observation.processes(seen).values()]
        observation.end_all(seen)
    broken += check_counts(build, options.tasks) + check_memory(samples, options.tasks)
    print(f"{options.tasks} tasks in {time.monotonic() - began:.0f} s")
    for line in broken:
        print(f"BROKEN: {line}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
