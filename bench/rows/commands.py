import ours
import peers
from row import Entry, Line, Row, faster

REPORTS = 0.03  # What all reports may add to a run without them.


class Row4(Row):
    number = 4
    title = "5,000 commands, /bin/true"

    def prepare(self, shop):
        self.tasks = shop.size(5000, 20)
        self.few = shop.size(500, 2)  # GNU parallel takes ten times as long as the others.
        self.tree = shop.build("commands", "true-ours", self.tasks, TASKS=self.tasks, COMMAND="/bin/true",
                               KEYWORDS="GRANULARITY GROUP")
        self.plain = shop.build("plain", "true-ctest", self.tasks, TASKS=self.tasks, COMMAND="/bin/true")

    def parallel(self, shop):
        return shop.script(f"seq {self.few} | parallel -j2 -n1 /bin/true").seconds / self.few * self.tasks

    def reports(self, shop):
        """Returns the seconds of `report` on the run before: it reads the journal twice and makes all files again, where the
        run itself reads it once. So this is more than the reports cost the run."""
        return shop.run([shop.helper, "report", self.tree.path]).seconds

    def entries(self, shop):
        spawns = [shop.program("spawns"), self.tasks, 2, "/bin/true"]
        no_parallel = "" if peers.find("parallel") else "GNU parallel is not installed"
        return [
            Entry("ours", lambda: ours.run(shop, self.tree).seconds),
            Entry("reports", lambda: self.reports(shop)),
            Entry("bare", lambda: peers.loop(shop, spawns)),
            Entry("ctest", lambda: peers.ctest(shop, self.plain, "-j2").seconds),
            Entry("xargs", lambda: shop.script(f"seq {self.tasks} | xargs -P2 -n1 /bin/true").seconds),
            Entry("parallel", lambda: self.parallel(shop), no_parallel),
        ]

    def lines(self, shop):
        def run(r):
            return r["ours"]

        def beyond(r):
            return r["reports"] / (r["ours"] - r["reports"])
        return [
            Line("all reports, made again", "run -j2", "s", lambda r: r["reports"], run, beyond, "at most", REPORTS),
            faster("run -j2", "posix_spawn and wait in 2 processes", run, lambda r: r["bare"], 0.8),
            faster("run -j2", "ctest -j2", run, lambda r: r["ctest"], 2.7),
            faster("run -j2", "xargs -P2 -n1", run, lambda r: r["xargs"], 1.5),
            faster("run -j2", f"GNU parallel -j2, by {self.few} of them", run, lambda r: r["parallel"]),
        ]
