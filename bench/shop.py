"""Builds and runs the projects of the benchmarks."""

import dataclasses
import json
import os
import shutil
import subprocess

import measure

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PROJECTS = f"{HERE}/projects"
# The settings that the helper gives to linked programs, so that a loop forks with the same heap.
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:"
                                "glibc.malloc.trim_threshold=67108864"}


@dataclasses.dataclass
class Tree:
    """A project that is configured and built. `tasks` is the number of its tasks."""
    path: str
    tasks: int = 0


class Shop:
    def __init__(self, prefix, out, programs=None, smoke=False, ctest="ctest", cmake="cmake"):
        self.prefix = prefix
        self.helper = f"{prefix}/bin/parallel-fixtures"
        self.out = out
        self.smoke = smoke
        self.ctest, self.cmake = ctest, cmake
        self.programs = programs or self.build("programs", "programs").path
        os.makedirs(out, exist_ok=True)

    def size(self, full, small):
        return small if self.smoke else full

    def program(self, name):
        """Returns the file of a program, or None if it was not built because its framework is not installed."""
        path = f"{self.programs}/bench_{name}"
        return path if os.path.exists(path) else None

    def start(self, words, env=None, cwd=None):
        return measure.Running(self.program("stopwatch"), self.out, words, env, cwd)

    def run(self, words, env=None, cwd=None):
        return self.start(words, env, cwd).finish()

    def script(self, text, **more):
        return self.run(["bash", "-c", "set -euo pipefail; " + text], **more)

    def build(self, project, name, tasks=0, **variables):
        """Builds a project in a tree of this name. An up-to-date tree is kept, with the recorded times of its runs."""
        path = f"{self.out}/trees/{name}"
        made_of = {"variables": variables, "files": _stamps(_source(project), self.helper)}
        if _load(f"{path}/made-of.json") != made_of:
            shutil.rmtree(path, ignore_errors=True)
            os.makedirs(path)
            options = [f"-D{key}={value}" for key, value in variables.items()]
            self.configure(project, path, *options)
            quietly(f"{path}.log", self.cmake, "--build", path, "--parallel", "2")
            with open(f"{path}/made-of.json", "w") as file:
                json.dump(made_of, file)
        return Tree(path, tasks)

    def configure(self, project, path, *options):
        quietly(f"{path}.log", self.cmake, "-G", "Ninja", "-S", _source(project), "-B", path,
                "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_PREFIX_PATH={self.prefix}", *options)

    def file(self, name, text):
        path = f"{self.out}/{name}"
        with open(path, "w") as file:
            file.write(text)
        return path


def install(out, cmake="cmake"):
    """Builds the release preset, installs it and returns the prefix."""
    build, prefix = f"{out}/parallel-fixtures", f"{out}/installed"
    os.makedirs(out, exist_ok=True)
    # A compiler that was never tried may warn; that must not stop the build.
    quietly(f"{out}/build.log", cmake, "--preset", "release", "-B", build, "-DPARALLEL_FIXTURES_TESTS=OFF",
            "--compile-no-warning-as-error")
    quietly(f"{out}/build.log", cmake, "--build", build)
    quietly(f"{out}/build.log", cmake, "--install", build, "--prefix", prefix)
    return prefix


def quietly(log, *words):
    with open(log, "w") as file:
        done = subprocess.run(words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
    if done.returncode != 0:
        raise measure.WrongResult(f"{' '.join(words)}: failed\n{measure.tail(log, 40)}")


def _load(path):
    try:
        with open(path) as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def _stamps(folder, *files):
    for parent, _, names in os.walk(folder):
        files += tuple(f"{parent}/{name}" for name in names)
    return {path: os.stat(path).st_mtime for path in sorted(files)}


def _source(project):
    """Returns the folder of a project of the benchmarks or of the examples."""
    return f"{ROOT}/{project}" if project.startswith("examples/") else f"{PROJECTS}/{project}"
