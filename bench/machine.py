"""Describes the machine on which the figures are taken, and the versions of all programs."""

import json
import os
import platform
import re
import subprocess
import time

import peers
from measure import read


def first_line(*words):
    """Returns the first line that a program prints about its version, or "" if the program is missing."""
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except OSError:
        return ""
    return (done.stdout + done.stderr).strip().split("\n")[0]


def cpu_model():
    found = re.search(r"^model name\s*: (.*)$", read("/proc/cpuinfo"), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def distribution():
    found = re.search(r'^PRETTY_NAME="?([^"\n]*)', read("/etc/os-release"), re.MULTILINE)
    return found.group(1) if found else "unknown"


def virtual():
    return "hypervisor" in read("/proc/cpuinfo").split()


def postgres_version():
    folders = sorted(os.listdir("/usr/lib/postgresql"), key=int) if os.path.isdir("/usr/lib/postgresql") else []
    program = f"/usr/lib/postgresql/{folders[-1]}/bin/postgres" if folders else "postgres"
    return first_line(program, "--version")


def versions(shop):
    with open(f"{shop.programs}/versions.json") as file:
        found = json.load(file)
    found["parallel-fixtures"] = first_line(shop.helper, "--version")
    found["ctest"] = first_line(shop.ctest, "--version")
    found["xargs"] = first_line("xargs", "--version")
    found["GNU parallel"] = first_line("parallel", "--version") if peers.find("parallel") else ""
    found["gtest-parallel"] = peers.find("gtest-parallel") or ""
    xdist = "import pytest, xdist; print('pytest', pytest.__version__, 'xdist', xdist.__version__)"
    found["pytest"] = first_line(peers.PYTHON, "-c", xdist) if peers.has_pytest_xdist() else ""
    found["PostgreSQL"] = postgres_version()
    return found


def facts(shop):
    return {
        "cpu": cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
        "virtual": virtual(),
        "kernel": platform.release(),
        "system": distribution(),
        "huge_pages": read("/sys/kernel/mm/transparent_hugepage/enabled").strip(),
        "versions": versions(shop),
    }


def moment():
    """Returns the date and the load of the machine."""
    return {"begun": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "load": round(os.getloadavg()[0], 2)}
