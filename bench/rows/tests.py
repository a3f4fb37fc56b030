import ours
import peers
from row import Entry, Row, slower

TIMEOUT = 30
SETUP_AND_TEARDOWN = 2  # A fixture of CTest has a test for each.


class Row6(Row):
    number = 6
    title = "1,000 tasks as CTest tests, with the same properties on both sides"

    def prepare(self, shop):
        self.tests = shop.size(1000, 10)
        self.plain = self.plain_tests(shop, "tests-plain", "/bin/true")
        self.started = self.plain_tests(shop, "tests-started", f"{shop.program('starter')} /bin/true")
        self.forked = self.plain_tests(shop, "tests-forked", f"{shop.program('gtest')} --fork")
        self.commands = shop.build("commands", "tests-commands", self.tests, TASKS=self.tests, COMMAND="/bin/true",
                                   FIXTURE="ON", KEYWORDS=f"TIMEOUT {TIMEOUT}")
        self.linked = shop.build("linked", "tests-linked", self.tests, PROGRAM=shop.program("gtest"),
                                 VARIABLES=f"BENCH_TESTS={self.tests}", KEYWORDS=f"TIMEOUT {TIMEOUT}")
        ours.discover(shop, self.linked)

    def plain_tests(self, shop, name, command):
        return shop.build("plain", name, self.tests + SETUP_AND_TEARDOWN, TASKS=self.tests, COMMAND=command,
                          FIXTURE="ON", TIMEOUT=TIMEOUT)

    def entries(self, shop):
        return [
            Entry("plain", lambda: peers.ctest(shop, self.plain, "-j2").seconds),
            Entry("started", lambda: peers.ctest(shop, self.started, "-j2").seconds),
            Entry("forked", lambda: peers.ctest(shop, self.forked, "-j2").seconds),
            Entry("linked", lambda: ours.ctest(shop, self.linked, "-j2").seconds),
            Entry("commands", lambda: ours.ctest(shop, self.commands, "-j2").seconds),
            Entry("plain alone", lambda: peers.ctest(shop, self.plain).seconds),
            Entry("linked alone", lambda: ours.ctest(shop, self.linked, "-L", "^parallel$").seconds),
        ]

    def lines(self, shop):
        def plain(r):
            return r["plain"]
        return [
            slower("GoogleTest tests, ctest -j2", "/bin/true, ctest -j2", lambda r: r["linked"], plain, 1.35),
            slower("commands, ctest -j2", "/bin/true, ctest -j2", lambda r: r["commands"], plain, 1.15),
            slower("GoogleTest tests, ctest -j2", "the same program, which forks once, ctest -j2", lambda r: r["linked"],
                   lambda r: r["forked"]),
            slower("commands, ctest -j2", "a static program that starts /bin/true, ctest -j2", lambda r: r["commands"],
                   lambda r: r["started"]),
            slower("GoogleTest tests, ctest -L '^parallel$' without -j", "/bin/true, ctest without -j",
                   lambda r: r["linked alone"], lambda r: r["plain alone"]),
        ]
