"""Writes journals of runs that never were, for the browser test: make_journal.py <kind> <directory>."""
import base64
import json
import random
import sys

STARTED = 1795408928


class Journal:
    def __init__(self, directory, jobs=4, build_dir="/home/dev/shop/build", started=STARTED, hostname="builder", **more):
        self.file = open(directory + "/journal.jsonl", "wb")
        self.say("run_started", run_id=directory.rstrip("/").split("/")[-1], version="1.0.0", format=1, started=started,
                 command=["parallel-fixtures", "run", build_dir, "-j", str(jobs)], build_dir=build_dir, config="Release",
                 hostname=hostname, jobs=jobs, seed=421337, **more)

    def say(self, event, **fields):
        line = {"e": event, "s": 4711}
        for key, value in fields.items():
            line[key] = encoded(value)
        self.file.write(json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode() + b"\n")

    def end(self, at, code, **fields):
        self.say("run_ended", at=at, exit_code=code, **fields)
        self.file.close()


def encoded(value):
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, list):
        return [encoded(each) for each in value]
    return value


def output(text):
    if isinstance(text, bytes):
        return {"base64": base64.b64encode(text).decode(), "bytes": len(text)}
    return {"text": text, "bytes": len(text.encode())}


SQL_OUTPUT = ("\x1b[1m[ RUN      ]\x1b[0m sql.joins\n\x1b[31m/home/dev/shop/tests/sql_test.cc:118: Failure\x1b[0m\nExpected: "
              "\x1b[32m42\x1b[0m rows\n  Actual: \x1b[31m41\x1b[0m rows\nsee https://example.org/shop/issues/17.\n")


def before(directory):
    """The run an hour before that of shop, in which sql.joins passed."""
    shop(directory, started=STARTED - 3600, joins_pass=True)


