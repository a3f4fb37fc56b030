"""ways.py <helper> <repository> <work directory> <ctest> [--tasks n] [--rounds n] [--seed n]

Random tasks are run in every way there is, and each way must have the same verdict for each of them:

    ctest, ctest -j3, ctest -L parallel     what ctest shows, and what our results say of that run
    parallel-fixtures run                   what our results say
    the command of the test by itself       what our results say

A plain test of the same command and properties stands beside each task: what ctest shows of that test is right. (A task
with retries has none.) The seed of a failing round is printed; --seed repeats the round.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree

WORDS = [b"ok", b"ERR", b"skip", b"a", b"b", b"ab", b"d", b"{2}", b"x y", b"\xc3\xa9", b"+", b"[", b"\n", b"\r\n",
         b"\0", b"\r", b"\xff", b"PARALLEL_FIXTURES_SKIPPED", b"<b>", b"&",
         b"<CTestDetails>ERR</CTestDetails>", b"<CTestLabel>ok</CTestLabel>\n"]
SIGNALS = ["SEGV", "ABRT", "KILL", "TERM", "FPE"]
KEYWORDS = {"PASS_REGULAR_EXPRESSION": 0.25, "FAIL_REGULAR_EXPRESSION": 0.25, "SKIP_REGULAR_EXPRESSION": 0.12}


def quoted(text):
    """As CMake reads it without evaluating anything; a newline at the beginning would be its own."""
    return f"[===[{chr(10) if text.startswith(chr(10)) else ''}{text}]===]"


class Task:
    """One command: what it prints and how it ends, with the properties of its test."""

    def __init__(self, dice, number, group):
        self.name = f"t{number}"
        self.group = group
        self.output = b"".join(dice.choices(WORDS, k=dice.choice([0, 1, 2, 3, 5, 8])))
        if dice.random() < 0.6 and self.output:
            self.output += b"\n"
        much = dice.random() < 0.02
        if much:
            self.output += bytes([dice.choice(b"xyz\n")]) * 200_000 + b"end"
        self.code = dice.choice([0, 0, 0, 1, 3, 77])
        self.signal = dice.choice(SIGNALS) if dice.random() < 0.08 else ""
        self.hangs = dice.random() < 0.01
        # CTest searches much output with some expressions for hours.
        draw = (lambda dice: dice.choice(["end", "^x", "end\n$", "ERR", "ok"])) if much else expression
        self.properties = {name: [draw(dice) for _ in range(dice.choice([1, 1, 2]))]
                           for name, chance in KEYWORDS.items() if dice.random() < chance}
        if dice.random() < 0.2:
            self.properties["SKIP_RETURN_CODE"] = [dice.choice(["77", "3", "1"])]
        if dice.random() < 0.2:
            self.properties["WILL_FAIL"] = []
        if self.hangs or dice.random() < 0.2:
            self.properties["TIMEOUT"] = ["1" if self.hangs else "30"]
        # Its first attempt ends otherwise and prints something else.
        self.first = Task(dice, f"{number}.first", group) if dice.random() < 0.05 and "." not in self.name else None
        if self.first:
            self.hangs = self.first.hangs = False

    def write_script(self, folder):
        with open(os.path.join(folder, self.name + ".out"), "wb") as file:
            file.write(self.output)
        end = f"kill -{self.signal} $$" if self.signal else "exec sleep 600" if self.hangs else f"exit {self.code}"
        lines = [f"cat '{folder}/{self.name}.out'", end]
        if self.first:
            self.first.write_script(folder)
            lines.insert(0, f"[ $PARALLEL_FIXTURES_ATTEMPT = 2 ] || exec sh '{folder}/{self.first.name}.sh'")
        with open(os.path.join(folder, self.name + ".sh"), "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")

    def declaration(self, folder):
        command = f"sh {quoted(folder + '/' + self.name + '.sh')}"
        words = [f"{name} {' '.join(quoted(value) for value in values)}" for name, values in self.properties.items()]
        if self.first:
            words.append("RETRIES 1")
        text = f"add_parallel_fixture_task({self.group} {self.name} COMMAND {command} {' '.join(words)})\n"
        if not self.first:
            text += f"add_test(NAME plain.{self.name} COMMAND {command})\n"
            for name, values in self.properties.items():
                value = quoted(";".join(values)) if values else "ON"
                text += f"set_tests_properties(plain.{self.name} PROPERTIES {name} {value})\n"
        return text


def expression(dice):
    """A regular expression of CMake's that may match what tasks print. CMake 3.25 knows nine groups."""
    while True:
        text = drawn_expression(dice, 0)
        if text.count("(") < 10:
            return ("^" if dice.random() < 0.3 else "") + text + ("$" if dice.random() < 0.3 else "")


