"""What a seed decides: how the suite is run, which tasks misbehave, and what is done to the run at which moments."""
import dataclasses
import random
import signal

NASTY = ["daemons", "deaf", "stops", "closes", "group", "parent", "scribbles", "loud", "aborts", "fails", "leaks", "locks",
         "bytes"]
LINKED = [f"{program}-{what}" for program in ("linked", "reused", "unified")
          for what in ("group", "closes", "scribbles", "stops", "deaf", "daemons", "aborts", "leaks", "parent")]
PLAIN = ["plain-" + what for what in ("group", "closes", "deaf", "aborts", "leaks")] + ["make-fails"]
TYPED = ["typed-" + what for what in ("group", "closes", "parent", "scribbles")]
FIXTURES = ["base", "server", "schema", "leaves", "each", "again", "lasting"]
FIXTURE_FAULTS = ["up-fails-linked", "up-fails-reused", "up-fails-unified", "up-fails-typed"] + [
    verb + fixture for fixture in FIXTURES if fixture != "server" for verb in ("up-fails-", "down-fails-")]
SLOW_FAULTS = ["up-hangs-schema", "down-hangs-leaves", "down-hangs-base"]

ROLES = ["task", "worker", "program", "linked", "service", "command", "client", "session", "ctest", "daemon"]
ALONE = ["sql.t1", "calm.t2", "whole.t1", "once.t1", "plain.Plain.Waits", "kept.t1"]  # For --no-fork.
SIGNALS = [signal.SIGKILL, signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM]
REFUSALS = {"short": (20, 400), "interrupt": (20, 300), "fork": (5, 120), "exec": (5, 120), "descriptors": (5, 120),
            "full": (5, 120), "clock": (100, 500)}


@dataclasses.dataclass
class Injection:
    at: float            # Seconds since the start.
    kind: str            # signal, ctrl-c, ctrl-z, storm, files, hide, forbid
    role: str = ""
    number: int = 0      # The signal, or how many descriptors are left.
    pick: float = 0.0    # Which of several processes: a share of their number.
    lasts: float = 0.0   # Until a stopped process goes on, a program is back, the second Ctrl-C comes.
    times: int = 1

    def __str__(self):
        name = signal.Signals(self.number).name if self.kind == "signal" else self.number or ""
        return f"{self.at:.3f} s: {self.kind} {name} {self.role}".strip()


@dataclasses.dataclass
class Scenario:
    seed: int
    mode: str                 # run, ctest
    arguments: list
    does: list                # For CHAOS_DO.
    injections: list
    refusals: dict            # Of refusals.cc.
    disk: str = ""            # full, read-only
    disk_kib: int = 0
    processes: int = 0        # RLIMIT_NPROC above what there is; 0: none
    files: int = 0            # RLIMIT_NOFILE from the start; 0: none
    relist: bool = False      # The cases of programs are listed again.
    lingers: bool = False     # Fixtures with LINGER stay up after the run, until they are told to go.
    alone: str = ""           # The one task that is run by --no-fork.

    def describe(self):
        parts = [self.mode, " ".join(self.arguments)]
        parts += [f"does {','.join(self.does)}"] if self.does else []
        parts += [f"refusals {self.refusals}"] if self.refusals else []
        parts += [f"disk {self.disk} {self.disk_kib or ''}"] if self.disk else []
        parts += [f"{self.processes} processes more"] if self.processes else []
        parts += [f"{self.files} descriptors"] if self.files else []
        parts += ["lists again"] if self.relist else []
        parts += ["lingers"] if self.lingers else []
        return "; ".join(part.strip() for part in parts)


