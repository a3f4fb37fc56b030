import time

import measure
import ours
import peers
from row import Entry, Row, above, alone
from shop import HUGE_PAGES

WORKERS = 2


class Row5(Row):
    number = 5
    title = "500 tests that read all over 1 GiB of malloc'ed memory"

    def prepare(self, shop):
        self.mib, self.tests, self.held = shop.size(1024, 16), shop.size(500, 10), shop.size(40, 4)
        self.big = self.tree(shop, "big", self.tests, f"BENCH_MIB={self.mib}")
        self.empty = self.tree(shop, "empty", self.tests, "BENCH_MIB=0")
        # The tests sleep for a while, so that their memory can be summed up while no process starts or ends.
        self.pausing = self.tree(shop, "pausing", self.held, f"BENCH_MIB={self.mib} BENCH_PAUSE=200")

    def tree(self, shop, name, tests, variables):
        tree = shop.build("linked", f"memory-{name}", tests, PROGRAM=shop.program("memory"),
                          VARIABLES=f"BENCH_TESTS={tests} {variables}", KEYWORDS="GRANULARITY GROUP")
        ours.discover(shop, tree)
        return tree

    def per_test(self, shop, tree):
        """Returns the milliseconds that a worker spends on a test, without the set-up."""
        seconds = ours.run(shop, tree).seconds - ours.setup_seconds(tree.path)
        return seconds * 1000 * WORKERS / self.tests

    def loop(self, shop, what, number):
        """Returns the milliseconds of one step of a loop in this many processes."""
        words = [shop.program("memory"), what, number, WORKERS]
        return peers.loop(shop, words, {**HUGE_PAGES, "BENCH_MIB": str(self.mib)}) * 1000 * WORKERS / number

    def shared(self, shop):
        """Returns the highest memory seen of all processes of the run in GiB, each page counted once (PSS)."""
        running, most = shop.start([shop.helper, "run", self.pausing.path, f"-j{WORKERS}"]), 0
        while running.alive():
            before = measure.descendants(running.process.pid)
            total = sum(measure.shared_bytes(pid) for pid in before)
            # A page that more processes share than a moment ago would be counted twice.
            if before == measure.descendants(running.process.pid):
                most = max(most, total)
            time.sleep(0.02)
        ours.check(self.pausing.path, self.held, running.finish())
        return most / 2**30

    def entries(self, shop):
        return [
            Entry("big", lambda: self.per_test(shop, self.big)),
            Entry("empty", lambda: self.per_test(shop, self.empty)),
            Entry("read", lambda: self.loop(shop, "--calls", self.tests)),
            Entry("forked read", lambda: self.loop(shop, "--forked-calls", self.tests)),
            Entry("shared", lambda: self.shared(shop)),
        ]

    def lines(self, shop):
        def big(r):
            return r["big"]
        return [
            above("a test", "one of an empty fixture, and the reading without a fork", big,
                  lambda r: r["empty"] + r["read"], 2),
            above("a test", "one of an empty fixture", big, lambda r: r["empty"]),
            above("a test", "a bare fork that reads", big, lambda r: r["forked read"]),
            alone("memory of all processes (PSS)", lambda r: r["shared"], 1.2 * self.mib / 1024, "GiB"),
        ]
