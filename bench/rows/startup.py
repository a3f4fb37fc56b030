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
        """Returns the median milliseconds of each, run in turns several times, because one run is as short as a disturbance."""
        taken = {"run": [], "version": [], "task": []}
        for _ in range(self.times):
            taken["run"].append(ours.run(shop, self.tree).seconds * 1000)
            taken["version"].append(shop.run([shop.helper, "--version"]).seconds * 1000)
            taken["task"].append(shop.run(["/bin/true"]).seconds * 1000)
        return {name: statistics.median(times) for name, times in taken.items()}

    def entries(self, shop):
        return [Entry("pairs", lambda: self.pairs(shop))]

    def lines(self, shop):
        return [above("run -j2", "/bin/true, started and waited for", lambda r: r["pairs"]["run"],
                      lambda r: r["pairs"]["task"], 5),
                above("--version: no more than loading it", "/bin/true, started and waited for",
                      lambda r: r["pairs"]["version"], lambda r: r["pairs"]["task"])]
