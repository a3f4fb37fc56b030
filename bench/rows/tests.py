import ours
import peers
from row import Entry, Row, slower

TIMEOUT = 30


class Row6(Row):
    number = 6
    title = "1,000 tasks as CTest tests, with the same properties on both sides"

    def prepare(self, shop):
        self.tests = shop.size(1000, 10)
        self.plain = shop.build("plain", "tests-plain", self.tests, TASKS=self.tests, COMMAND="/bin/true", FIXTURE="ON",
                                TIMEOUT=TIMEOUT)
        self.commands = shop.build("commands", "tests-commands", self.tests, TASKS=self.tests, COMMAND="/bin/true",
                                   FIXTURE="ON", KEYWORDS=f"TIMEOUT {TIMEOUT}")
        self.linked = shop.build("linked", "tests-linked", self.tests, PROGRAM=shop.program("gtest"),
                                 VARIABLES=f"BENCH_TESTS={self.tests}", KEYWORDS=f"TIMEOUT {TIMEOUT}")
        ours.discover(shop, self.linked)

    def entries(self, shop):
        plain = self.tests + 2  # Its set-up and teardown are tests.
        return [
            Entry("plain", lambda: peers.ctest(shop, self.plain, "-j2", tests=plain).seconds),
            Entry("linked", lambda: ours.ctest(shop, self.linked, "-j2").seconds),
            Entry("commands", lambda: ours.ctest(shop, self.commands, "-j2").seconds),
            Entry("plain alone", lambda: peers.ctest(shop, self.plain, tests=plain).seconds),
            Entry("linked alone", lambda: ours.ctest(shop, self.linked, "-L", "^parallel$").seconds),
        ]

    def lines(self, shop):
        def plain(r):
            return r["plain"]
        return [
            slower("GoogleTest tests, ctest -j2", "/bin/true, ctest -j2", lambda r: r["linked"], plain, 1.35),
            slower("commands, ctest -j2", "/bin/true, ctest -j2", lambda r: r["commands"], plain, 1.15),
            slower("GoogleTest tests, ctest -L '^parallel$' without -j", "/bin/true, ctest without -j",
                   lambda r: r["linked alone"], lambda r: r["plain alone"]),
        ]