def shop(directory, started=STARTED, joins_pass=False):
    """Everything that can happen, in a run of three seconds."""
    journal = Journal(directory, started=started)
    for name, kind, scope, parent in [("postgres", "service", "run", ""), ("schema", "command", "worker", "postgres"),
                                      ("files", "command", "task", "")]:
        journal.say("fixture_declared", name=name, kind=kind, scope=scope, parents=[parent] if parent else [], source="CMakeLists.txt:12")
    random.seed(3)
    plan = [("sql", f"query_{i}", "schema") for i in range(24)] + [("sql", "joins", "schema"), ("sql", "migration", "schema")]
    plan += [("files", f"copy_{i}", "files") for i in range(8)] + [("parse", f"case_{i}", "") for i in range(30)]
    for group, name, fixture in plan:
        journal.say("task_declared", id=f"{group}.{name}", group=group, name=name, command=["/home/dev/shop/build/shop_tests", name],
                    labels=[group, "parallel"] + (["nightly"] if name == "migration" else []), fixtures=[fixture] if fixture else [],
                    working_directory="/home/dev/shop/build", source=f"tests/CMakeLists.txt:{20 + len(group)}", timeout=30)
    journal.say("plan_ended", tasks=len(plan))
    events = []
    say = lambda at, event, **fields: events.append((at, len(events), event, dict(at=round(at, 6), **fields)))
    say(0.02, "setup_started", fixture="postgres", instance="postgres")
    say(0.62, "setup_ended", fixture="postgres", instance="postgres", seconds=0.6, outcome="passed",
        output=output("LOG:  listening on 127.0.0.1, port 41234\nLOG:  database system is ready to accept connections\n"))
    free = [0.03] * 4
    ready = {}
    for group, name, fixture in [p for p in plan if p[0] != "sql"] + [p for p in plan if p[0] == "sql"]:
        slot = min(range(4), key=lambda s: free[s])
        at = max(free[slot], 0.63 if group == "sql" else 0)
        if fixture == "schema" and slot not in ready:
            say(at, "setup_started", fixture="schema", instance=f"schema[sql worker {slot}]")
            say(at + 0.15, "setup_ended", fixture="schema", instance=f"schema[sql worker {slot}]", seconds=0.15, outcome="passed")
            ready[slot] = at
            at += 0.151
        if fixture == "files":
            say(at, "setup_started", fixture="files", instance=f"files[{name}]")
            say(at + 0.02, "setup_ended", fixture="files", instance=f"files[{name}]", seconds=0.02, outcome="passed")
            at += 0.021
        seconds = {"migration": 1.3, "joins": 0.2}.get(name, random.uniform(0.01, 0.12))
        task = dict(id=f"{group}.{name}", worker=slot, slot=slot)
        end = dict(task, outcome="passed", cause="completed", exit_code=0, output=output(f"{name}: ok\n"))
        attempts = [end]
        failed = dict(task, outcome="failed", cause="completed", exit_code=1, reason="exit code 1", output=output(SQL_OUTPUT))
        if name == "joins" and not joins_pass:
            attempts = [dict(failed, failures=[dict(file="/home/dev/shop/tests/sql_test.cc", line=118, message="Expected: 42 rows\n  Actual: 41 rows")])]
        if name == "query_3":
            attempts = [dict(failed, final=False), dict(end, flaky=True)]
        if name == "query_9":
            attempts = [dict(task, outcome="timeout", cause="timeout", signal=15, reason="timeout after 30 s", output=output("waiting for the lock\n"))]
        if name == "case_7":
            attempts = [dict(task, outcome="crashed", cause="signal", signal=11, reason="SIGSEGV", output=output("parsing...\n"))]
        if name == "case_9":
            attempts = [dict(task, outcome="skipped", cause="skip_code", exit_code=77, reason="exit code 77", output=output("no network\n"))]
        if name == "query_12":
            attempts = [dict(end, leaked=["sleep (pid 5120)"], slow=True)]
        for number, attempt in enumerate(attempts, 1):
            say(at, "task_started", attempt=number, pid=5000, **task)
            at += seconds
            say(at, "task_ended", attempt=number, seconds=round(seconds, 6), **attempt)
            at += 0.002
        if fixture == "files":
            say(at, "teardown_started", fixture="files", instance=f"files[{name}]")
            say(at + 0.01, "teardown_ended", fixture="files", instance=f"files[{name}]", seconds=0.01)
            at += 0.012
        free[slot] = at
    last = max(free)
    for slot in ready:
        say(last, "teardown_started", fixture="schema", instance=f"schema[sql worker {slot}]")
        say(last + 0.05, "teardown_ended", fixture="schema", instance=f"schema[sql worker {slot}]", seconds=0.05, passed=slot != 2,
            **({"reason": "exit code 1", "output": output("DROP SCHEMA failed\n")} if slot == 2 else {}))
    say(last + 0.06, "teardown_started", fixture="postgres", instance="postgres")
    say(last + 0.2, "teardown_ended", fixture="postgres", instance="postgres", seconds=0.14)
    for _, _, event, fields in sorted(events, key=lambda e: e[:2]):
        journal.say(event, **fields)
    journal.end(last + 0.21, 1, setup_seconds=1.36, setup_seconds_saved=19.2, setups=13, setups_one_per_task=60)


def hostile(directory):
    """Names and outputs that try to be more than text."""
    nasty = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\" onmouseover='window.hacked=1' {{js}} ]]>"
    nasty += "\u202e\u2028\x1b]8;;javascript:window.hacked=1\x07link\x1b]8;;\x07 javascript:window.hacked=1 <!--"
    raw = nasty.encode() + bytes(range(256))
    journal = Journal(directory, build_dir="/b/" + nasty)
    journal.say("fixture_declared", name=nasty, kind=nasty, scope="run", parent=nasty, source=nasty)
    journal.say("task_declared", id="g" + nasty + "." + nasty, group="g" + nasty, name=nasty, command=[nasty, raw], labels=[nasty, raw],
                fixture=nasty, working_directory=nasty, source=nasty)
    journal.say("plan_ended", tasks=1)
    journal.say("setup_started", at=0.1, fixture=nasty, instance=nasty)
    journal.say("setup_ended", at=0.2, fixture=nasty, instance=nasty, seconds=0.1, outcome="failed", reason=raw, output=output(raw))
    journal.say("task_started", at=0.3, id="g" + nasty + "." + nasty, pid=7)
    journal.say("task_ended", at=0.4, id="g" + nasty + "." + nasty, attempt=1, worker=0, slot=0, seconds=0.1, outcome="failed",
                cause="completed", exit_code=1, reason=raw, output=dict(output(raw), cut=True, bytes=1 << 40, file="javascript:window.hacked=1"),
                leaked=[nasty], kept_dir=nasty, failures=[dict(file=nasty, line=1, message=nasty)], properties=[nasty + "=" + nasty])
    journal.say("stopping", at=0.5, reason=nasty, running=0)
    journal.end(0.6, 1)


