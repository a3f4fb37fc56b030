"""Processes of a run, as /proc shows them. Each has the run's mark in the environment that it was started with."""
import dataclasses
import os
import signal
import time


@dataclasses.dataclass
class Process:
    pid: int
    parent: int
    program: str   # The name of its file.
    words: list
    state: str

    def __str__(self):
        return f"{self.pid} (parent {self.parent}, {self.state}) {' '.join(self.words)[:150]}"


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def read_process(pid, mark):
    """None: it is gone, a zombie, or another run's. A zombie has no environment."""
    if mark not in _read(f"/proc/{pid}/environ"):
        return None
    stat = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    if len(stat) < 2:
        return None
    try:
        program = os.path.basename(os.readlink(f"/proc/{pid}/exe"))
    except OSError:
        program = ""
    words = _read(f"/proc/{pid}/cmdline").decode(errors="replace").split("\0")[:-1]
    return Process(pid, int(stat[1]), program, words, stat[0].decode())


def processes(mark):
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            process = read_process(int(name), mark)
            if process is not None:
                found[process.pid] = process
    return found


def role_of(process, all_, main):
    program, words = process.program, process.words
    parent = all_.get(process.parent)
    if program == "ctest":
        return "ctest"
    if program == "parallel-fixtures-task" or "--parallel-fixtures-task" in words:
        return "client"
    if program == "parallel-fixtures":
        if words[1:3] == ["session", "linger"]:
            return "worker" if parent is not None and parent.words == words else "daemon"
        if process.pid == main:
            return "session"
        # A group that is one test of ctest is a run of its own.
        if words[1:2] == ["run"] or ("serve" in words[:3] and "session" in words[:3]):
            return "worker" if parent is not None and parent.words == words else "session"
        return "client"
    if program in ("linked", "typed"):
        return "program" if parent is None or parent.program == "parallel-fixtures" else "linked"
    if words[1:2] == ["serve"]:
        return "service"
    return "command" if words[1:2] in (["up"], ["down"]) else "task"


def send(pid, number, mark):
    """Whether it was there. Never to a process that only has its number."""
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return False
    try:
        if read_process(pid, mark) is None:
            return False
        signal.pidfd_send_signal(handle, number)
        return True
    except OSError:
        return False
    finally:
        os.close(handle)


def wait_until(condition, seconds, every=0.01):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def gone(mark):
    return not processes(mark)


def end_all(mark):
    """For the next run's sake."""
    def kill():
        left = processes(mark)
        for pid in left:
            send(pid, signal.SIGKILL, mark)
        return not left
    return wait_until(kill, 10)


def peak_kib(pid):
    for line in _read(f"/proc/{pid}/status").splitlines():
        if line.startswith(b"VmHWM:"):
            return int(line.split()[1])
    return 0
