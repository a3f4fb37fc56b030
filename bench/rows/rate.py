import ours
import peers
from row import Entry, Line, Row
from shop import HUGE_PAGES

FRAMEWORKS = {"neutral": "no framework", "gtest": "GoogleTest", "catch2": "Catch2"}
BARS = {"neutral": 0.6}  # The share of the rate of the bare loop.
OWN_MAIN = {"gtest": ["--gtest_brief=1"], "catch2": []}  # Options that stop the framework from printing each test.


def rate(what, against, ours_, peer, at_least=None):
    """A line that shows both sides as tests per second."""
    return Line(what, against, "/s", ours_, peer, lambda r: ours_(r) / peer(r), "at least", at_least)


class Frameworks(Row):
    def prepare(self, shop):
        self.tests = shop.size(10000, 40)
        self.environment = {"BENCH_TESTS": str(self.tests)}
        self.frameworks = [name for name in FRAMEWORKS if shop.program(name)]
        self.fresh = {name: self.tree(shop, name, "fresh") for name in self.frameworks}

    def tree(self, shop, framework, name, keywords=""):
        tree = shop.build("linked", f"rate-{framework}-{name}", self.tests, PROGRAM=shop.program(framework),
                          VARIABLES=f"BENCH_TESTS={self.tests}", KEYWORDS=f"GRANULARITY GROUP {keywords}")
        ours.discover(shop, tree)
        return tree

    def missing(self):
        return [Entry(name, None, f"the {FRAMEWORKS[name]} programs are not built") for name in FRAMEWORKS
                if name not in self.frameworks]

    def fresh_entries(self, shop):
        return [Entry(f"{name} fresh", lambda name=name: ours.run(shop, self.fresh[name]).seconds)
                for name in self.frameworks]


class Row2(Frameworks):
    number = 2
    title = "10,000 linked tests that do nothing, each in a fresh process"

    def prepare(self, shop):
        super().prepare(shop)
        few = shop.size(1000, 10)
        self.true = shop.build("plain", "true-few", few, TASKS=few, COMMAND="/bin/true")

    def bare(self, shop, framework, processes=2):
        """Returns the seconds of the bare loop in this many processes of the same program, with the same libraries and heap."""
        words = [shop.program(framework), "--forks", self.tests, processes]
        return peers.loop(shop, words, {**self.environment, **HUGE_PAGES})

    def own_main(self, shop, framework):
        """Returns the seconds of the framework's own main, which runs all tests in one process."""
        return shop.run([shop.program(framework), *OWN_MAIN[framework]], self.environment).seconds

    def entries(self, shop):
        entries = self.missing()
        for name, fresh in zip(self.frameworks, self.fresh_entries(shop)):
            entries += [fresh, Entry(f"{name} bare", lambda name=name: self.bare(shop, name))]
            if name in BARS:
                entries.append(Entry(f"{name} bare in one", lambda name=name: self.bare(shop, name, 1)))
            if name in OWN_MAIN:
                entries.append(Entry(f"{name} own main", lambda name=name: self.own_main(shop, name)))
        return entries + [Entry("ctest", lambda: peers.ctest(shop, self.true, "-j2").seconds)]

    def lines(self, shop):
        lines = []
        for name in self.frameworks:
            def fresh(r, name=name):
                return self.tests / r[f"{name} fresh"]
            lines.append(rate(FRAMEWORKS[name], "bare fork-exit-wait of the same program in 2 processes", fresh,
                              lambda r, name=name: self.tests / r[f"{name} bare"], BARS.get(name)))
            if name in BARS:
                lines.append(rate(FRAMEWORKS[name], "the same in 1 process", fresh,
                                  lambda r, name=name: self.tests / r[f"{name} bare in one"]))
            lines.append(rate(FRAMEWORKS[name], f"ctest -j2 on {self.true.tasks} times /bin/true", fresh,
                              lambda r: self.true.tasks / r["ctest"], 6))
            if name in OWN_MAIN:
                lines.append(rate(FRAMEWORKS[name], "all in one process of the framework", fresh,
                                  lambda r, name=name: self.tests / r[f"{name} own main"]))
        return lines


class Row3(Frameworks):
    number = 3
    title = "The same with REUSE_WORKERS 100"

    def prepare(self, shop):
        super().prepare(shop)
        self.reused = {name: self.tree(shop, name, "reused", "REUSE_WORKERS 100") for name in self.frameworks}

    def entries(self, shop):
        entries = self.missing()
        for name, fresh in zip(self.frameworks, self.fresh_entries(shop)):
            entries += [fresh, Entry(f"{name} reused", lambda name=name: ours.run(shop, self.reused[name]).seconds)]
        return entries

    def lines(self, shop):
        return [rate(FRAMEWORKS[name], "a fresh process each", lambda r, name=name: self.tests / r[f"{name} reused"],
                     lambda r, name=name: self.tests / r[f"{name} fresh"], 5) for name in self.frameworks]