def killed(directory):
    """The journal ends in the middle of a line, while a set-up and a task were at work."""
    journal = Journal(directory)
    journal.say("fixture_declared", name="db", kind="service", scope="run", parent="", source="")
    for name in "ab":
        journal.say("task_declared", id="g." + name, group="g", name=name, command=["/b/" + name])
    journal.say("plan_ended", tasks=2)
    journal.say("task_started", at=0.2, id="g.a", pid=7)
    journal.say("setup_started", at=1, fixture="db", instance="db")
    journal.file.write(b'{"e":"task_sta')
    journal.file.close()


def shard(directory, number, hostname):
    """One of three shards: two workers, each with a schema of its own on one database, and ten tasks."""
    names = {i: [f"shard_{i}_query_{n}" for n in range(10)] for i in (1, 2, 3)}
    journal = Journal(directory, jobs=2, started=STARTED + number, hostname=hostname, shard=number, shards=3, digest="d")
    for other in names:
        if other != number:
            journal.say("shard_declared", shard=other, group="sql", tasks=["sql." + name for name in names[other]])
    journal.say("fixture_declared", name="postgres", kind="service", scope="run", parents=[], source="CMakeLists.txt:12")
    journal.say("fixture_declared", name="schema", kind="command", scope="worker", parents=["postgres"], source="CMakeLists.txt:15")
    for name in names[number]:
        journal.say("task_declared", id="sql." + name, group="sql", name=name, command=["/home/dev/shop/build/shop_tests", name],
                    labels=["sql", "parallel"], fixtures=["schema"])
    journal.say("plan_ended", tasks=10)
    journal.say("setup_started", at=0.02, fixture="postgres", instance="postgres")
    journal.say("setup_ended", at=0.6, fixture="postgres", instance="postgres", seconds=0.58, outcome="passed")
    for slot in range(2):
        journal.say("setup_started", at=0.6, fixture="schema", instance=f"schema[sql worker {slot}]")
        journal.say("setup_ended", at=0.7, fixture="schema", instance=f"schema[sql worker {slot}]", seconds=0.1, outcome="passed")
    for i, name in enumerate(names[number]):
        slot, at, red = i % 2, 0.7 + i // 2 * 0.3, number == 3 and i == 4
        task = dict(id="sql." + name, worker=slot, slot=slot)
        journal.say("task_started", at=at, pid=7, **task)
        journal.say("task_ended", at=round(at + 0.28, 6), attempt=1, seconds=0.28, outcome="failed" if red else "passed", cause="completed",
                    exit_code=int(red), **task, **({"reason": "exit code 1"} if red else {}))
    for slot in range(2):
        journal.say("teardown_started", at=2.2, fixture="schema", instance=f"schema[sql worker {slot}]")
        journal.say("teardown_ended", at=2.25, fixture="schema", instance=f"schema[sql worker {slot}]", seconds=0.05)
    journal.say("teardown_started", at=2.26, fixture="postgres", instance="postgres")
    journal.say("teardown_ended", at=2.4, fixture="postgres", instance="postgres", seconds=0.14)
    journal.end(2.42, 1 if number == 3 else 0, setup_seconds=0.78, setup_seconds_saved=5, setups=3, setups_one_per_task=20)


def shard_1(directory):
    shard(directory, 1, "alpha")


def shard_3(directory):
    """The second one has no run."""
    shard(directory, 3, "gamma")


STACKS = ("Stacks of process 5012 (shop_tests):\nThread 1 (LWP 5012):\n#0  pthread_cond_wait\n#1  <b>Queue</b>::pop() at /home/dev/shop/queue.cc:88\n"
          "#2  main\n")