def drawn_expression(dice, depth):
    parts = []
    for _ in range(dice.choice([1, 1, 2, 3])):
        kind = dice.random()
        if kind < 0.5:
            part = dice.choice(["ok", "ERR", "skip", "a", "b", "d", "x y", "é", "\n", "PARALLEL", "\\+", "\\d", "{2}",
                                "\\.", "<b>"])
        elif kind < 0.65:
            part = dice.choice([".", "[ab]", "[^a]", "[a-d]", "[*+?]", "[\\d]", "[-a]", "[a-]"])
        elif kind < 0.85 or depth > 1:
            part = dice.choice(["a*", "b+", "k?", "[^b]*", ".+", "(ab)+", "(a|b)*", "(E|R)?"])
        else:
            part = f"({drawn_expression(dice, depth + 1)}|{drawn_expression(dice, depth + 1)})"
        parts.append(part)
    return "".join(parts)


def write_project(dice, work, root, helper, count):
    source = os.path.join(work, "source")
    os.makedirs(source)
    groups = {"plain_group": "", "on_fixture": "FIXTURE f", "in_worker": "FIXTURE w", "narrow": "WORKERS 2",
              "no_ahead": "RUN_AHEAD OFF"}
    tasks = [Task(dice, number, dice.choice(list(groups))) for number in range(count)]
    with open(os.path.join(source, "CMakeLists.txt"), "w", encoding="utf-8", newline="\n") as file:
        file.write("cmake_minimum_required(VERSION 3.25)\nproject(ways LANGUAGES NONE)\n"
                   f"set(HELPER {quoted(helper)})\nset(ROOT {quoted(root)})\nset(WORK {quoted(work)})\n"
                   f"include({quoted(root + '/tests/ctest/begin.cmake')})\n"
                   "add_parallel_fixture(f SETUP true TEARDOWN true)\n"
                   "add_parallel_fixture(w SCOPE WORKER SETUP true)\n")
        for name, words in groups.items():
            file.write(f"add_parallel_fixture_tests({name} {words})\n")
        for task in tasks:
            task.write_script(source)
            file.write(task.declaration(source))
    return source, tasks


