#!/usr/bin/env python3
"""The checker can fail: it is given results that were doctored, and must find each of the lies."""
import copy
import signal
import sys

import lives
import promises
import results

TASKS = ["g.a", "g.b", "g.c"]


def _task_events(id_, outcome="passed", cause="completed"):
    reason = {} if outcome == "passed" else {"reason": "because"}
    return [{"e": "task_started", "s": 7, "id": id_},
            {"e": "task_ended", "s": 7, "id": id_, "attempt": 1, "outcome": outcome, "cause": cause, **reason}]


def _run():
    run = results.RunResults("/results")
    run.events = [{"e": "run_started", "s": 7}]
    run.events += [{"e": "task_declared", "s": 7, "id": id_} for id_ in TASKS]
    run.events += [{"e": "plan_ended", "s": 7, "tasks": 3},
                   {"e": "setup_started", "s": 7, "fixture": "db", "instance": "db"},
                   {"e": "setup_ended", "s": 7, "fixture": "db", "instance": "db", "outcome": "passed",
                    "variables": ["DB_NONCE=1-1"]}]
    run.events += _task_events("g.a") + _task_events("g.b", "failed") + _task_events("g.c", "skipped", "skip_code")
    run.events += [{"e": "teardown_started", "s": 7, "fixture": "db", "instance": "db"},
                   {"e": "teardown_ended", "s": 7, "fixture": "db", "instance": "db"},
                   {"e": "run_ended", "s": 7, "exit_code": 1}]
    told = promises.tasks_of(run.events)
    run.summary = {"counts": {"declared": 3, "passed": 1, "failed": 1, "timeout": 0, "crashed": 0, "skipped": 1,
                              "not_run": 0, "unreported": 0},
                   "tasks": [{"id": id_, "outcome": told[id_][0], "cause": told[id_][1], "reason": "because"}
                             for id_ in TASKS]}
    run.ctest = {"g.a": ["passed"], "g.b": ["failed"], "g.c": ["notrun"]}
    run.junit = {"g.a": ["passed"], "g.b": ["failed"], "g.c": ["skipped"]}
    run.was_complete, run.report_status = True, 1
    return run


def good():
    return results.Evidence("run", 1, set(TASKS), [_run()], [("up", "db", "1-1"), ("down", "db", "1-1")])


def of_ctest():
    evidence = good()
    evidence.mode, evidence.status = "ctest", 8
    evidence.tests = {"g.a": "run", "g.b": "fail", "g.c": "notrun"}
    return evidence


def _drop(evidence, name):
    run = evidence.runs[0]
    run.events = [event for event in run.events if event["e"] != name]


def _event(evidence, name):
    return next(event for event in evidence.runs[0].events if event["e"] == name)


def a_task_is_missing(evidence):
    evidence.runs[0].summary["tasks"].pop()
    evidence.runs[0].summary["counts"].update(declared=2, skipped=0)


def a_task_is_missing_everywhere(evidence):
    a_task_is_missing(evidence)
    evidence.runs[0].events = [event for event in evidence.runs[0].events if event.get("id") != "g.c"]


def a_task_is_not_counted(evidence):
    evidence.runs[0].summary["counts"]["failed"] = 0


def a_task_is_there_twice(evidence):
    evidence.runs[0].summary["tasks"].append(evidence.runs[0].summary["tasks"][0])


def a_failure_is_shown_green(evidence):
    evidence.runs[0].summary["tasks"][1]["outcome"] = "passed"
    evidence.runs[0].summary["counts"].update(passed=2, failed=0)


def a_task_never_ended(evidence):
    events = evidence.runs[0].events
    events.remove(next(event for event in events if event["e"] == "task_ended" and event["id"] == "g.a"))
    evidence.runs[0].summary["counts"]["unreported"] = 1


def a_reason_is_missing(evidence):
    evidence.runs[0].summary["tasks"][1]["reason"] = ""


def junit_differs(evidence):
    evidence.runs[0].junit["g.b"] = ["passed"]


def test_xml_lacks_a_task(evidence):
    del evidence.runs[0].ctest["g.a"]


def a_report_is_invalid(evidence):
    evidence.runs[0].invalid.append("junit.xml: not allowed here")


def a_report_is_made_otherwise(evidence):
    evidence.runs[0].changed.append("summary.json")


def the_journal_is_garbled(evidence):
    evidence.runs[0].unreadable = 1


def no_reports(evidence):
    evidence.runs[0].summary, evidence.runs[0].was_complete = None, False


def the_exit_code_is_wrong(evidence):
    evidence.status = 0


def the_journal_has_a_wrong_code(evidence):
    _event(evidence, "run_ended")["exit_code"] = 0
    evidence.status = 0


def a_signal_came_from_nowhere(evidence):
    evidence.status = -signal.SIGSEGV


def a_code_of_no_signal(evidence):
    evidence.status = 130
    _event(evidence, "run_ended")["exit_code"] = 130


def a_code_of_no_missing_result(evidence):
    evidence.status = 5


def no_teardown(evidence):
    evidence.log.pop()


def no_teardown_anywhere(evidence):
    evidence.log.pop()
    _drop(evidence, "teardown_started")
    _drop(evidence, "teardown_ended")


def two_teardowns(evidence):
    evidence.log.append(evidence.log[-1])


def a_teardown_of_nothing(evidence):
    evidence.log.append(("down", "db", "2-2"))


