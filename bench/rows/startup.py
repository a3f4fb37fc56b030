import statistics

import ours
from row import Entry, Row, above


class Row11(Row):
    number = 11
    title = "One task, /bin/true: what `parallel-fixtures run` adds"

    def prepare(self, shop):
        self.times = shop.size(20, 2)
        self.tree = shop.build("commands", "one", 1, TASKS=1, COMMAND="/bin/true")

    def pairs(self, shop):
        """Milliseconds of both, in turns; the median of several, for one is as long as a disturbance."""
        run, task = [], []
        for _ in range(self.times):
            run.append(ours.run(shop, self.tree).seconds * 1000)
            task.append(shop.run(["/bin/true"]).seconds * 1000)
        return {"run": statistics.median(run), "task": statistics.median(task)}

    def entries(self, shop):
        return [Entry("pairs", lambda: self.pairs(shop))]

    def lines(self, shop):
        return [above("run -j2", "/bin/true, started and waited for", lambda r: r["pairs"]["run"],
                      lambda r: r["pairs"]["task"], 5)]