class Ways:
    def __init__(self, arguments, seed, work):
        self.arguments = arguments
        self.work = work
        self.build = os.path.join(work, "build")
        source, self.tasks = write_project(random.Random(seed), work, arguments.root, arguments.helper,
                                           arguments.tasks)
        self.call("cmake", ["cmake", "-S", source, "-B", self.build])
        self.verdicts = {}  # By task: by way: the verdict.

    def call(self, what, command, allowed=(0,)):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        if allowed and done.returncode not in allowed:
            sys.exit(f"{what}: exit code {done.returncode}\n{done.stdout.decode(errors='replace')}")
        return done.stdout.decode(errors="replace")

    def say(self, task, way, verdict):
        self.verdicts.setdefault(task, {})[way] = verdict

    def ctest(self, way, words):
        report = os.path.join(self.work, "ctest.xml")
        console = self.call(way, [self.arguments.ctest, "--test-dir", self.build, "--output-junit", report, *words],
                            (0, 8))
        reasons = dict(re.findall(r"^\s+\d+ - (\S+) (\(.*\))$", console, re.MULTILINE))
        for case in tree.parse(report).getroot().iter("testcase"):
            name = case.get("name")
            status = {"run": "passed", "fail": "failed", "notrun": "skipped"}.get(case.get("status"), "none")
            if status == "failed":
                status += " " + reasons.get(name, "without a reason")
            if name.startswith("plain."):
                self.say(name[len("plain."):], "plain test, " + way, status)
            elif not name.endswith((".setup", ".teardown")):
                self.say(name.split(".", 1)[1], way, status)
        self.results("results of " + way)

    def results(self, way, only=None):
        self.call("report", [self.arguments.helper, "report", "--wait", self.build], ())
        with open(os.path.join(self.build, "Testing/ParallelFixtures/latest/summary.json"), encoding="utf-8") as file:
            summary = json.load(file)
        for task in summary["tasks"]:
            if only is None or task["id"] == only:
                self.say(task["id"].split(".", 1)[1], way, task["outcome"])

    def by_itself(self):
        listing = subprocess.run([self.arguments.ctest, "--test-dir", self.build, "--show-only=json-v1"],
                                 stdout=subprocess.PIPE, check=True).stdout
        without = {task.name for task in self.tasks if task.first or task.hangs}
        # Where a ctest runs this script, the command must not take that for its own: a program between them that is
        # called as the helper hides it.
        shell = os.path.join(self.work, "parallel-fixtures")
        shutil.copy("/bin/sh", shell)
        for test in json.loads(listing)["tests"]:
            name = test["name"]
            task = name.split(".", 1)[1]
            if name.startswith("plain.") or name.endswith((".setup", ".teardown")) or task in without:
                continue
            self.call("by itself", [shell, "-c", '"$@"; exit $?', "sh", *test["command"]], ())
            self.results("by itself", name)

    def differences(self):
        wrong = []
        for task in self.tasks:
            said = self.verdicts.get(task.name, {})
            shown = {verdict for way, verdict in said.items() if way.startswith(("ctest", "plain"))}
            if len({kind(verdict) for verdict in said.values()}) != 1 or len(shown) != 1 or len(said) < 7:
                wrong.append(f"{task.group}.{task.name} {task.properties} prints {task.output[:60]!r}, ends with "
                             f"{task.signal or task.code}:\n" + "".join(f"    {w}: {v}\n" for w, v in said.items()))
        return wrong

    def run(self):
        self.ctest("ctest", [])
        self.ctest("ctest -j3", ["-j3"])
        self.ctest("ctest -L parallel", ["-L", "parallel"])
        self.call("run", [self.arguments.helper, "run", self.build, "-j3"], (0, 1))
        self.results("run")
        if self.arguments.by_itself:
            self.by_itself()
        return self.differences()


def kind(verdict):
    """What ctest and our results must agree on: each has more words for a failure, and not the same."""
    word = verdict.split()[0]
    if "Timeout" in verdict or word == "timeout":
        return "timeout"
    return "failed" if word == "crashed" else word


def main():
    parser = argparse.ArgumentParser()
    for name in ("helper", "root", "work", "ctest"):
        parser.add_argument(name)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--by-itself", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    for name in list(os.environ):
        if name.startswith(("CTEST_", "PARALLEL_FIXTURES_")):
            del os.environ[name]
    for number in range(arguments.rounds):
        seed = arguments.seed + number if arguments.seed is not None else random.SystemRandom().randrange(10**9)
        print(f"round {number + 1}: {arguments.tasks} tasks, --seed {seed}", flush=True)
        work = os.path.join(os.path.abspath(arguments.work), f"round{seed}")
        shutil.rmtree(work, ignore_errors=True)
        wrong = Ways(arguments, seed, work).run()
        if wrong:
            print(f"{len(wrong)} tasks have more than one verdict, with --seed {seed} --tasks {arguments.tasks}:")
            print("\n".join(wrong[:20]))
            sys.exit(1)
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
