"""Reads what a run has written: journal, summary.json, Test.xml, junit.xml. Says nothing of whether it is right."""
import dataclasses
import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree

REPORTS = ["summary.json", "Test.xml", "junit.xml"]
SCHEMAS = {"Test.xml": "Test.xsd", "junit.xml": "jenkins-junit-10.xsd"}


@dataclasses.dataclass
class RunResults:
    directory: str
    events: list = dataclasses.field(default_factory=list)
    unreadable: int = 0          # Whole lines of the journal that are no JSON.
    summary: dict = None         # None: there is no file.
    ctest: dict = None           # Test.xml: id -> [status]
    junit: dict = None           # junit.xml: id -> [verdict]
    invalid: list = dataclasses.field(default_factory=list)  # Reports that cannot be read or do not satisfy their schema.
    changed: list = dataclasses.field(default_factory=list)  # Reports that `report` makes otherwise.
    report_status: int = None
    was_complete: bool = False   # Reports were there before `report` was asked.

    def of(self, name):
        return [event for event in self.events if event["e"] == name]


@dataclasses.dataclass
class Evidence:
    """All that promises.py judges by."""
    mode: str
    status: int                  # Negative: the signal that ended it.
    expected: set                # Ids of the tasks that are declared.
    runs: list                   # RunResults, one for each folder of results.
    log: list                    # (word, fixture, nonce)
    strays: list = dataclasses.field(default_factory=list)
    left: list = dataclasses.field(default_factory=list)  # In the folder for temporary files.
    tests: dict = dataclasses.field(default_factory=dict)  # ctest's: name -> run, fail, ...
    hit: list = dataclasses.field(default_factory=list)  # (signal, role) of what was injected.
    refusals: dict = dataclasses.field(default_factory=dict)
    disk: str = ""
    does: list = dataclasses.field(default_factory=list)  # Which tasks and fixtures misbehave.
    limited: bool = False        # Few processes or descriptors.
    lingers: bool = False        # Fixtures with LINGER stayed up after the run.
    stopped: int = 0             # What `stop` ended with.
    hung: str = ""
    peak_kib: int = 0

    def was_hit(self, *roles, by=None):
        return any(role in roles and (by is None or number in by) for number, role in self.hit)


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def read_journal(run):
    data = _read(run.directory + "/journal.jsonl") or b""
    whole = data[:data.rfind(b"\n") + 1]
    for line in whole.split(b"\n"):
        if line:
            try:
                run.events.append(json.loads(line))
            except ValueError:
                run.unreadable += 1


def _text(value):
    """A string of the journal, which is Base64 where it is not UTF-8."""
    return value if isinstance(value, str) else ""


def read_log(path):
    lines = (_read(path) or b"").decode(errors="replace").splitlines()
    return [tuple(line.split(" ")[:3]) for line in lines]


def ctest_statuses(text):
    statuses = {}
    for test in xml.etree.ElementTree.fromstring(text).iter("Test"):
        name = test.findtext("Name")
        if name is not None:  # The entries of TestList have none.
            statuses.setdefault(name, []).append(test.get("Status"))
    return statuses


def junit_verdicts(text):
    verdicts = {}
    for suite in xml.etree.ElementTree.fromstring(text).iter("testsuite"):
        for test in suite.iter("testcase"):
            red = test.find("failure") is not None or test.find("error") is not None
            verdict = "failed" if red else "skipped" if test.find("skipped") is not None else "passed"
            name, prefix = test.get("name", ""), test.get("classname", "") + "."
            verdicts.setdefault(name if name.startswith(prefix) else prefix + name, []).append(verdict)
    return verdicts


def _parse(run, name, reader):
    text = _read(f"{run.directory}/{name}")
    if text is None:
        return None
    try:
        return reader(text)
    except (ValueError, xml.etree.ElementTree.ParseError) as error:
        run.invalid.append(f"{name}: {error}")
        return None


def check_schemas(run, schemas):
    if shutil.which("xmllint") is None:
        return
    for name, schema in SCHEMAS.items():
        if os.path.exists(f"{run.directory}/{name}"):
            done = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", f"{schemas}/{schema}",
                                   f"{run.directory}/{name}"], capture_output=True, text=True)
            if done.returncode != 0:
                run.invalid.append(f"{name}: {done.stderr.strip()[:400]}")


def read_run(directory, helper, build, schemas, may_write=True):
    run = RunResults(directory)
    read_journal(run)
    before = {name: _read(f"{directory}/{name}") for name in REPORTS}
    run.was_complete = all(text is not None for text in before.values())
    if may_write and run.events:
        done = subprocess.run([helper, "report", build, "--run", directory], stdin=subprocess.DEVNULL,
                              capture_output=True)
        run.report_status = done.returncode
        run.changed = [name for name in REPORTS if before[name] is not None
                       and before[name] != _read(f"{directory}/{name}")]
    run.summary = _parse(run, "summary.json", json.loads)
    run.ctest = _parse(run, "Test.xml", ctest_statuses)
    run.junit = _parse(run, "junit.xml", junit_verdicts)
    check_schemas(run, schemas)
    return run


def run_directories(build):
    top = build + "/Testing/ParallelFixtures"
    names = sorted(os.listdir(top)) if os.path.isdir(top) else []
    return [f"{top}/{name}" for name in names if re.match(r"\d{8}T\d{6}Z", name)]


def ctest_tests(path):
    """From ctest --output-junit: name -> run, fail, notrun, disabled. Nothing where ctest did not get to write it."""
    text = _read(path)
    try:
        root = xml.etree.ElementTree.fromstring(text) if text else []
    except xml.etree.ElementTree.ParseError:
        return {}
    return {test.get("name"): test.get("status") for test in (root.iter("testcase") if text else [])}
