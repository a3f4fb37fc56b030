#!/usr/bin/env python3
"""Kills nodes and helpers while `parallel-fixtures slurm` runs on a Slurm of four nodes on this machine.

Of each run it is held that every task has one outcome, that no task passed that did not run or had to fail, that a task was
not run only after three kills and three rounds, and that the exit code is that of the results. At most three of the four nodes
are killed, so one is always left. Kills that come after the end of a run do not count, and without any that counts the script
fails. Each run has the seed of the one before plus one; `--seed <n> --runs 1` decides the same again.
"""
import argparse
import glob
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

NODES = ["n1", "n2", "n3", "n4"]
GROUPS = ["g", "h", "u"]
IDS = [f"{group}.{number}" for group in GROUPS for number in range(1, 21)]
DEADLINE = 90


class Cluster:
    def __init__(self, root):
        self.script = os.path.join(root, "tests/slurm/cluster.sh")
        self.home = tempfile.mkdtemp(prefix="pf-chaos-slurm.", dir="/tmp")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("SLURM_")}
        self.environment["SLURM_CONF"] = f"{self.home}/slurm.conf"

    def call(self, command, check=True):
        script = f'set -eu; . "{self.script}"; cluster="{self.home}" cluster_nodes=4; {command}'
        return subprocess.run(["sh", "-c", script], env=self.environment, check=check, stdout=subprocess.PIPE, text=True).stdout

    def start(self):
        self.call(f'cluster_start "{self.home}" 4 2')

    def stop(self):
        self.call("cluster_stop", check=False)
        shutil.rmtree(self.home, ignore_errors=True)

    def repair(self, nodes):
        for node in nodes:
            self.call(f"node_start {node}; scontrol update NodeName={node} State=RESUME 2>/dev/null", check=False)
        self.call("cluster_wait 4")

    def helpers(self, node):
        """The main processes of the helpers on a node: their parent is Slurm's."""
        found = []
        for pid in self.call(f"node_processes {node}", check=False).split():
            try:
                parent = next(line.split()[1] for line in open(f"/proc/{pid}/status") if line.startswith("PPid:"))
                if open(f"/proc/{parent}/comm").read().strip() == "slurmstepd":
                    found.append(int(pid))
            except (OSError, StopIteration):
                continue
        return found


