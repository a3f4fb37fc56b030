import glob
import os
import threading

import measure
import ours
import peers
from row import Entry, Row, alone, slower

GROUPS, TASKS = 300, 20


class Watch:
    """Counts the processes that run a file of the given folders, from time to time, until it is told to stop."""

    def __init__(self, *folders):
        self.folders = tuple(f"{os.path.realpath(folder)}/" for folder in folders)
        self.most = 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while not self.stopped.wait(0.02):
            running = [measure.read_link(path) for path in glob.glob("/proc/[0-9]*/exe")]
            self.most = max(self.most, sum(path.startswith(self.folders) for path in running))

    def stop(self):
        self.stopped.set()
        self.thread.join()
        return self.most


class Row15(Row):
    number = 15
    title = f"{GROUPS * TASKS:,} tasks that do nothing, in {GROUPS} groups of {TASKS}"
    rounds_at_most = 3

    def prepare(self, shop):
        self.groups, self.tasks = shop.size(GROUPS, 3), shop.size(TASKS, 4)
        self.all = self.groups * self.tasks
        self.plain = self.tree(shop, "plain", PLAIN="ON", COMMAND="/bin/true")
        self.commands = self.tree(shop, "commands", COMMAND="/bin/true")
        self.one = shop.build("many", "many-one-group", self.all, GROUPS=1, TASKS=self.all, COMMAND="/bin/true")
        self.programs = self.tree(shop, "programs", PROGRAM=shop.program("gtest"))
        for tree in (self.one, self.commands, self.programs):
            ours.discover(shop, tree)

    def tree(self, shop, name, **variables):
        return shop.build("many", f"many-{name}", self.all, GROUPS=self.groups, TASKS=self.tasks, **variables)

    def ctest(self, shop, tree):
        watch = Watch(shop.prefix, tree.path)
        seconds = ours.ctest(shop, tree, "-j2").seconds
        return {"seconds": seconds, "processes": watch.stop()}

    def entries(self, shop):
        def listed(tree):
            return shop.run([shop.ctest, "--test-dir", tree.path, "-N"]).seconds
        return [
            Entry("plain", lambda: peers.ctest(shop, self.plain, "-j2").seconds),
            Entry("one", lambda: self.ctest(shop, self.one)),
            Entry("commands", lambda: self.ctest(shop, self.commands)),
            Entry("programs", lambda: self.ctest(shop, self.programs)),
            Entry("commands by run", lambda: ours.run(shop, self.commands).seconds),
            Entry("programs by run", lambda: ours.run(shop, self.programs).seconds),
            Entry("plain listed", lambda: listed(self.plain)),
            Entry("programs listed", lambda: listed(self.programs)),
        ]

    def lines(self, shop):
        def plain(r):
            return r["plain"]

        def seconds(name):
            return lambda r: r[name]["seconds"]
        return [
            slower("commands in one group, ctest -j2", "/bin/true by add_test, ctest -j2", seconds("one"), plain),
            slower(f"commands in {GROUPS} groups, ctest -j2", "/bin/true by add_test, ctest -j2", seconds("commands"),
                   plain, 1.5),
            slower(f"{GROUPS} linked GoogleTest programs, ctest -j2", "/bin/true by add_test, ctest -j2",
                   seconds("programs"), plain, 1.5),
            slower("commands, run -j2", "/bin/true by add_test, ctest -j2", lambda r: r["commands by run"], plain),
            slower("linked programs, run -j2", "/bin/true by add_test, ctest -j2", lambda r: r["programs by run"], plain),
            slower("linked programs, ctest -N", "/bin/true by add_test, ctest -N", lambda r: r["programs listed"],
                   lambda r: r["plain listed"], 1.3),
            alone("processes of ours at once, linked programs by ctest -j2", lambda r: r["programs"]["processes"]),
        ]
