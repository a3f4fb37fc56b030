import ours
import peers
from row import Entry, Line, Row, faster


def reports_line(run):
    """A line for what all reports add to a run. `run` returns its seconds and those of its reports."""
    def beyond(r):
        return run(r)["reports"] / (run(r)["seconds"] - run(r)["reports"])
    return Line("all reports of run -j2", "the rest of it", "s", lambda r: run(r)["reports"],
                lambda r: run(r)["seconds"] - run(r)["reports"], beyond, "at most", 0.03)


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

    def entries(self, shop):
        spawns = [shop.program("spawns"), self.tasks, 2, "/bin/true"]
        no_parallel = "" if peers.find("parallel") else "GNU parallel is not installed"
        return [
            Entry("ours", lambda: ours.run_with_reports(shop, self.tree)),
            Entry("bare", lambda: peers.loop(shop, spawns)),
            Entry("ctest", lambda: peers.ctest(shop, self.plain, "-j2").seconds),
            Entry("xargs", lambda: shop.script(f"seq {self.tasks} | xargs -P2 -n1 /bin/true").seconds),
            Entry("parallel", lambda: self.parallel(shop), no_parallel),
        ]

    def lines(self, shop):
        def run(r):
            return r["ours"]["seconds"]
        return [
            reports_line(lambda r: r["ours"]),
            faster("run -j2", "posix_spawn and wait in 2 processes", run, lambda r: r["bare"], 0.8),
            faster("run -j2", "ctest -j2", run, lambda r: r["ctest"], 2.7),
            faster("run -j2", "xargs -P2 -n1", run, lambda r: r["xargs"], 1.5),
            faster("run -j2", f"GNU parallel -j2, by {self.few} of them", run, lambda r: r["parallel"]),
        ]
