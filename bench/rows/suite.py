import ours
import peers
from row import Entry, Row, faster, slower
from shop import HUGE_PAGES

SETUP = 200  # Milliseconds.


class Row1(Row):
    number = 1
    title = "100 GoogleTest tests behind a SetUpTestSuite of 200 ms"

    def prepare(self, shop):
        self.tests = shop.size(100, 6)
        self.forks = shop.size(1000, 50)  # Of the bare loop; 100 would take a few milliseconds only.
        self.environment = {"BENCH_TESTS": str(self.tests), "BENCH_SETUP": str(SETUP)}
        self.tree, self.discovered = self.linked(shop, "gtest"), self.discovered_by(shop, "gtest")
        self.catch2 = shop.program("catch2") is not None
        if self.catch2:
            self.catch2_tree = self.linked(shop, "catch2")
            self.catch2_discovered = self.discovered_by(shop, "catch2")

    def linked(self, shop, framework):
        variables = " ".join(f"{name}={value}" for name, value in self.environment.items())
        tree = shop.build("linked", f"suite-{framework}-ours", self.tests, PROGRAM=shop.program(framework),
                          VARIABLES=variables)
        ours.discover(shop, tree)
        return tree

    def discovered_by(self, shop, framework):
        return shop.build(f"peers/{framework}", f"suite-{framework}", self.tests, TESTS=self.tests, SETUP=SETUP)

    def bare(self, shop):
        """Returns the seconds of this many bare forks in two processes of the same program."""
        seconds = peers.loop(shop, [shop.program("gtest"), "--forks", self.forks, 2], {**self.environment, **HUGE_PAGES})
        return seconds / self.forks * self.tests

    def gtest_parallel(self, shop):
        return shop.run([peers.find("gtest-parallel"), "--workers=2", f"{self.discovered.path}/suite"]).seconds

    def entries(self, shop):
        no_xdist = "" if peers.has_pytest_xdist() else "pytest-xdist is not installed"
        no_catch2 = "" if self.catch2 else "the Catch2 programs are not built"
        return [
            Entry("run", lambda: ours.run(shop, self.tree).seconds),
            Entry("bare", lambda: self.bare(shop)),
            Entry("ctest", lambda: ours.ctest(shop, self.tree, "-j2").seconds),
            Entry("gtest_discover_tests", lambda: peers.ctest(shop, self.discovered, "-j2").seconds),
            Entry("gtest-parallel", lambda: self.gtest_parallel(shop),
                  "" if peers.find("gtest-parallel") else "gtest-parallel is not installed"),
            Entry("catch2 ctest", lambda: ours.ctest(shop, self.catch2_tree, "-j2").seconds, no_catch2),
            Entry("catch_discover_tests", lambda: peers.ctest(shop, self.catch2_discovered, "-j2").seconds, no_catch2),
            Entry("pytest-xdist", lambda: peers.pytest(shop, self.tests, SETUP).seconds, no_xdist),
        ]

    def lines(self, shop):
        def run(r):
            return r["run"]
        return [
            slower("run -j2", "200 ms + the bare forks, two at a time", run, lambda r: SETUP / 1000 + r["bare"], 1.3),
            faster("ctest -j2", "ctest -j2 with gtest_discover_tests", lambda r: r["ctest"],
                   lambda r: r["gtest_discover_tests"], 15),
            faster("run -j2", "ctest -j2 with gtest_discover_tests", run, lambda r: r["gtest_discover_tests"]),
            faster("Catch2, ctest -j2", "ctest -j2 with catch_discover_tests", lambda r: r["catch2 ctest"],
                   lambda r: r["catch_discover_tests"]),
            faster("run -j2", "gtest-parallel --workers=2", run, lambda r: r["gtest-parallel"]),
            faster("run -j2", "pytest -n 2, a session fixture of 200 ms", run, lambda r: r["pytest-xdist"]),
        ]
