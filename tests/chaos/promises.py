"""Holds what a run has left against what is promised. check() returns what is broken, in words; nothing: all is kept."""
import collections
import re
import signal

import lives

OUTCOMES = ["passed", "failed", "timeout", "crashed", "skipped", "not_run"]
GENERATED = {"made.m1", "made.m2", "made.m3"}
PEAK_KIB = 400 * 1024  # Far above what a helper with debug information needs, far below 1 GiB of output.


def check(evidence):
    broken = []
    if evidence.hung:
        broken.append("it hangs: " + evidence.hung)
    broken += [f"alive after its end: {stray}" for stray in evidence.strays]
    if evidence.peak_kib > PEAK_KIB:
        broken.append(f"the session took {evidence.peak_kib} KiB of memory")
    if not says_incomplete(evidence):
        for run in evidence.runs:
            broken += check_accounting(evidence, run)
            broken += check_reports(evidence, run)
            broken += check_run_code(run)
    broken += lives.check(evidence)
    broken += check_status(evidence)
    broken += check_temporary(evidence)
    return broken


def says_incomplete(evidence):
    """It could not write, and its exit code says so: older reports may stand beside half a journal."""
    no_room = evidence.disk or evidence.limited or evidence.was_hit("files") or any(
        name in evidence.refusals for name in ("full", "descriptors", "fork", "exec"))
    return bool(no_room) and evidence.status not in ((0, 1, 3) if evidence.mode == "run" else (0,))


def by_session(events):
    """A group that is one test of a ctest has a session of its own, and so has what comes after one that was killed."""
    sessions = {}
    for event in events:
        sessions.setdefault(event.get("s", 0), []).append(event)
    return list(sessions.values())


def reached_end(evidence, run):
    """The session of a ctest ends the run at each teardown test, and may go on: killed after that, it has not."""
    killed = evidence.was_hit("session", by=[signal.SIGKILL])
    return bool(run.events) and not killed and all(events[-1]["e"] == "run_ended" for events in by_session(run.events))


def tasks_of(events):
    """id -> (outcome, cause), as docs/design/journal.md says a reader is to find them."""
    tasks, running = {}, {}
    for event in events:
        name, id_ = event["e"], str(event.get("id"))
        if name == "task_declared":
            tasks[id_] = None
            running[id_] = False
        elif name == "task_started":
            running[id_] = True
        elif name == "task_ended" and tasks.get(id_) is None:
            running[id_] = False
            if event.get("final", True):
                tasks[id_] = (event["outcome"], event["cause"])
    return {id_: ended or ("crashed" if running.get(id_) else "not_run", "unreported") for id_, ended in tasks.items()}


def has_all(declared, expected):
    """A program whose cases could not be listed stands there as one task."""
    missing = {id_ for id_ in expected - declared if id_.split(".")[0] + ".DISCOVERY_FAILED" not in declared}
    added = {id_ for id_ in declared - expected if not id_.endswith(".DISCOVERY_FAILED") and id_ not in GENERATED}
    return missing, added


def check_accounting(evidence, run):
    broken = []
    if run.unreadable and not evidence.refusals.get("full"):
        broken.append(f"{run.unreadable} lines of the journal are no JSON")
    if run.summary is None:
        if run.events and not evidence.disk and not evidence.limited and not evidence.refusals:
            broken.append("there is no summary.json, and `report` makes none")
        return broken
    counts = run.summary["counts"]
    tasks = {task["id"]: task for task in run.summary["tasks"]}
    if len(tasks) != len(run.summary["tasks"]):
        broken.append("a task is there twice")
    if counts["declared"] != sum(counts[outcome] for outcome in OUTCOMES) or counts["declared"] != len(tasks):
        broken.append(f"the outcomes do not add up: {counts} of {len(tasks)} tasks")
    seen = collections.Counter(task["outcome"] for task in tasks.values())
    if any(seen[outcome] != counts[outcome] for outcome in OUTCOMES):
        broken.append(f"counts {counts} are not those of the tasks, {dict(seen)}")
    if evidence.mode == "run" and run.of("plan_ended"):
        missing, added = has_all(set(tasks), evidence.expected)
        if missing or added:
            broken.append(f"missing tasks {sorted(missing)}, unknown tasks {sorted(added)}")
    if reached_end(evidence, run) and not run.unreadable and counts["unreported"]:
        broken.append(f"{counts['unreported']} tasks without a result in a run that reached its end")
    broken += [f"{id_} is {task['outcome']} without a reason" for id_, task in tasks.items()
               if task["outcome"] != "passed" and not task["reason"]]
    return broken


def check_reports(evidence, run):
    broken = [f"invalid: {what}" for what in run.invalid]
    broken += [f"`report` makes {name} otherwise" for name in run.changed
               if reached_end(evidence, run)]
    if run.summary is None or run.unreadable:
        return broken
    told = tasks_of(run.events)
    shown = {task["id"]: (task["outcome"], task["cause"]) for task in run.summary["tasks"]}
    for id_ in sorted(set(told) | set(shown)):
        if told.get(id_) != shown.get(id_):
            broken.append(f"{id_} is {shown.get(id_)} in summary.json and {told.get(id_)} in the journal")
    for id_, (outcome, _) in shown.items():
        if run.ctest is not None and not ctest_agrees(outcome, run.ctest.get(id_, [])):
            broken.append(f"{id_} is {outcome} and {run.ctest.get(id_)} in Test.xml")
        if run.junit is not None and not junit_agrees(outcome, run.junit.get(id_, [])):
            broken.append(f"{id_} is {outcome} and {run.junit.get(id_)} in junit.xml")
    return broken


