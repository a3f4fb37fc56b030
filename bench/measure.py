"""Runs a command and measures it."""

import dataclasses
import json
import os
import subprocess
import time


class WrongResult(Exception):
    """The command that was measured did not do its work, so its figures mean nothing."""


@dataclasses.dataclass
class Sample:
    seconds: float
    cpu: float      # Seconds of the process and of all processes that it has waited for.
    own_cpu: float  # Seconds of the process alone.
    peak: int       # Bytes of the largest of these processes.
    output: str     # The file with the output.

    def text(self):
        with open(self.output, errors="replace") as file:
            return file.read()

    def last_number(self):
        """Returns the last word of the output as a number; a loop prints its seconds."""
        try:
            return float(self.text().split()[-1])
        except (IndexError, ValueError):
            raise WrongResult(f"a number was to be printed:\n{tail(self.output)}") from None


def tail(path, lines=20):
    with open(path, errors="replace") as file:
        return "".join(file.readlines()[-lines:])


class Running:
    """A command that the stopwatch runs."""

    def __init__(self, stopwatch, folder, words, env=None, cwd=None):
        self.words = [str(word) for word in words]
        self.report = f"{folder}/stopwatch.json"
        self.output = f"{folder}/output"
        for path in (self.report, self.output):
            if os.path.exists(path):
                os.unlink(path)
        self.process = subprocess.Popen([stopwatch, self.report, self.output, *self.words], cwd=cwd,
                                        env=environment(env or {}))

    def pid(self):
        """Returns the process id of the command, or None before it starts and after it ends."""
        for child in children(self.process.pid):
            if os.path.basename(read_link(f"/proc/{child}/exe")) != "bench_stopwatch":
                return child
        return None

    def alive(self):
        return self.process.poll() is None

    def finish(self, status=0):
        try:
            self.process.wait()
        except KeyboardInterrupt:  # The command has received SIGINT too, and ends.
            self.process.wait()
            raise
        if not os.path.exists(self.report):
            raise WrongResult(f"{' '.join(self.words[:6])}: cannot be started")
        with open(self.report) as file:
            figures = json.load(file)
        if figures.pop("status") != status:
            raise WrongResult(f"{' '.join(self.words[:6])}: failed\n{tail(self.output)}")
        return Sample(output=self.output, **figures)


def environment(more):
    """Returns our environment and these variables, without those that change how one side of a comparison runs."""
    ours = ("CTEST_", "GTEST_", "PARALLEL_FIXTURES_", "PYTEST_", "BENCH_", "GLIBC_TUNABLES")
    return {**{name: value for name, value in os.environ.items() if not name.startswith(ours)}, **more}


def read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def read_link(path):
    try:
        return os.readlink(path)
    except OSError:
        return ""


def children(pid):
    return [int(child) for child in read(f"/proc/{pid}/task/{pid}/children").split()]


def descendants(pid):
    found = []
    for child in children(pid):
        found += [child, *descendants(child)]
    return found


def status_bytes(pid, field):
    """Returns a field of /proc/<pid>/status in bytes, such as VmRSS, or 0 if the process has ended."""
    for line in read(f"/proc/{pid}/status").splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    return 0


def shared_bytes(pid):
    """Returns the share of the process in the memory that it maps (PSS), in bytes."""
    for line in read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def wait_until(condition, seconds=60):
    """Waits until the condition is true. Returns False after this many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True