def _injection(random_, mode, lasts, lingers):
    at = random_.uniform(0.0, lasts)
    kind = random_.choices(["signal", "ctrl-c", "ctrl-z", "storm", "files", "hide", "forbid"],
                           [60, 12, 4, 10, 4, 4, 4])[0]
    roles = [role for role in ROLES if (mode == "ctest" or role not in ("ctest", "client")) and
             (lingers or role != "daemon")]
    one = Injection(at, kind, role=random_.choice(roles), pick=random_.random())
    if kind == "signal":
        one.number = random_.choice(SIGNALS)
        one.lasts = random_.uniform(0.02, 0.4)
    elif kind == "ctrl-c":
        one.times = random_.choice([1, 1, 2])
        one.lasts = random_.choice([0.0, random_.uniform(0.0, 0.3)])
    elif kind == "files":
        one.role = random_.choice(["session", "worker"])
        one.number = random_.randint(0, 8)
    else:
        one.lasts = random_.uniform(0.02, 0.2)
    return one


def _arguments(random_, mode):
    jobs = random_.choice([1, 2, 2, 3, 4])
    if mode == "ctest":
        arguments = random_.choice([["-L", "parallel"], ["-L", "parallel", f"-j{jobs}"], [f"-j{jobs}"]])
        return arguments + random_.choice([[], [], [], ["--schedule-random"], ["--repeat", "until-pass:2"],
                                           ["--stop-on-failure"]])
    arguments = [f"-j{jobs}", "--grace", random_.choice(["0.1", "0.3", "1"])]
    return arguments + random_.choice([[], [], [], ["--schedule-random"], ["--repeat", "until-pass:2"],
                                       ["--stop-on-failure"], ["-VV"]])


def decide(seed, lasts, modes, floods=True):
    """lasts: how long an undisturbed run takes, by mode."""
    random_ = random.Random(seed)
    mode = random_.choices(modes, [2, 1][:len(modes)])[0]
    does = random_.sample(NASTY, random_.choice([0, 0, 1, 2, 4])) + random_.sample(LINKED, random_.choice([0, 0, 1, 2]))
    does += random_.sample(TYPED, random_.choice([0, 0, 0, 1])) + random_.sample(PLAIN, random_.choice([0, 0, 0, 1]))
    does += random_.sample(FIXTURE_FAULTS, random_.choice([0] * 5 + [1, 2]))
    does += random_.sample(SLOW_FAULTS, 1) if random_.random() < 0.03 else []
    floods = floods and mode == "run"  # ctest itself keeps all output in memory.
    does += ["floods"] if random_.random() < 0.02 and floods else []
    scenario = Scenario(seed, mode, _arguments(random_, mode), does, [], {})
    scenario.lingers = random_.random() < 0.25
    if mode == "run" and random_.random() < 0.06:
        scenario.alone = random_.choice(ALONE)
        scenario.arguments = ["--no-fork", "-R", "^" + scenario.alone.replace(".", "\\.") + "$"]
    count = random_.choice([0, 1, 1, 1, 2, 2, 3])
    scenario.injections = sorted((_injection(random_, mode, lasts[mode] / (4 if scenario.alone else 1), scenario.lingers)
                                  for _ in range(count)), key=lambda one: one.at)
    system = random_.random()
    if system < 0.25:
        for name in random_.sample(sorted(REFUSALS), random_.choice([1, 1, 2])):
            scenario.refusals[name] = random_.randint(*REFUSALS[name])
        scenario.refusals["seed"] = random_.randrange(1 << 30)
    elif system < 0.31:
        scenario.disk = random_.choice(["full", "full", "read-only"])
        scenario.disk_kib = random_.choice([4, 12, 24, 40, 64, 100, 200, 400]) if scenario.disk == "full" else 0
    elif system < 0.36 and mode == "run":
        scenario.processes = random_.randint(1, 25)
    elif system < 0.40 and mode == "run":
        scenario.files = random_.randint(5, 60)
    scenario.relist = random_.random() < 0.05
    # A fixture daemon would hold the disk that goes, and be another user's, and out of what is refused to the run.
    scenario.lingers = scenario.lingers and not (scenario.disk or scenario.processes or scenario.files)
    return scenario