def ctest_agrees(outcome, statuses):
    expected = {"passed": "passed", "skipped": "notrun", "not_run": "notrun"}.get(outcome, "failed")
    return statuses == [expected]


def junit_agrees(outcome, verdicts):
    if len(verdicts) != 1:
        return False
    if outcome == "not_run":
        return verdicts[0] != "passed"
    return verdicts[0] == (outcome if outcome in ("passed", "skipped") else "failed")


def fixture_failed(events):
    for event in events:
        if event["e"] == "fixture_died" or (event["e"] == "teardown_ended" and not event.get("passed", True)):
            return True
        if event["e"] == "setup_ended" and event["outcome"] in ("failed", "timeout"):
            return True
    return False


def expected_codes(events):
    """What may be the end of these events of one session."""
    outcomes = {outcome for outcome, _ in tasks_of(events).values()}
    if fixture_failed(events):
        return {3}
    if outcomes - {"passed", "skipped"}:
        return {1}
    return {0} if outcomes else {0, 4}


def check_run_code(run):
    """The codes in the journal against the results beside them, of each session."""
    return [line for events in by_session(run.events) for line in check_session_code(events)]


def check_session_code(events):
    if events[-1]["e"] != "run_ended":
        return []
    code = events[-1].get("exit_code", 0)
    signalled = re.compile(r"signal|SIG|Ctrl", re.IGNORECASE)
    stops = [event for event in events if event["e"] == "stopping"]
    stopped = any(signalled.search(str(event.get("reason", ""))) for event in stops)
    # It is 5 when something could not be written; then it is not for the journal to say whether that is right.
    if code == 5 or (code >= 128 and stops):
        return []
    if stopped:
        return [f"the exit code is {code} although a signal stopped the run"]
    expected = expected_codes(events)
    return [] if code in expected else [f"the exit code in the journal is {code}, not {sorted(expected)}"]


def check_status(evidence):
    return check_ctest_status(evidence) if evidence.mode == "ctest" else check_helper_status(evidence)


def check_helper_status(evidence):
    status = evidence.status
    if evidence.hung:
        return []
    if status < 0:
        # Its last words done, the helper leaves a second Ctrl-C to the system.
        allowed = evidence.was_hit("session", by=[-status]) or (
            evidence.was_hit("group", by=[-status]) and all(run.of("run_ended") for run in evidence.runs))
        return [] if allowed else [f"it was ended by signal {-status}, which it was not sent"]
    ends = [event for run in evidence.runs for event in run.of("run_ended")]
    complete = bool(evidence.runs) and all(run.was_complete for run in evidence.runs)
    if status in (0, 1, 3) and not (ends and complete):
        return [f"the exit code is {status}, but the results are not complete"]
    if status == 2 and not (evidence.limited or evidence.refusals):
        return ["the exit code says that command line or plan are wrong"]
    if status == 5 and not (evidence.limited or evidence.refusals or evidence.disk or evidence.was_hit("files")):
        return ["the exit code says that results are missing"]
    if status >= 128 and not evidence.was_hit("session", "group", by=[status - 128]):
        return [f"the exit code is {status}, of a signal that was not sent"]
    if ends and status != 5 and ends[-1].get("exit_code", 0) != status:
        return [f"the exit code is {status}, and {ends[-1].get('exit_code', 0)} in the journal"]
    return []


def check_ctest_status(evidence):
    """What ctest shows of a task is what the results say of it."""
    told = {}
    for run in evidence.runs:
        told.update(tasks_of(run.events))
    broken = []
    fine = ("passed", "skipped")
    lost = evidence.disk or evidence.refusals or evidence.limited or evidence.was_hit("session")
    for name, status in evidence.tests.items():
        outcome, cause = told.get(name, (None, None))
        excused = lost and (outcome is None or cause == "unreported")
        if status == "run" and name in evidence.expected and outcome not in fine and not excused:
            broken.append(f"{name} has passed for ctest and is {outcome}")
    excused = evidence.was_hit("client", "ctest", "group", "session") or lost
    for name, (outcome, _) in told.items():
        if outcome == "passed" and evidence.tests.get(name) == "fail" and not excused:
            broken.append(f"{name} has failed for ctest and is {outcome}")
    if evidence.status == 0:
        bad = sorted(name for name, (outcome, _) in told.items() if outcome not in fine)
        broken += [f"ctest has ended with 0, but not passed: {bad}"] if bad else []
        if any(fixture_failed(run.events) for run in evidence.runs):
            broken.append("ctest has ended with 0, but a fixture failed")
    return broken


def check_temporary(evidence):
    kept = [event.get("kept_dir") for run in evidence.runs for event in run.of("task_ended") if event.get("kept_dir")]
    if evidence.status == -signal.SIGKILL or evidence.was_hit("session", "daemon", by=[signal.SIGKILL]):
        return []  # Whoever would have removed them is dead.
    if evidence.refusals.get("descriptors") or evidence.was_hit("files") or evidence.limited:
        return []  # They could not be opened to be removed; the next run's session does it.
    return [f"left behind: {path}" for path in evidence.left
            if not any(isinstance(one, str) and one.startswith(path) for one in kept)]
