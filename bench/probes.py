"""What a command costs in counts, which say the same on any machine: instructions, system calls, page faults, waits."""

import collections
import glob
import os
import re
import shutil
import subprocess

from measure import WrongResult, environment

# A process that starts so many others in a run of two sizes of test is a worker: a fixture starts fewer.
MANY_CHILDREN = 20
CALL = re.compile(r"^(?:\[pid +\d+\] )?([a-z_0-9]+)\(")
STARTED = re.compile(r"^(?:clone|clone3|fork|vfork)\(.*\) += (\d+)")
# strace shows a call that another process interrupts in two lines.
RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>.*\) += (\d+)")
STARTS = ("clone", "clone3", "fork", "vfork")


def missing(*tools):
    """Why the counts cannot be taken here; "": they can."""
    return ", ".join(f"{tool} is not installed" for tool in tools if shutil.which(tool) is None)


def instructions(shop, words):
    """The user instructions of the process itself, without its children."""
    out = f"{shop.out}/callgrind"
    _quietly(shop, ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}.%p", "--trace-children=no", *words])
    totals = [_total(path) for path in glob.glob(f"{out}.*")]
    for path in glob.glob(f"{out}.*"):
        os.unlink(path)
    # A fork of the helper inherits its counts, so the process itself has the most.
    return max(totals)


def system_calls(shop, words):
    """The system calls by role: "helper" is the process itself, "worker" are those that fork for each test, "test" are
    the processes of the tests, "other" the remaining ones."""
    folder = f"{shop.out}/strace"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    _quietly(shop, ["strace", "-ff", "--seccomp-bpf", "-o", f"{folder}/t", *words], ["strace", "-ff", "-o", f"{folder}/t", *words])
    calls, children = {}, {}
    for path in glob.glob(f"{folder}/t.*"):
        pid = int(path.rpartition(".")[2])
        calls[pid], children[pid] = _read_trace(path)
    shutil.rmtree(folder)
    return _by_role(calls, children)


def usage(shop, words):
    """Page faults and times that a process waited, of the process and all that it has waited for."""
    pid = os.fork()
    if pid == 0:
        with open(os.devnull, "r+b") as null:
            for number in (0, 1, 2):
                os.dup2(null.fileno(), number)
        os.execvpe(str(words[0]), [str(word) for word in words], environment({}))
    _, status, used = os.wait4(pid, 0)
    if status != 0:
        raise WrongResult(f"{' '.join(map(str, words[:4]))}: wait status {status}")
    return {"faults": used.ru_minflt + used.ru_majflt, "waits": used.ru_nvcsw}


def _quietly(shop, *ways):
    """The first of the ways that this system knows."""
    for words in ways:
        done = subprocess.run([str(word) for word in words], env=environment({}), stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode == 0:
            return
    raise WrongResult(f"{' '.join(map(str, ways[-1][:4]))}: failed\n{done.stderr.decode(errors='replace')[-1000:]}")


def _total(path):
    with open(path) as file:
        for line in file:
            if line.startswith(("summary:", "totals:")):
                return int(line.split()[1])
    return 0


def _read_trace(path):
    counted, started = 0, []
    with open(path, errors="replace") as file:
        for line in file:
            counted += 1 if CALL.match(line) else 0
            found = STARTED.match(line)
            if found:
                started.append(int(found[1]))
                continue
            found = RESUMED.match(line)
            if found and found[1] in STARTS:
                started.append(int(found[2]))
    return counted, started


def _by_role(calls, children):
    started = {child for those in children.values() for child in those}
    roots = [pid for pid in calls if pid not in started]
    workers = {pid for pid, those in children.items() if len(those) >= MANY_CHILDREN and pid not in roots}
    tests = {child for worker in workers for child in children[worker]}
    counts = collections.Counter()
    for pid, number in calls.items():
        role = ("helper" if pid in roots else "worker" if pid in workers else "test" if pid in tests else "other")
        counts[role] += number
    return counts
