import ours
import peers
from row import Entry, Row, slower
from rows.commands import reports_line

GROUPS, TASKS = 100, 20


class Row16(Row):
    number = 16
    title = f"{GROUPS * TASKS:,} commands that print 9 kB in lines of 4 bytes, in {GROUPS} groups on a fixture each"
    rounds_at_most = 5

    def prepare(self, shop):
        self.groups, self.tasks = shop.size(GROUPS, 3), shop.size(TASKS, 4)
        self.tree = self.build(shop, "fixtures", FIXTURES="ON")
        self.plain = self.build(shop, "fixtures-plain", PLAIN="ON")

    def build(self, shop, name, **variables):
        return shop.build("many", name, self.groups * self.tasks, GROUPS=self.groups, TASKS=self.tasks,
                          COMMAND='sh -c "seq 1 2000"', **variables)

    def entries(self, shop):
        return [
            Entry("run", lambda: ours.run_with_reports(shop, self.tree)),
            Entry("ctest", lambda: ours.ctest(shop, self.tree, "-j2").seconds),
            Entry("plain", lambda: peers.ctest(shop, self.plain, "-j2").seconds),
        ]

    def lines(self, shop):
        def run(r):
            return r["run"]
        return [
            slower("ctest -j2", "run -j2", lambda r: r["ctest"], lambda r: run(r)["seconds"], 2.5),
            slower("ctest -j2", "the same commands by add_test, ctest -j2", lambda r: r["ctest"], lambda r: r["plain"]),
            reports_line(run),
        ]
