import probes
import ours
from row import Entry, Row, alone

ROLES = {"helper": 5, "worker": 10, "test": 8}  # Bars, in system calls: those of a worker with fork and wait.
INSTRUCTIONS = 75000


class Row14(Row):
    number = 14
    title = "What a test costs in counts: linked, no framework, a fresh process each"
    rounds_at_most = 1

    def prepare(self, shop):
        self.few, self.many = shop.size(1000, 60), shop.size(3000, 120)
        self.trees = {tests: self.tree(shop, tests) for tests in (self.few, self.many)}

    def tree(self, shop, tests):
        tree = shop.build("linked", f"counts-{tests}", tests, PROGRAM=shop.program("neutral"),
                          VARIABLES=f"BENCH_TESTS={tests}", KEYWORDS="GRANULARITY GROUP")
        ours.discover(shop, tree)
        ours.run(shop, tree)  # What a second run knows of the first is part of what it costs.
        return tree

    def words(self, shop, tests):
        return [shop.helper, "run", self.trees[tests].path, "-j2", "--color", "never"]

    def each(self, of):
        """What a test adds: what is there anyway is in both."""
        few, many = of(self.few), of(self.many)
        return {name: (many[name] - few.get(name, 0)) / (self.many - self.few) for name in many}

    def entries(self, shop):
        return [
            Entry("instructions", lambda: self.each(lambda tests: {
                "helper": probes.instructions(shop, self.words(shop, tests))}), probes.missing("valgrind")),
            Entry("calls", lambda: self.each(lambda tests: probes.system_calls(shop, self.words(shop, tests))),
                  probes.missing("strace")),
            Entry("usage", lambda: self.each(lambda tests: probes.usage(shop, self.words(shop, tests)))),
        ]

    def lines(self, shop):
        calls = [alone(f"system calls of the {role}", lambda r, role=role: r["calls"][role], bar)
                 for role, bar in ROLES.items()]
        return [
            alone("user instructions of the helper, with all reports", lambda r: r["instructions"]["helper"], INSTRUCTIONS),
            *calls,
            alone("page faults of all processes", lambda r: r["usage"]["faults"]),
            alone("times that a process waits", lambda r: r["usage"]["waits"]),
        ]