def stacks(directory):
    """A task that hung, one that crashed, resources of CTest, and a finish command that failed."""
    journal = Journal(directory)
    for name in ("hangs", "crashes", "renders"):
        journal.say("task_declared", id="gpu." + name, group="gpu", name=name, command=["/home/dev/shop/build/shop_tests", name], timeout=5)
    journal.say("plan_ended", tasks=3)
    for slot, name in enumerate(("hangs", "crashes", "renders")):
        journal.say("task_started", at=0.01, id="gpu." + name, worker=slot, slot=slot, pid=5012 + slot)
    common = dict(attempt=1, resources=["CTEST_RESOURCE_GROUP_COUNT=1", "CTEST_RESOURCE_GROUP_0_GPUS=id:<2>,slots:1"])
    journal.say("task_ended", at=0.5, id="gpu.renders", worker=2, slot=2, seconds=0.49, outcome="passed", cause="completed", exit_code=0, **common)
    journal.say("task_ended", at=1, id="gpu.crashes", worker=1, slot=1, seconds=0.99, attempt=1, outcome="crashed", cause="signal", signal=11,
                reason="SIGSEGV", output=output("parsing...\n"))
    journal.say("task_stacks", at=1.2, id="gpu.crashes", attempt=1, stacks="#0  parse() at /home/dev/shop/parse.cc:7\n")
    journal.say("task_ended", at=5.1, id="gpu.hangs", worker=0, slot=0, seconds=5.09, outcome="timeout", cause="timeout", signal=15,
                reason="timeout after 5 s", output=output("waiting\n"), stacks=STACKS, **common)
    journal.say("run_ended", at=5.2, exit_code=1)
    journal.say("finish_ended", at=6, command=["upload-results", "<store>"], seconds=0.8, passed=False, reason="exit code 7", exit_code=7,
                output=output("403 Forbidden\n"))
    journal.file.close()


def many(directory, count=100_000, slots=16):
    """A hundred groups of a thousand tasks on worker fixtures."""
    journal = Journal(directory, jobs=slots)
    journal.say("fixture_declared", name="base", kind="command", scope="run", parent="", source="CMakeLists.txt:3")
    random.seed(1)
    for i in range(count):
        journal.say("task_declared", id=f"group_{i % 100}.case_{i}", group=f"group_{i % 100}", name=f"case_{i}", command=["/b/tests", f"case_{i}"],
                    labels=[f"group_{i % 100}", "parallel"], fixture="base", source=f"CMakeLists.txt:{i % 100}")
    journal.say("plan_ended", tasks=count)
    journal.say("setup_started", at=0, fixture="base", instance="base")
    journal.say("setup_ended", at=2, fixture="base", instance="base", seconds=2, outcome="passed")
    free = [2.0] * slots
    for i in range(count):
        slot = i % slots
        seconds = round(random.expovariate(100), 6)
        red = i % 5000 == 17
        task = dict(id=f"group_{i % 100}.case_{i}", worker=slot, slot=slot)
        journal.say("task_started", at=round(free[slot], 6), pid=7, **task)
        free[slot] += seconds
        journal.say("task_ended", at=round(free[slot], 6), attempt=1, seconds=seconds, outcome="failed" if red else "passed", cause="completed",
                    exit_code=int(red), output=output(f"case {i}\n" * (2000 if red else 3)), **task, **({"reason": "exit code 1"} if red else {}))
        free[slot] += 0.001
    journal.end(max(free), 1, setup_seconds=2, setup_seconds_saved=200000, setups=1, setups_one_per_task=count)


def one(directory):
    """A task that passes, and nothing else."""
    journal = Journal(directory)
    journal.say("task_declared", id="g.a", group="g", name="a", command=["/bin/true"])
    journal.say("plan_ended", tasks=1)
    journal.say("task_started", at=0.001, id="g.a", pid=7)
    journal.say("task_ended", at=0.002, id="g.a", attempt=1, worker=0, slot=0, seconds=0.001, outcome="passed", cause="completed", exit_code=0)
    journal.end(0.003, 0)


def empty(directory):
    """No task at all."""
    journal = Journal(directory)
    journal.say("plan_ended", tasks=0)
    journal.end(0, 4)


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