def a_teardown_without_a_failed_set_up(evidence):
    evidence.log.append(("down", "db", "-"))


def a_set_up_nobody_tells_of(evidence):
    evidence.log.append(("up", "db", "3-3"))


def a_teardown_in_another_process(evidence):
    evidence.log.append(("down-elsewhere", "db", "1-1"))


def a_full_disk_and_no_teardown(evidence):
    no_teardown(evidence)
    evidence.disk, evidence.status = "full", 5


def a_full_disk_and_green(evidence):
    a_failure_is_shown_green(evidence)
    evidence.disk, evidence.status = "full", 0


def a_process_is_left(evidence):
    evidence.strays.append("4711 nasty do daemons")


def a_folder_is_left(evidence):
    evidence.left.append("/tmp/chaos/pf-1")


def it_hangs(evidence):
    evidence.hung = "4711 parallel-fixtures"


def it_takes_much_memory(evidence):
    evidence.peak_kib = 1 << 20


def ctest_shows_a_failure_green(evidence):
    evidence.tests["g.b"] = "run"


def ctest_shows_a_pass_red(evidence):
    evidence.tests["g.a"] = "fail"


def ctest_ends_with_0(evidence):
    evidence.status = 0


def ctest_ran_what_is_not_in_the_results(evidence):
    evidence.runs[0].events = [event for event in evidence.runs[0].events if event.get("id") != "g.a"]


def lingering():
    """A run whose daemon was told to go."""
    evidence = good()
    evidence.lingers = True
    evidence.runs[0].events[5:5] = [
        {"e": "setup_started", "s": 7, "fixture": lives.LINGERS, "instance": "l"},
        {"e": "setup_ended", "s": 7, "fixture": lives.LINGERS, "instance": "l", "outcome": "passed"}]
    evidence.log += [("up", lives.LINGERS, "5-5"), ("down", lives.LINGERS, "5-5")]
    return evidence


def what_lingers_is_never_torn_down(evidence):
    evidence.log.pop()


def what_lingers_is_torn_down_twice(evidence):
    evidence.log.append(("down", lives.LINGERS, "5-5"))


LIES = {
    a_task_is_missing: "missing tasks ['g.c']",
    a_task_is_missing_everywhere: "missing tasks ['g.c']",
    a_task_is_not_counted: "do not add up",
    a_task_is_there_twice: "there twice",
    a_failure_is_shown_green: "g.b is ('passed', 'completed') in summary.json and ('failed', 'completed') in the journal",
    a_task_never_ended: "without a result",
    a_reason_is_missing: "without a reason",
    junit_differs: "in junit.xml",
    test_xml_lacks_a_task: "in Test.xml",
    a_report_is_invalid: "invalid: junit.xml",
    a_report_is_made_otherwise: "makes summary.json otherwise",
    the_journal_is_garbled: "no JSON",
    no_reports: "there is no summary.json",
    the_exit_code_is_wrong: "the exit code is 0, and 1 in the journal",
    the_journal_has_a_wrong_code: "the exit code in the journal is 0, not [1]",
    a_signal_came_from_nowhere: "ended by signal 11",
    a_code_of_no_signal: "of a signal that was not sent",
    a_code_of_no_missing_result: "says that results are missing",
    no_teardown: "its teardown has passed, and ran 0 times",
    no_teardown_anywhere: "its teardown told 0 times",
    two_teardowns: "torn down 2 times",
    a_teardown_of_nothing: "torn down, but never set up",
    a_teardown_without_a_failed_set_up: "1 teardowns of what did not stand",
    a_set_up_nobody_tells_of: "['3-3'] not torn down",
    a_teardown_in_another_process: "down-elsewhere",
    a_full_disk_and_no_teardown: "not torn down: ['1-1']",
    a_full_disk_and_green: "in summary.json and ('failed', 'completed') in the journal",
    a_process_is_left: "alive after its end",
    a_folder_is_left: "left behind",
    it_hangs: "it hangs",
    it_takes_much_memory: "KiB of memory",
}
LIES_OF_CTEST = {
    ctest_shows_a_failure_green: "g.b has passed for ctest and is failed",
    ctest_shows_a_pass_red: "g.a has failed for ctest and is passed",
    ctest_ends_with_0: "ctest has ended with 0, but not passed: ['g.b']",
    ctest_ran_what_is_not_in_the_results: "g.a has passed for ctest and is None",
}

LIES_OF_LINGERING = {
    what_lingers_is_never_torn_down: "not torn down, by the daemon",
    what_lingers_is_torn_down_twice: "torn down 2 times",
}


def find_lies(make, lies):
    missed = [f"{make.__name__}: {broken}" for broken in promises.check(make())]
    for lie, expected in lies.items():
        evidence = copy.deepcopy(make())
        lie(evidence)
        broken = promises.check(evidence)
        if not any(expected in line for line in broken):
            missed.append(f"{lie.__name__}: not \"{expected}\" in {broken}")
    return missed


def main():
    sorts = [(good, LIES), (of_ctest, LIES_OF_CTEST), (lingering, LIES_OF_LINGERING)]
    missed = [line for make, lies in sorts for line in find_lies(make, lies)]
    for line in missed:
        print(f"FAILED: {line}")
    print(f"{sum(len(lies) for _, lies in sorts)} doctored results, {len(missed)} not found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
