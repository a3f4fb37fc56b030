"""ide.py <folder>: drives Qt Creator for ide.sh, which describes the folder.

The script reads the screen by the interface for screen readers (AT-SPI), and uses mouse and keys by xdotool. Every wait has a
condition and a deadline.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pyatspi

WIDTH, HEIGHT = 1280, 776  # The size of the window on a screen of 1280x800 with a title bar.
CASE = "a word is where the index says"
TREE = 430  # The width of the tests at the side of the window.


class Failure(Exception):
    pass


def wait(what, condition, seconds=30):
    """Waits until the condition is true, and returns its value."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failure(f"after {seconds} s still not so: {what}")
        time.sleep(0.2)


def xdotool(*words):
    return subprocess.run(["xdotool", *map(str, words)], check=False, text=True, stdout=subprocess.PIPE).stdout


def everything(accessible):
    """Returns the visible accessibles at and below this one, without those that disappear meanwhile."""
    try:
        if not accessible.getState().contains(pyatspi.STATE_SHOWING):
            return
        children = [accessible.getChildAtIndex(i) for i in range(accessible.childCount)]
    except Exception:  # pyatspi passes on all errors of D-Bus and GLib.
        return
    yield accessible
    for child in children:
        if child is not None:
            yield from everything(child)


class Item:
    def __init__(self, accessible):
        self.role = accessible.getRoleName()
        self.name = accessible.name or ""
        self.about = accessible.description or ""
        self.enabled = accessible.getState().contains(pyatspi.STATE_ENABLED)
        place = accessible.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        self.left, self.top = place.x, place.y
        self.middle = (place.x + min(place.width // 2, 50), place.y + place.height // 2)


class Ide:
    def __init__(self, folder):
        self.folder = folder
        self.build = f"{folder}/build"
        self.processes = []

    def __enter__(self):
        pyatspi.Registry.getDesktop(0)  # This starts the service, which Qt looks for only once.
        log = open(f"{self.folder}/qtcreator.log", "w")
        environment = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
        # Without the plugins that ask questions, search all of PATH, or need a clangd.
        without = [word for name in ("Welcome", "Python", "ClangCodeModel") for word in ("-noload", name)]
        for command in (
            ["openbox"],
            ["qtcreator", *without, f"{self.folder}/project/CMakeLists.txt"],
        ):
            self.processes.append(
                subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
            )
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            for ask in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, ask)
                    process.wait(10)
                except ProcessLookupError:
                    pass
                except subprocess.TimeoutExpired:
                    continue

    def items(self, role=None):
        desktop = pyatspi.Registry.getDesktop(0)
        found = []
        for application in [desktop.getChildAtIndex(i) for i in range(desktop.childCount)]:
            for window in [application.getChildAtIndex(i) for i in range(application.childCount)]:
                for accessible in everything(window):
                    try:
                        if role is None or accessible.getRoleName() == role:
                            found.append(Item(accessible))
                    except Exception:  # The same errors as above.
                        pass
        return found

    def find(self, role, name="", about=""):
        """Returns the first enabled accessible with this role whose name and description match."""
        for item in self.items(role):
            if re.search(name, item.name) and re.search(about, item.about) and item.enabled:
                return item
        return None

    def see(self, role, name="", about="", seconds=30):
        return wait(f'a {role} "{name or about}" is shown', lambda: self.find(role, name, about), seconds)

    def click(self, item, *how):
        xdotool("mousemove", *item.middle, "click", *(how or ("1",)))

    def key(self, *keys):
        xdotool("key", *keys)

    def shoot(self, name):
        path = f"{self.folder}/{name}.png"
        subprocess.run(["import", "-window", "root", path], check=True)
        print(f"     {path}")

    def windows(self):
        return xdotool("search", "--onlyvisible", "--class", "qtcreator").split()

    def start(self):
        self.see("push button", "^Configure Project$", seconds=120)
        window = self.windows()[0]
        xdotool("windowmove", window, 0, 0, "windowsize", window, WIDTH, HEIGHT)
        wait("the window fills the screen", lambda: f"{WIDTH}x{HEIGHT}" in xdotool("getwindowgeometry", window))
        self.click(self.see("push button", "^Configure Project$"))
        self.see("table cell", "^CTest$", seconds=120)
        return "the project is open"

    def expand_tests(self):
        for item in self.items("push button"):
            if item.about == "Expand All" and item.left < TREE:
                self.click(item)

    def listed(self):
        """Returns the names below "CTest" in the tree."""
        cells = [item for item in self.items("table cell") if item.left < TREE]
        root = next((item for item in cells if re.match("CTest", item.name)), None)
        return {item.name for item in cells if item.top > root.top and item.left > root.left} if root else set()

    def run_cmake(self):
        """Triggers an entry of a menu by the field that finds entries."""
        self.key("ctrl+k")
        xdotool("type", "--delay", 50, "t run cmake")
        self.see("table cell", "^Run CMake$")
        self.key("Return")

    def go_to(self, test):
        """Double-clicks a test."""
        self.click(self.see("table cell", f"^{re.escape(test)}$"), "--repeat", 2, "--delay", 80, 1)

    def from_menu(self, test, entry):
        """Triggers the entry with this number, counted from 1, of the context menu of a test."""
        before = len(self.windows())
        self.click(self.see("table cell", f"^{re.escape(test)}$"), 3)
        wait(f'"{test}" has a menu', lambda: len(self.windows()) > before)
        self.key(*["Down"] * entry, "Return")

    def runs(self):
        try:
            return {name for name in os.listdir(f"{self.build}/Testing/ParallelFixtures") if name[0].isdigit()}
        except FileNotFoundError:
            return set()

    def new_summary(self, before):
        """Waits until the only new run is complete, and returns its summary."""
        for name in self.runs() - before:
            try:
                with open(f"{self.build}/Testing/ParallelFixtures/{name}/summary.json") as file:
                    summary = json.load(file)
            except (FileNotFoundError, json.JSONDecodeError):
                continue
            if summary["run"]["complete"]:
                return summary
        return None

    def results(self):
        """Returns the text of "Test Results" with all rows open."""
        self.see("label", "^Test summary:", seconds=60)
        self.click(self.see("table cell", "^Running tests for "))
        self.key("asterisk")
        self.see("table cell", "tests passed, .* failed out of")


def must(condition, what):
    if not condition:
        raise Failure(what)


def expected_tests(ide):
    listing = subprocess.run(["ctest", "--show-only=json-v1"], cwd=ide.build, check=True, stdout=subprocess.PIPE)
    return {test["name"] for test in json.loads(listing.stdout)["tests"]}


def check_listed(ide):
    """Runs CMake, because Qt Creator 9 lists the tests of ctest after CMake and not after a build."""
    ide.expand_tests()
    ide.see("table cell", r"^kitchen\.bread$")
    must(f"search.{CASE}" not in ide.listed(), "a case of a program that is not built is listed")
    ide.shoot("1-not-yet-built")
    ide.key("ctrl+b")
    wait("the program is built", lambda: f"search.{CASE}" in expected_tests(ide), 600)
    expected = expected_tests(ide)
    ide.run_cmake()
    wait(f"the tree has exactly {sorted(expected)}", lambda: ide.listed() == expected, 60)
    ide.shoot("2-listed")
    return f"{len(expected)} tests, those that ctest -N has"


def run_one(ide, test, fixtures, outcome):
    before = ide.runs()
    ide.from_menu(test, 1)
    summary = wait(f"{test} has run", lambda: ide.new_summary(before), 60)
    got = {task["id"]: task["outcome"] for task in summary["tasks"]}
    must(got == {test: outcome}, f"the run has the tasks {got}")
    stood = {fixture["name"]: (fixture["setups"], fixture["teardowns"]) for fixture in summary["fixtures"]}
    must(stood == {name: (1, 1) for name in fixtures}, f"set-ups and teardowns are {stood}")


def check_command(ide):
    run_one(ide, "kitchen.bread", ["pantry"], "passed")
    ide.results()
    ide.see("label", r"^Test summary: +3 passes, 0 fails\.$")
    ide.see("table cell", r"Test +#\d+: kitchen\.bread \.+ +Passed")
    ide.shoot("3-command")
    return "kitchen.bread passed, pantry was set up and torn down once"


def check_linked(ide):
    run_one(ide, f"search.{CASE}", ["search", "search/texts", "search/index"], "passed")
    ide.results()
    ide.see("label", r"^Test summary: +3 passes, 0 fails\.$")
    ide.see("table cell", rf"Test +#\d+: search\.{CASE} \.+ +Passed")
    ide.shoot("4-linked")
    return f"search.{CASE} passed, its three fixtures were set up and torn down once"


def check_failure(ide):
    run_one(ide, "bakery.cake", ["pantry"], "failed")
    ide.results()
    ide.see("label", r"^Test summary: +2 passes, 1 fails\.$")
    ide.see("table cell", r"Test +#\d+: bakery\.cake \.+\*\*\*Failed[^\n]*\n[^#]*there is no flour")
    ide.shoot("5-failure")
    return "bakery.cake failed, with what it printed"


def check_stop(ide):
    before = ide.runs()
    ide.from_menu("bakery.dough", 1)
    wait("bakery.dough runs", lambda: os.path.exists(f"{ide.build}/dough"), 60)
    with open(f"{ide.build}/dough") as file:
        process = wait("it says which process it is", file.readline).strip()
    ide.click(ide.see("push button", about="^Stop Test Run"))
    wait(f"process {process} has gone", lambda: not os.path.exists(f"/proc/{process}"))
    summary = wait("the run is complete", lambda: ide.new_summary(before))
    task, fixture = summary["tasks"][0], summary["fixtures"][0]
    must((task["outcome"], task["cause"]) == ("not_run", "interrupted"), f"the task is {task}")
    must((fixture["setups"], fixture["teardowns"]) == (1, 1), f"the fixture is {fixture}")
    ide.see("table cell", "^Test run canceled by user")
    ide.shoot("6-stopped")
    return "bakery.dough ended, pantry was torn down"


def line_of(path, text):
    with open(path) as file:
        return next(number for number, line in enumerate(file, 1) if text in line)


def line_of_case(ide):
    with open(f"{ide.folder}/project/catch2/search_test.cc") as file:
        return next(number for number, line in enumerate(file, 1) if CASE in line)


def check_source(ide):
    line = line_of_case(ide)
    ide.go_to(f"search.{CASE}")
    ide.see("combo box", r"^search_test\.cc$")
    ide.see("label", rf"^Line: {line}, Col: 1$")
    return f"a double click on search.{CASE} leads to search_test.cc:{line}"


def check_debugger(ide):
    """Debugs a case by the third entry of its menu below "Catch Test". The menu of a test of CTest has no such entry."""
    line = line_of_case(ide) + 1
    ide.go_to(f"search.{CASE}")
    ide.see("label", rf"^Line: {line - 1}, Col: 1$")
    ide.key("Down")
    ide.see("label", rf"^Line: {line}, Col: 1$")
    ide.key("F9")
    ide.expand_tests()
    ide.from_menu(CASE, 3)
    ide.see("label", "^Stopped at breakpoint", seconds=120)
    ide.see("table cell", "^C_A_T_C_H_T_E_S_T_")
    ide.see("table cell", "FixtureInvoker::invoke$")
    must(ide.find("table cell", f"^{line}$"), f"the debugger is not at line {line}")
    ide.shoot("7-debugger")
    ide.key("shift+F5")
    wait("the debugger has ended", lambda: not ide.find("label", "^Stopped at breakpoint"))
    return f"stopped in {CASE}, at search_test.cc:{line}"


def left_over(ide):
    """Returns the processes whose command line names the build directory."""
    found = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/cmdline") as file:
                words = file.read().replace("\0", " ")
        except OSError:
            continue
        if ide.build in words:
            found.append(f"{process}: {words}")
    return found


def attempt(ide, name, check):
    """Returns whether the step succeeded."""
    try:
        print(f"  ok {name}: {check(ide)}", flush=True)
        return True
    except Failure as failure:
        print(f"FAIL {name}: {failure}", flush=True)
        ide.shoot(f"failed-{name}")
        return False


def main():
    checks = {
        "listed": check_listed,
        "command": check_command,
        "source": check_source,
        "linked": check_linked,
        "failure": check_failure,
        "stop": check_stop,
        "debugger": check_debugger,
    }
    with Ide(sys.argv[1]) as ide:
        good = attempt(ide, "start", Ide.start) and all([attempt(ide, *check) for check in checks.items()])
    try:
        wait("nothing is left of it", lambda: not left_over(ide), 10)
    except Failure as failure:
        print(f"FAIL end: {failure}: {left_over(ide)}")
        good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
