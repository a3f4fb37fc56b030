"""Carries one scenario out and gathers the evidence."""
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time

import disk
import injection
import observation
import results

RUN_DEADLINE = 150     # Seconds. The suite's own limits make the longest a third of it, on a loaded machine half.
SESSION_DEADLINE = 30  # From the end of ctest to that of its session, which still tears down.
GONE_WITHIN = 20       # A deadline and no measurement: how long it takes says as much of the machine as of us.


class Workshop:
    """What all runs share: the helper, the built suite, where things are put."""

    def __init__(self, helper, build, work, schemas, ctest):
        self.helper, self.build, self.work, self.schemas, self.ctest = helper, build, work, schemas, ctest
        self.fragile = build + "/fragile"
        self.expected = set()

    def command(self, scenario, folder):
        if scenario.mode == "ctest":
            return [self.ctest, "--test-dir", self.build, "--output-junit", folder + "/ctest.xml", *scenario.arguments]
        return [self.helper, "run", self.build, *scenario.arguments]


def _environment(workshop, scenario, folder, temporary, mark):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("CTEST_", "PARALLEL_FIXTURES_", "CHAOS_", "GTEST_", "DOCTEST_"))}
    environment.update(CHAOS_RUN=mark, CHAOS_LOG=folder + "/log", CHAOS_DO=",".join(scenario.does),
                       TMPDIR=temporary + "/tmp", XDG_RUNTIME_DIR=temporary + "/xdg",
                       PARALLEL_FIXTURES_TRUST_OWNER=str(disk.NOBODY))  # A run of that user's leaves him the plan.
    if not scenario.lingers:
        environment["PARALLEL_FIXTURES_LINGER"] = "OFF"
    if scenario.refusals:
        environment["LD_PRELOAD"] = workshop.build + "/librefusals.so"
        environment["CHAOS_REFUSALS"] = ",".join(f"{name}={value}" for name, value in scenario.refusals.items())
    return environment


def _limits(scenario):
    """For the child, between fork and exec."""
    def apply():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # A shell's background job ignores it.
        if scenario.files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (scenario.files, scenario.files))
        if scenario.processes:
            disk.become_nobody()
            resource.setrlimit(resource.RLIMIT_NPROC, (scenario.processes, scenario.processes))
    return apply


def _follow(main, injector, mark):
    """Until it has ended. How much memory it took at most, and what it hangs in."""
    peak, hung, ticks = 0, "", 0
    deadline = time.monotonic() + RUN_DEADLINE
    while main.poll() is None:
        injector.tick()
        ticks += 1
        if ticks % 16 == 0:
            peak = max(peak, observation.peak_kib(main.pid))
        if time.monotonic() > deadline:
            hung = "; ".join(str(process) for process in observation.processes(mark).values())
            break
        time.sleep(0.003)
    return peak, hung


def _wait_for_session(scenario, injector, mark):
    """The session of a ctest tears down after it. Its own end is what the second is counted from."""
    def ended():
        injector.tick()
        all_ = observation.processes(mark)
        return not any(observation.role_of(process, all_, 0) == "session" for process in all_.values())
    if scenario.mode != "ctest" or observation.wait_until(ended, SESSION_DEADLINE):
        return ""
    return "; ".join(str(process) for process in observation.processes(mark).values())


def _stop_lingering(workshop, temporary, evidence):
    """What lingers is told to go, and has gone when that returns."""
    environment = {**os.environ, "XDG_RUNTIME_DIR": temporary + "/xdg"}
    try:
        stopped = subprocess.run([workshop.helper, "stop", workshop.build], stdin=subprocess.DEVNULL, env=environment,
                                 capture_output=True, text=True, timeout=SESSION_DEADLINE, check=False)
        evidence.stopped = stopped.returncode
    except subprocess.TimeoutExpired:
        evidence.hung = "stop of what lingers"


def _left(temporary):
    """Entries of the temporary folder, and sockets without a session."""
    left = [f"{temporary}/tmp/{name}" for name in os.listdir(temporary + "/tmp")]
    for folder, _, names in os.walk(temporary + "/xdg"):
        left += [f"{folder}/{name}" for name in names]
    return left


def _run(workshop, scenario, folder, temporary, evidence):
    mark = f"{os.path.basename(folder)}-{os.getpid()}-{time.monotonic_ns()}"
    seen = f"CHAOS_RUN={mark}\0".encode()
    with open(folder + "/output", "wb") as output:
        main = subprocess.Popen(workshop.command(scenario, folder), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                env=_environment(workshop, scenario, folder, temporary, mark), process_group=0,
                                preexec_fn=_limits(scenario))
    injector = injection.Injector(scenario, seen, main.pid, workshop.fragile)
    evidence.peak_kib, evidence.hung = _follow(main, injector, seen)
    if not evidence.hung:
        evidence.status = main.returncode
        evidence.hung = _wait_for_session(scenario, injector, seen)
    injector.finish()
    if scenario.lingers and not evidence.hung:
        _stop_lingering(workshop, temporary, evidence)
    if not evidence.hung and not observation.wait_until(lambda: observation.gone(seen), GONE_WITHIN):
        evidence.strays = [str(process) for process in observation.processes(seen).values()]
    observation.end_all(seen)
    main.wait()
    evidence.hit = injector.hit
    return injector.done


def carry_out(workshop, scenario, folder):
    """Returns the evidence, and what was injected."""
    shutil.rmtree(workshop.build + "/Testing", ignore_errors=True)
    os.makedirs(folder)
    os.chmod(folder, 0o777)
    temporary = tempfile.mkdtemp(prefix="chaos-")  # Short: a socket's address has 107 bytes.
    expected = {scenario.alone} if scenario.alone else workshop.expected
    evidence = results.Evidence(scenario.mode, 0, expected, [], [], refusals=scenario.refusals, disk=scenario.disk,
                                does=scenario.does, limited=bool(scenario.processes or scenario.files),
                                lingers=scenario.lingers)
    try:
        disk.make_ready(temporary, scenario.processes > 0, workshop.build)
        if scenario.relist:
            for program in ("linked", "typed", "plain"):
                os.utime(f"{workshop.build}/{program}")
        with disk.results_on(scenario, workshop.build):
            done = _run(workshop, scenario, folder, temporary, evidence)
            for directory in results.run_directories(workshop.build):
                evidence.runs.append(results.read_run(directory, workshop.helper, workshop.build, workshop.schemas,
                                                      may_write=not scenario.disk))
            shutil.copytree(workshop.build + "/Testing", folder + "/Testing", symlinks=True, dirs_exist_ok=True)
        evidence.log = results.read_log(folder + "/log")
        evidence.tests = results.ctest_tests(folder + "/ctest.xml")
        evidence.left = _left(temporary)
    finally:
        disk.remove(temporary)
    return evidence, done
