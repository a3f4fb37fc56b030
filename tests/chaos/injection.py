"""Does to a run what its scenario says, at the moments that it says."""
import os
import resource
import signal
import time

import observation

STORM = [signal.SIGCHLD, signal.SIGCONT, signal.SIGWINCH]


class Injector:
    """tick() is called often; it never waits."""

    def __init__(self, scenario, mark, main, fragile):
        self.mark, self.main, self.fragile = mark, main, fragile
        self.began = time.monotonic()
        self.todo = [(one.at, lambda one=one: self._do(one)) for one in scenario.injections]
        self.done = []      # What was done, for people.
        self.hit = []       # (signal, role) of what reached somebody.
        self.killed_session = None  # When.
        self.turn = 0
        self.stopped = []  # Whom SIGSTOP has reached.

    def tick(self):
        now = time.monotonic() - self.began
        due = [entry for entry in self.todo if entry[0] <= now]
        self.todo = [entry for entry in self.todo if entry[0] > now]
        for _, action in due:
            action()

    def finish(self):
        """What was taken away for a while comes back at once, and who was stopped goes on."""
        self.todo = []
        for pid in self.stopped:
            observation.send(pid, signal.SIGCONT, self.mark)
        if os.path.exists(self.fragile + ".hidden"):
            os.rename(self.fragile + ".hidden", self.fragile)
        os.chmod(self.fragile, 0o755)

    def _later(self, seconds, action):
        self.todo.append((time.monotonic() - self.began + seconds, action))

    def _note(self, text):
        self.done.append(f"{time.monotonic() - self.began:.3f} s: {text}")

    def _victims(self, role):
        all_ = observation.processes(self.mark)
        return [all_[pid] for pid in sorted(all_) if observation.role_of(all_[pid], all_, self.main) == role]

    def _pick(self, one):
        victims = self._victims(one.role)
        return victims[int(one.pick * len(victims))] if victims else None

    def _do(self, one):
        if one.kind == "signal":
            self._signal(one)
        elif one.kind == "ctrl-c":
            self._ctrl_c(one.times, one.lasts)
        elif one.kind == "ctrl-z":
            self._ctrl_z(one.lasts)
        elif one.kind == "storm":
            self._storm(one.lasts)
        elif one.kind == "files":
            self._limit_files(one)
        else:
            self._take_away(one)

    def _signal(self, one):
        victim = self._pick(one)
        if victim is None or not observation.send(victim.pid, one.number, self.mark):
            self._note(f"no {one.role} to signal")
            return
        self._note(f"{signal.Signals(one.number).name} to the {one.role} {victim}")
        self.hit.append((one.number, one.role))
        if one.number == signal.SIGKILL and one.role == "session":
            self.killed_session = time.monotonic()
        if one.number == signal.SIGSTOP and one.role != "task":
            self.stopped.append(victim.pid)
            self._later(one.lasts, lambda: observation.send(victim.pid, signal.SIGCONT, self.mark))

    def _group(self, number):
        try:
            os.killpg(self.main, number)
            return True
        except ProcessLookupError:
            return False

    def _ctrl_c(self, times, gap):
        if self._group(signal.SIGINT):
            self._note("Ctrl-C")
            self.hit.append((signal.SIGINT, "group"))
        if times > 1:
            self._later(gap, lambda: self._ctrl_c(times - 1, gap))

    def _ctrl_z(self, lasts):
        if self._group(signal.SIGTSTP):
            self._note("Ctrl-Z")
            self.hit.append((signal.SIGTSTP, "group"))
            self._later(lasts, lambda: self._go_on(100))

    def _go_on(self, times):
        """A shell says it once, but not before it has seen the stop: the session stops its tasks first."""
        if times > 0 and self._group(signal.SIGCONT):
            self._later(0.1, lambda: self._go_on(times - 1))

    def _storm(self, left):
        """Signals that end nobody, but interrupt whoever waits."""
        if left <= 0:
            self._note("the storm is over")
            return
        for pid in observation.processes(self.mark):
            observation.send(pid, STORM[self.turn % len(STORM)], self.mark)
        self.turn += 1
        self._later(0.001, lambda: self._storm(left - 0.01))

    def _limit_files(self, one):
        victim = self._pick(one)
        if victim is not None:
            try:
                # Not below what it has: then poll() fails, and no system does that to a process.
                limit = max(map(int, os.listdir(f"/proc/{victim.pid}/fd"))) + 1 + one.number
                resource.prlimit(victim.pid, resource.RLIMIT_NOFILE, (limit, limit))
            except (OSError, ValueError):
                return
            self._note(f"{one.number} descriptors more for the {one.role} {victim}")
            self.hit.append((0, "files"))

    def _take_away(self, one):
        self._note(f"{one.kind} a program")
        self.hit.append((0, one.kind))
        if one.kind == "forbid":
            self._permit(0)
            self._later(one.lasts, lambda: self._permit(0o755))
        elif not os.path.exists(self.fragile + ".hidden"):
            os.rename(self.fragile, self.fragile + ".hidden")
            self._later(one.lasts, self._bring_back)

    def _permit(self, mode):
        """It may be hidden at the same time."""
        for path in (self.fragile, self.fragile + ".hidden"):
            if os.path.exists(path):
                os.chmod(path, mode)

    def _bring_back(self):
        if os.path.exists(self.fragile + ".hidden"):
            os.rename(self.fragile + ".hidden", self.fragile)