class Run:
    def __init__(self, arguments, cluster, seed):
        self.arguments, self.cluster, self.seed = arguments, cluster, seed
        self.random = random.Random(seed)
        self.work = arguments.work
        self.failing = set(self.random.sample(IDS, self.random.choice([0, 0, 1, 3])))
        count = self.random.choice([1, 1, 1, 2, 3])
        self.kills = sorted((self.random.uniform(0, 2), node, self.random.choice(["node", "node", "helper", "end"]))
                            for node in self.random.sample(NODES, count))
        self.killed = []  # The nodes that must be started again.
        self.done = 0  # How many of the kills have found something to kill.

    def execute(self):
        for name, lines in (("log", []), ("fail", sorted(self.failing))):
            with open(f"{self.work}/{name}", "w") as file:
                file.writelines(line + "\n" for line in lines)
        with open(f"{self.work}/output", "w") as output:
            latest = f"{self.work}/build/Testing/ParallelFixtures/latest"
            before = os.path.realpath(latest)
            process = subprocess.Popen(
                ["salloc", "--quiet", "--nodes=4", "--exclusive", "--no-kill", self.arguments.helper, "slurm",
                 f"{self.work}/build"], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                env=self.cluster.environment, start_new_session=True)
            # Slurm would wait for a node that is lost before the allocation is there.
            deadline = time.monotonic() + DEADLINE
            while os.path.realpath(latest) == before and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.01)
            began = time.monotonic()
            for when, node, what in self.kills:
                while time.monotonic() < began + when and process.poll() is None:
                    time.sleep(0.01)
                if process.poll() is not None:
                    break
                self.kill(node, what)
            try:
                return process.wait(DEADLINE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                self.cluster.call("scancel --quiet --user=root", check=False)
                return None

    def kill(self, node, what):
        if what == "node":
            self.cluster.call(f"node_kill {node}", check=False)
            self.killed.append(node)
            self.done += 1
            return
        found = False
        for pid in self.cluster.helpers(node):
            try:
                os.kill(pid, signal.SIGKILL if what == "helper" else signal.SIGTERM)
                found = True
            except ProcessLookupError:  # It has just ended.
                continue
        self.done += found

    def problems(self, code):
        if code is None:
            return [f"it has not ended in {DEADLINE} s"]
        path = f"{self.work}/build/Testing/ParallelFixtures/latest/summary.json"
        try:
            summary = json.load(open(path))
        except (OSError, ValueError) as error:
            return [f"there is no summary: {error}"]
        problems = []
        outcomes = {task["id"]: task for task in summary["tasks"]}
        if sorted(outcomes) != sorted(IDS):
            problems.append("the tasks are not those of the plan")
        ran = set(open(f"{self.work}/log").read().split())
        counted = {}
        for name, task in outcomes.items():
            counted[task["outcome"]] = counted.get(task["outcome"], 0) + 1
            if task["outcome"] == "passed" and (name in self.failing or name not in ran):
                problems.append(f"{name} passed, but it {'fails' if name in self.failing else 'did not run'}")
            if task["outcome"] == "failed" and name not in self.failing:
                problems.append(f"{name} failed, but it passes")
            if task["outcome"] not in ("passed", "failed", "not_run"):
                problems.append(f"{name} is {task['outcome']} ({task['cause']})")
        counts = summary["counts"]
        if any(counts[outcome] != number for outcome, number in counted.items()) or counts["declared"] != len(IDS):
            problems.append("the counts are not those of the tasks")
        fixtures = any(fixture["outcome"] not in ("passed", "not_run") for fixture in summary["fixtures"])
        refused = code == 2 and counts["not_run"] == len(IDS) and not ran  # A node was lost before it was asked.
        expected = 5 if counts["not_run"] else 3 if fixtures else 1 if counts["failed"] else 0
        if not refused and code != expected:
            problems.append(f"the exit code is {code}, not {expected}")
        third_round = glob.glob(f"{os.path.dirname(path)}/nodes/3.*.tasks")
        if not refused and counts["not_run"] and (self.done < 3 or not third_round):
            problems.append(f"{counts['not_run']} were not run, although nodes were left")
        return problems


def prepare(arguments):
    os.makedirs(arguments.work, exist_ok=True)
    source = os.path.join(arguments.root, "tests/chaos/nodes")
    subprocess.run(["cmake", "-S", source, "-B", f"{arguments.work}/build", f"-DROOT={arguments.root}",
                    f"-DHELPER={arguments.helper}", f"-DWORK={arguments.work}"], check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser()
    for name in ("helper", "root", "work"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1000000))
    arguments = parser.parse_args()
    cluster = Cluster(arguments.root)
    why = cluster.call("cluster_problem")
    if why:
        print("skipped:", why.strip())
        return 77
    prepare(arguments)
    broken = decided = done = 0
    results = {}
    try:
        cluster.start()
        for seed in range(arguments.seed, arguments.seed + arguments.runs):
            run = Run(arguments, cluster, seed)
            code = run.execute()
            results[code] = results.get(code, 0) + 1
            decided += len(run.kills)
            done += run.done
            problems = run.problems(code)
            for problem in problems:
                print(f"seed {seed}, {run.kills}, exit code {code}: {problem}")
            if problems:
                broken += 1
                shutil.copytree(f"{arguments.work}/build/Testing/ParallelFixtures/latest/", f"{arguments.work}/seed-{seed}",
                                dirs_exist_ok=True, symlinks=True)
                shutil.copy(f"{arguments.work}/output", f"{arguments.work}/seed-{seed}/terminal")
            cluster.repair(run.killed)
    finally:
        cluster.stop()
    print(f"{arguments.runs} runs from seed {arguments.seed}, {broken} with a broken promise; exit codes: {results}; "
          f"{done} of {decided} kills came in time")
    return 1 if broken or done == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
